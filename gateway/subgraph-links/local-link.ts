import type { ExecutionResult } from 'graphql';
import type { RequestContext } from '#kernel/context';
import type { Subgraph } from '#kernel/subgraph';
import { createCompiledFunctions } from './compiled-functions.ts';
import { isPromise } from './is-promise.ts';
import { thrownToSubgraphError, toSubgraphErrors, type FaultHandling } from './local-errors.ts';
import { createLocalExecution } from './local-execution.ts';
import { createLocalStream, openSource } from './local-stream.ts';
import { prepareSchema } from './prepare-schema.ts';
import type { SubgraphLink, SubgraphResult } from './subgraph-link.ts';

/** How a subgraph of this process is run. */
export interface LocalLinkOptions {
  /** False always interprets with graphql-js. */
  readonly jit?: boolean;
  /** Receives every fault that the caller does not see, with the request that met it. */
  readonly report: (fault: unknown, context: RequestContext) => void;
  /** How many compiled operations are kept. */
  readonly maxCompiled?: number;
}

/**
 * Reaches a subgraph in this process, as if over a wire: nothing that is passed is changed, and only codes of the catalogue come back.
 * Fields without a resolver must be plain properties (no functions, no promises), because compiled operations read them as such.
 */
export function createLocalLink(subgraph: Subgraph, { jit = true, report, maxCompiled = 1_000 }: LocalLinkOptions): SubgraphLink {
  const { name, schema } = subgraph;
  const compiled = jit ? createCompiledFunctions(maxCompiled) : null;
  prepareSchema(schema);

  const handlingFor = (context: RequestContext): FaultHandling => ({ cancellation: context.cancellation, report: (fault) => report(fault, context) });
  const refine = (result: ExecutionResult, context: RequestContext): SubgraphResult =>
    result.errors === undefined ? result : { data: result.data, errors: toSubgraphErrors(result.errors, handlingFor(context)) };
  const fail = (thrown: unknown, context: RequestContext): SubgraphResult => ({ errors: [thrownToSubgraphError(thrown, handlingFor(context))] });

  const run = (execute: () => ExecutionResult | Promise<ExecutionResult>, context: RequestContext): SubgraphResult | Promise<SubgraphResult> => {
    try {
      const result = execute();
      return isPromise(result) ? result.then((late) => refine(late, context), (thrown: unknown) => fail(thrown, context)) : refine(result, context);
    } catch (thrown) {
      return fail(thrown, context);
    }
  };

  return {
    name,
    compile(operation) {
      const execute = createLocalExecution({ schema, operation, compiled });
      return (variables, scope) => run(() => execute(undefined, scope.contextOf(subgraph), variables), scope.context);
    },
    compileStream(operation) {
      const execute = createLocalExecution({ schema, operation, compiled });
      return async (variables, scope) => {
        const handling = handlingFor(scope.context);
        try {
          const source = await openSource({ schema, operation, variables, context: scope.contextOf(subgraph) });
          if (!('next' in source)) return { errors: toSubgraphErrors(source, handling) };
          return createLocalStream({
            source,
            handling,
            complete: (root) => (event) => run(() => execute(root, event.contextOf(subgraph), variables), event.context),
          });
        } catch (thrown) {
          return { errors: [thrownToSubgraphError(thrown, handling)] };
        }
      };
    },
  };
}
