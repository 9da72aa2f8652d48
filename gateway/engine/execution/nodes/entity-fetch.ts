import { isPromise, type SubgraphResult, type SubgraphVariables } from '../../../subgraph-links/index.ts';
import type { Data } from '../../data.ts';
import { compileAbsorbEntities } from '../fetch/absorb-entities.ts';
import { compileContextGroups, type ContextGroup } from '../fetch/context-groups.ts';
import { createBatcher, type EntityPlan } from '../fetch/entity-batch.ts';
import { compileEntityErrors } from '../fetch/entity-errors.ts';
import { createFetchCall, createVariablePicker } from '../fetch/fetch-call.ts';
import type { Run, Step } from '../run.ts';
import type { PlanEnvironment } from '../environment.ts';
import { entitiesAt } from './flatten.ts';
import { inParallel } from './parallel.ts';

/** Compiles a fetch of the entities at `path`: their keys go out, their fields are merged into each place that they are at. */
export function compileEntityFetch(plan: EntityPlan, environment: PlanEnvironment, path: readonly string[]): Step {
  const fetch = compileFetchOf(plan, environment, path);
  const pick = createVariablePicker(plan.variables);
  if (plan.contextVariables.length === 0) return (run) => fetch(run, entitiesAt(run.data, path), pick(run.variables));
  const contextGroups = compileContextGroups(plan, environment, path);
  const fetchGroup = ({ entities, values }: ContextGroup): Step => (run) => fetch(run, entities, { ...pick(run.variables), ...values });
  return (run) => inParallel(contextGroups(run.data).map(fetchGroup))(run);
}

type FetchOf = (run: Run, found: readonly Data[], variables: SubgraphVariables) => Promise<void> | undefined;

/** One fetch of some entities, which all have the same variables. */
function compileFetchOf(plan: EntityPlan, environment: PlanEnvironment, path: readonly string[]): FetchOf {
  const call = createFetchCall(plan, environment);
  const toBatch = createBatcher(plan, environment);
  const absorb = compileAbsorbEntities(plan, environment);
  const addErrors = compileEntityErrors(plan, environment, path);
  return (run, found, variables) => {
    const { representations, entities } = toBatch(found);
    if (representations.length === 0) return undefined;
    const done = ({ data, errors }: SubgraphResult): void => {
      if (errors !== undefined) addErrors(run, errors, entities);
      absorb(entities, data?.['_entities']);
    };
    const result = call(run, { ...variables, representations });
    if (result === null) return undefined;
    if (isPromise(result)) return result.then(done);
    done(result);
    return undefined;
  };
}
