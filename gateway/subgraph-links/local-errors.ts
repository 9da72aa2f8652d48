import { GraphQLError } from 'graphql';
import type { Cancellation } from '#kernel/context';
import { DomainError, toGraphQLError, type FaultReporter } from '#kernel/errors';

/** Who hears of faults, and what ended the request if something did. */
export interface FaultHandling {
  readonly report: FaultReporter;
  readonly cancellation: Cancellation;
}

/** Errors of an executor as the subgraph means them: with codes, and with no words of a fault. */
export function toSubgraphErrors(errors: readonly GraphQLError[], handling: FaultHandling): readonly GraphQLError[] {
  return errors.map((error) => toSubgraphError(error, handling));
}

/** What was thrown outside a resolver, such as by the source of a stream. */
export function thrownToSubgraphError(thrown: unknown, handling: FaultHandling): GraphQLError {
  return fromFault(new GraphQLError('Thrown', { originalError: thrown instanceof Error ? thrown : new Error('Not an Error was thrown', { cause: thrown }) }), handling);
}

function toSubgraphError(error: GraphQLError, handling: FaultHandling): GraphQLError {
  const { message, path, originalError } = error;
  if (isInputFault(error)) return new GraphQLError(message, { path, extensions: { code: 'BAD_USER_INPUT' } });
  if (originalError instanceof GraphQLError && codeOf(originalError) !== undefined) return new GraphQLError(message, { path, extensions: originalError.extensions });
  return fromFault(error, handling);
}

/** What an executor itself has to say of a value, such as a null where none may be, is a fault of the subgraph like anything thrown. */
function fromFault(error: GraphQLError, { report, cancellation }: FaultHandling): GraphQLError {
  const { message, path, originalError } = error;
  if (isAbort(originalError, cancellation)) return new GraphQLError('The request was cancelled', { path, extensions: { code: 'CANCELLED' } });
  const isExecutors = originalError === undefined || (originalError instanceof GraphQLError && !DomainError.isInstance(originalError));
  return toGraphQLError(new GraphQLError(message, { path, originalError: isExecutors ? new Error(message) : originalError }), report);
}

/** What a resolver throws because the request has ended is no fault. */
const isAbort = (fault: Error | undefined, { isAborted }: Cancellation): boolean => isAborted && fault?.name === 'AbortError';

/**
 * True when the request is at fault: a variable that a custom scalar refused (no path: nothing ran), or an argument that does not fit
 * (graphql-js points at the value, graphql-jit only says so).
 */
function isInputFault({ path, originalError, message }: GraphQLError): boolean {
  if (path === undefined) return true;
  if (originalError === undefined) return message.startsWith('Argument "');
  return originalError instanceof GraphQLError && originalError.nodes !== undefined && codeOf(originalError) === undefined;
}

/** The errors of graphql-jit may lack `extensions`, whatever their type says. */
const codeOf = ({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> | undefined }): unknown => extensions?.['code'];
