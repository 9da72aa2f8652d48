import { GraphQLError } from 'graphql';
import type { ErrorCode } from '#kernel/errors';

/** An error of the engine itself, with a code of the catalogue. */
export function refusal(code: ErrorCode, message: string, path?: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(message, { path, extensions: { code } });
}

/** The code of an error, INTERNAL when it has none. */
export function codeOf({ extensions: { code } }: GraphQLError): string {
  return typeof code === 'string' ? code : 'INTERNAL';
}
