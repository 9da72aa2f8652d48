import { createSourceEventStream, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import { thrownToSubgraphError, type FaultHandling } from './local-errors.ts';
import type { SubgraphEvent, SubgraphOperation, SubgraphStream, SubgraphVariables } from './subgraph-link.ts';

interface OpenSource {
  readonly schema: GraphQLSchema;
  readonly operation: SubgraphOperation;
  readonly variables: SubgraphVariables;
  readonly context: unknown;
}

/** The source of a subscription in this process; or why the subgraph refused. */
export async function openSource({ schema, operation: { document, operationName }, variables, context }: OpenSource): Promise<AsyncIterator<unknown> | readonly GraphQLError[]> {
  const source = await createSourceEventStream({ schema, document, operationName, variableValues: variables, contextValue: context });
  return isRefusal(source) ? source.errors ?? [] : source[Symbol.asyncIterator]();
}

interface LocalStreamOptions {
  readonly source: AsyncIterator<unknown>;
  readonly complete: (root: unknown) => SubgraphEvent;
  readonly handling: FaultHandling;
}

/** Asks the source for one event at a time; a source that throws ends with one event that says so. */
export function createLocalStream({ source, complete, handling }: LocalStreamOptions): SubgraphStream {
  let failed = false;
  return {
    async next() {
      if (failed) return { done: true, value: undefined };
      try {
        const event = await source.next();
        return event.done === true ? { done: true, value: undefined } : { done: false, value: complete(event.value) };
      } catch (thrown) {
        failed = true;
        const errors = [thrownToSubgraphError(thrown, handling)];
        return { done: false, value: () => ({ errors }) };
      }
    },
    async return() {
      try {
        await source.return?.();
      } catch (fault) {
        handling.report(fault);
      }
    },
  };
}

const isRefusal = (source: AsyncIterable<unknown> | ExecutionResult): source is ExecutionResult => !(Symbol.asyncIterator in source);
