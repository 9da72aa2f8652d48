import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { GraphPort, PreparedOperation } from '#kernel/graph-port';

/**
 * A graph port for parts that the graph itself is made of: they get it before the engine exists. Documents are prepared at the first
 * `connect`, so that a document that does not fit the graph still fails the start.
 */
export function createLateGraphPort(): { readonly port: GraphPort; connect(graph: GraphPort): void } {
  let connected: GraphPort | undefined;
  const waiting: ((graph: GraphPort) => void)[] = [];

  return {
    port: {
      prepare<TData, TVariables>(document: TypedDocumentNode<TData, TVariables>): PreparedOperation<TData, TVariables> {
        let operation: PreparedOperation<TData, TVariables> | undefined;
        const bind = (graph: GraphPort): void => {
          operation = graph.prepare(document);
        };
        if (connected === undefined) waiting.push(bind);
        else bind(connected);
        const prepared = (): PreparedOperation<TData, TVariables> => {
          if (operation === undefined) throw new TypeError('The graph was called before it was composed');
          return operation;
        };
        return {
          execute: (variables, context) => prepared().execute(variables, context),
          executeToJson: (variables, context) => prepared().executeToJson(variables, context),
          subscribe: (variables, context) => prepared().subscribe(variables, context),
        };
      },
    },
    connect(graph) {
      connected = graph;
      for (const bind of waiting.splice(0)) bind(graph);
    },
  };
}
