import { isPromise, type SubgraphLink, type SubgraphResult, type SubgraphVariables } from '../../subgraph-links/index.ts';
import type { FetchPlan } from '../plan.ts';
import { isStopped, type Run } from './run.ts';

/** Sends one fetch. Null when nobody waits for its answer any more: then it was not sent. */
export type FetchCall = (run: Run, variables: SubgraphVariables) => SubgraphResult | Promise<SubgraphResult> | null;

interface FetchCallOptions {
  readonly links: ReadonlyMap<string, SubgraphLink>;
  /** Told about each fetch that ended, with the time it took in seconds. */
  readonly observe: (subgraph: string) => (seconds: number) => void;
}

/** Makes a fetch ready to be sent any number of times. @throws Error when no link reaches its subgraph */
export function createFetchCall({ subgraph, document, operationName }: FetchPlan, { links, observe }: FetchCallOptions): FetchCall {
  const link = links.get(subgraph);
  if (link === undefined) throw new Error(`No link reaches the subgraph ${subgraph}`);
  const call = link.compile({ document, operationName });
  const observeFetch = observe(subgraph);
  return (run, variables) => {
    if (isStopped(run)) return null;
    const start = performance.now();
    const result = call(variables, run.scope);
    if (!isPromise(result)) {
      observeFetch((performance.now() - start) / 1_000);
      return result;
    }
    return result.then((late) => {
      observeFetch((performance.now() - start) / 1_000);
      return late;
    });
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
