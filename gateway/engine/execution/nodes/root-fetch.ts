import { isPromise, type SubgraphResult } from '../../../subgraph-links/index.ts';
import { isData } from '../../data.ts';
import { createFetchCall, createVariablePicker } from '../fetch/fetch-call.ts';
import { rootSelection } from '../fetch/fetch-selection.ts';
import { addRenamedKeys, merge, mergeShape } from '../fetch/merge.ts';
import type { FetchPlan } from '../../plan.ts';
import { placeError, renamedPath } from '../fetch/place-error.ts';
import { applyRewrites } from '../fetch/rewrites.ts';
import type { Run, Step } from '../run.ts';
import type { FetchEnvironment } from '../environment.ts';

/** Takes the answer of a fetch from the root into a run. */
export type Absorb = (run: Run, result: SubgraphResult) => void;

/** Compiles a fetch from the root of a subgraph. */
export function compileRootFetch(plan: FetchPlan, environment: FetchEnvironment): Step {
  const call = createFetchCall(plan, environment);
  const pick = createVariablePicker(plan.variables);
  const absorb = compileAbsorb(plan, environment);
  return (run) => {
    const result = call(run, pick(run.variables));
    if (result === null) return undefined;
    if (isPromise(result)) return result.then((late) => absorb(run, late));
    absorb(run, result);
    return undefined;
  };
}

/** Compiles what to do with the answer to a fetch from the root, or with one event of a subscription. */
export function compileAbsorb({ document, outputRewrites }: FetchPlan, { isKindOf, toResponsePath }: FetchEnvironment): Absorb {
  const { set, fragments } = rootSelection(document);
  const shape = mergeShape(set, fragments);
  addRenamedKeys(shape, outputRewrites);
  return (run, { data, errors }) => {
    for (const error of errors ?? []) run.errors.push(placeError(error, error.path === undefined ? undefined : toResponsePath(renamedPath(error.path, outputRewrites))));
    if (!isData(data)) return;
    applyRewrites(outputRewrites, data, isKindOf);
    if (run.data === null) run.data = data;
    else merge(run.data, data, shape);
  };
}
