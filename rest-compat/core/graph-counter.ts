import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { dataOrThrow } from '#kernel/graph-port';
import type { GraphCounter, RateState } from './rate-limits.ts';

interface GraphCounterDefinition<Data> {
  readonly operation: TypedDocumentNode<Data, Readonly<Record<string, never>>>;
  readonly read: (data: NoInfer<Data>) => RateState | null;
}

/** Declares a counter: a document that counts one request of its caller, and where it tells how the caller stands. */
export const graphCounter = <Data>({ operation, read }: GraphCounterDefinition<Data>): GraphCounter => ({
  bind(graph) {
    const count = graph.prepare(operation);
    return async (context) => read(dataOrThrow(await count.execute({}, context)));
  },
});
