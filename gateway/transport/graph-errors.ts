import { GraphQLError, type ExecutionResult } from 'graphql';
import type { DomainError } from '#kernel/errors';
import type { GraphOutcome, GraphOutcomeError } from '#kernel/graph-port';

/** The answer to one operation, or one event of a stream, with errors as graphql-ws and Apollo Server want them: they call their methods. */
export type Outcome = ExecutionResult<Record<string, unknown>>;

/** An answer of the engine as an outcome. */
export const toOutcome = ({ data, errors }: GraphOutcome<Record<string, unknown>>): Outcome => ({
  ...(errors && { errors: errors.map(toGraphQLErrorObject) }),
  ...(data !== undefined && { data }),
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
