import { isPromise, type SubgraphLink, type SubgraphResult, type SubgraphVariables } from '../../../subgraph-links/index.ts';
import type { FetchWatch } from '../../observation/fetch-watch.ts';
import type { FetchPlan } from '../../plan.ts';
import { isStopped, type Run } from '../run.ts';

/** Sends one fetch. Null when nobody waits for its answer any more: then it was not sent. */
export type FetchCall = (run: Run, variables: SubgraphVariables) => SubgraphResult | Promise<SubgraphResult> | null;

interface FetchCallOptions {
  readonly links: ReadonlyMap<string, SubgraphLink>;
  /** Who is told of the fetches from a subgraph. */
  readonly observe: (subgraph: string) => FetchWatch;
}

/** Makes a fetch ready to be sent any number of times. @throws Error when no link reaches its subgraph */
export function createFetchCall({ subgraph, document, operationName }: Pick<FetchPlan, 'subgraph' | 'document' | 'operationName'>, { links, observe }: FetchCallOptions): FetchCall {
  const link = links.get(subgraph);
  if (link === undefined) throw new Error(`No link reaches the subgraph ${subgraph}`);
  const call = link.compile({ document, operationName });
  const watch = observe(subgraph);
  return (run, variables) => {
    if (isStopped(run)) return null;
    const span = watch.trace(run);
    const start = performance.now();
    const end = (result: SubgraphResult): SubgraphResult => {
      watch.ended(run, performance.now() - start);
      span?.end(result);
      return result;
    };
    const result = call(variables, span === null ? run.scope : span.scope);
    return isPromise(result) ? result.then(end) : end(result);
  };
}

const noVariables: SubgraphVariables = Object.freeze({});

/** Picks the variables of the client's operation that a fetch uses. */
export function createVariablePicker(names: readonly string[]): (variables: SubgraphVariables) => SubgraphVariables {
  if (names.length === 0) return () => noVariables;
  return (variables) => {
    const picked: Record<string, unknown> = {};
    for (const name of names) {
      const value = variables[name];
      if (value !== undefined) picked[name] = value;
    }
    return picked;
  };
}
