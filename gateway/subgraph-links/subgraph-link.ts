import type { DocumentNode, GraphQLError } from 'graphql';
import type { ExecutionScope } from './execution-scope.ts';

/** One operation that the plan sends to a subgraph, any number of times. */
export interface SubgraphOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
}

/**
 * The answer of a subgraph. The objects of `data` that have selections belong to the caller, who may change them; what a leaf holds does not.
 * Errors carry codes of the catalogue and paths within this operation.
 */
export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** Variables of a subgraph operation; a link never changes them. */
export type SubgraphVariables = Readonly<Record<string, unknown>>;

/** Runs one subgraph operation; answers at once when the subgraph did. A refusal is in `errors`, never thrown. */
export type RunSubgraph = (variables: SubgraphVariables, scope: ExecutionScope) => SubgraphResult | Promise<SubgraphResult>;

/** One event of a subscription, completed in the scope of that event. */
export type SubgraphEvent = (scope: ExecutionScope) => SubgraphResult | Promise<SubgraphResult>;

/** An open subscription. `return` reaches the source at once, also while a `next` is pending, and never rejects. */
export interface SubgraphStream {
  next(): Promise<IteratorResult<SubgraphEvent, undefined>>;
  return(): Promise<void>;
}

/** Opens one subscription; the refusal when the subgraph would not. */
export type OpenSubgraphStream = (variables: SubgraphVariables, scope: ExecutionScope) => Promise<SubgraphStream | { readonly errors: readonly GraphQLError[] }>;

/** How the engine reaches one subgraph: in this process or over a network. */
export interface SubgraphLink {
  readonly name: string;
  /** Makes a query or mutation ready to run. */
  compile(operation: SubgraphOperation): RunSubgraph;
  /** Makes a subscription ready to open. */
  compileStream(operation: SubgraphOperation): OpenSubgraphStream;
}
