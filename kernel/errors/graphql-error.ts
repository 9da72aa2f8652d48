import { GraphQLError } from 'graphql';
import { DomainError } from './domain-error.ts';

/** Receives every fault that is hidden from the caller, so that it can be logged with its request. */
export type FaultReporter = (fault: unknown) => void;

/**
 * What a GraphQL client sees of an error: a DomainError keeps its code, message and details; a fault becomes INTERNAL without words of its own.
 * Path and locations are kept.
 */
export function toGraphQLError(error: GraphQLError, report: FaultReporter): GraphQLError {
  const { originalError } = error;
  const place = { path: error.path ?? null, nodes: error.nodes ?? null };
  if (originalError === undefined || originalError instanceof GraphQLError) return error;
  if (DomainError.isInstance(originalError)) {
    const { code, message, details } = originalError;
    return new GraphQLError(message, { ...place, extensions: { code, ...(Object.keys(details).length > 0 && { details }) } });
  }
  report(originalError);
  return new GraphQLError('Internal error', { ...place, extensions: { code: 'INTERNAL' } });
}
