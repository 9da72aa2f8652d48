import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { buildSchema, execute, GraphQLError, subscribe, validate, type ExecutionResult } from 'graphql';
import type { RequestContext } from '#kernel/context';
import { toGraphQLError } from '#kernel/errors';
import type { GraphOutcome, GraphPort, PreparedOperation } from '#kernel/graph-port';

/** What answers a root field: given its arguments and the context of the request. */
export type RootFields = Readonly<Record<string, (args: never, context: RequestContext) => unknown>>;

/** A graph port over one schema and functions for its root fields: the edge of a surface, without the domains behind it. */
export function createSchemaGraph(sdl: string, root: RootFields): GraphPort {
  const schema = buildSchema(sdl);

  return {
    prepare<TData, TVariables>(document: TypedDocumentNode<TData, TVariables>): PreparedOperation<TData, TVariables> {
      const [fault] = validate(schema, document);
      if (fault !== undefined) throw fault;
      const toArgs = (variables: TVariables, context: RequestContext) => ({
        schema,
        document,
        rootValue: root,
        contextValue: context,
        variableValues: Object.fromEntries(Object.entries(variables ?? {})),
      });
      const run = async (variables: TVariables, context: RequestContext) => toOutcome<TData>(await execute(toArgs(variables, context)));
      return {
        execute: run,
        executeToJson: async (variables, context) => JSON.stringify(await run(variables, context)),
        async subscribe(variables, context) {
          const results = await subscribe(toArgs(variables, context));
          return Symbol.asyncIterator in results ? mapped(results) : once(toOutcome<TData>(results));
        },
      };
    },
  };
}

function toOutcome<TData>({ data, errors }: ExecutionResult): GraphOutcome<TData> {
  const plain = data === undefined ? undefined : structuredClone(data);
  return {
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the document was validated against the schema
    data: plain as TData | null | undefined,
    errors: errors?.map((error) => toGraphQLError(error instanceof GraphQLError ? error : new GraphQLError('Internal error'), () => undefined)),
  };
}

/** Keeps `return` reachable while `next` is pending, as the engine does. */
function mapped<TData>(results: AsyncGenerator<ExecutionResult>): AsyncIterableIterator<GraphOutcome<TData>> {
  const convert = (result: IteratorResult<ExecutionResult>): IteratorResult<GraphOutcome<TData>> =>
    result.done === true ? { done: true, value: undefined } : { done: false, value: toOutcome(result.value) };
  return {
    next: async () => convert(await results.next()),
    return: async () => convert(await results.return(undefined)),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
