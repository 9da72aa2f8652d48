import { GraphQLError, type ExecutionResult } from 'graphql';
import type { DomainError } from '#kernel/errors';
import type { GraphOutcome, GraphOutcomeError, IncrementalPart } from '#kernel/graph-port';

/** The answer to one operation, one part of it, or one event of a stream, with errors as graphql-ws and Apollo Server want them: they call their methods. */
export interface Outcome extends ExecutionResult<Record<string, unknown>> {
  readonly incremental?: readonly IncrementalPart[];
  readonly hasNext?: boolean;
}

/** An answer of the engine as an outcome. */
export const toOutcome = ({ data, errors, incremental, hasNext }: GraphOutcome<Record<string, unknown>>): Outcome => ({
  ...(errors && { errors: errors.map(toGraphQLErrorObject) }),
  ...(data !== undefined && { data }),
  ...(incremental && { incremental }),
  ...(hasNext !== undefined && { hasNext }),
});

/** An outcome that is a refusal and nothing else. */
export const refusedOutcome = (refusal: DomainError): Outcome => ({ errors: [refusalToGraphQLError(refusal)] });

/** A refusal as the errors of a GraphQL answer spell it. */
export const refusalToGraphQLError = ({ code, message, details }: DomainError): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...(Object.keys(details).length > 0 && { details }) } });

function toGraphQLErrorObject(error: GraphOutcomeError): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const { message, path, extensions } = error;
  return new GraphQLError(message, { ...(path && { path }), ...(extensions && { extensions }) });
}
