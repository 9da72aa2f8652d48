import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { RequestContext } from '#kernel/context';

/** An error of an answer, as the GraphQL specification shapes it. */
export interface GraphOutcomeError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The answer to an operation, or one event of a stream. Of an operation with `@defer`, `subscribe` answers in parts: the first has `data`, the others `incremental`. */
export interface GraphOutcome<TData> {
  readonly data?: TData | null | undefined;
  readonly errors?: readonly GraphOutcomeError[] | undefined;
  /** Deferred fragments that are ready. */
  readonly incremental?: readonly IncrementalPart[] | undefined;
  /** Set in every part of an answer in parts: whether another follows. */
  readonly hasNext?: boolean | undefined;
}

/** A deferred fragment at its place in the answer; `data` is null when a null reached the fragment itself. */
export interface IncrementalPart {
  readonly path: readonly (string | number)[];
  readonly label?: string | undefined;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphOutcomeError[] | undefined;
}

/** A trusted document, checked and planned once, run many times. */
export interface PreparedOperation<TData, TVariables> {
  /** Runs a query or mutation; never rejects for a refusal, which is in `errors`. */
  execute(variables: TVariables, context: RequestContext): Promise<GraphOutcome<TData>>;
  /** The same answer as JSON text, written without building the object; synchronous when every resolver was. */
  executeToJson(variables: TVariables, context: RequestContext): string | Promise<string>;
  /**
   * Opens a subscription; pull-based, so a reader that stops halts the source. `return()` releases the source. A query or mutation is answered
   * once, or in parts when it has `@defer`, which `execute` and `executeToJson` ignore.
   */
  subscribe(variables: TVariables, context: RequestContext): Promise<AsyncIterableIterator<GraphOutcome<TData>>>;
}

/** The graph as surfaces and domains see it: trusted documents of their own, over the internal view. */
export interface GraphPort {
  /** Checks, plans and compiles. @throws Error when the document does not fit the graph: a fault of the program. */
  prepare<TData, TVariables>(document: TypedDocumentNode<TData, TVariables>): PreparedOperation<TData, TVariables>;
}
