import { execute, parse, print, type ExecutionResult, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { RequestContext } from '#kernel/context';
import type { CompiledFunctions, CompiledSlot } from './compiled-functions.ts';
import { isPromise } from './is-promise.ts';
import { isJitSafe } from './jit-safety.ts';
import type { SubgraphOperation, SubgraphVariables } from './subgraph-link.ts';

/** Executes one operation; `root` is the event of a subscription. */
export type ExecuteLocally = (root: unknown, context: RequestContext, variables: SubgraphVariables) => ExecutionResult | Promise<ExecutionResult>;

/** Compiling costs hundreds of microseconds: worth it for an operation that comes back. */
const interpretedRuns = 2;

interface LocalExecutionOptions {
  readonly schema: GraphQLSchema;
  readonly operation: SubgraphOperation;
  /** Where compiled functions live; null never compiles. */
  readonly compiled: CompiledFunctions | null;
}

/** Interprets an operation with graphql-js at first, and runs it as code compiled by graphql-jit when it comes back. */
export function createLocalExecution({ schema, operation, compiled }: LocalExecutionOptions): ExecuteLocally {
  const interpret = interpreted(schema, operation);
  if (compiled === null) return interpret;
  let runs = 0;
  let compiledExecute: ExecuteLocally | null = null;
  const slot: CompiledSlot = {
    used: true,
    drop() {
      compiledExecute = null;
      runs = 0;
    },
  };
  return (root, context, variables) => {
    if (compiledExecute === null) {
      if (runs++ !== interpretedRuns) return interpret(root, context, variables);
      compiledExecute = compileWithJit(schema, operation);
      if (compiledExecute === null) return interpret(root, context, variables);
      compiled.keep(slot);
    }
    slot.used = true;
    return compiledExecute(root, context, variables);
  };
}

const interpreted = (schema: GraphQLSchema, { document, operationName }: SubgraphOperation): ExecuteLocally =>
  (root, context, variables) =>
    execute({ schema, document, operationName, rootValue: root, contextValue: context, variableValues: variables, fieldResolver: plainProperty });

/** Null when graphql-jit cannot or must not compile the operation. */
function compileWithJit(schema: GraphQLSchema, { document, operationName }: SubgraphOperation): ExecuteLocally | null {
  if (!isJitSafe(schema, document)) return null;
  // graphql-jit writes notes into the nodes that it compiles, so it gets nodes of its own.
  const compiled = compileQuery(schema, parse(print(document), { noLocation: true }), operationName ?? '', {
    useExperimentalPathBasedSkipInclude: true,
    disablingCapturingStackErrors: true,
  });
  return isCompiledQuery(compiled) ? compiled.query : null;
}

/**
 * The rule for fields without a resolver: a plain property. graphql-js alone would also call functions and await promises, compiled code does not;
 * refusing both shows the mistake on the first run.
 */
// eslint-disable-next-line max-params -- the signature is graphql-js'
const plainProperty: GraphQLFieldResolver<unknown, unknown> = (source, _arguments, _context, { fieldName, parentType }) => {
  if (typeof source !== 'object' || source === null) return undefined;
  const value: unknown = Reflect.get(source, fieldName);
  if (typeof value === 'function' || isPromise(value)) throw new Error(`${parentType.name}.${fieldName} needs a resolver: its source holds no plain value`);
  return value;
};
