import type { Data } from '../../data.ts';
import type { FetchPlan, RequiredSelection } from '../../plan.ts';
import type { PlanEnvironment } from '../environment.ts';
import { branchAt, createBranch } from './distinct-values.ts';
import { createRepresenters } from './representations.ts';

/** A fetch of entities. */
export interface EntityPlan extends FetchPlan {
  readonly requires: readonly RequiredSelection[];
}

/** The entities of one fetch: each distinct representation is asked for once. */
export interface Batch {
  readonly representations: Data[];
  /** By representation, the objects that it stands for. */
  readonly entities: Data[][];
}

/** Compiles how the objects at a place become a batch; those whose keys are not all there are left out. */
export function createBatcher(plan: EntityPlan, { isKindOf }: PlanEnvironment): (found: readonly Data[]) => Batch {
  const representerOf = createRepresenters(plan, isKindOf);
  return (found) => {
    const batch: Batch = { representations: [], entities: [] };
    const distinct = createBranch<Data[]>();
    for (const entity of found) {
      const representer = representerOf(entity['__typename']);
      const values = representer.valuesOf(entity);
      if (values === null) continue;
      const branch = branchAt(distinct, values);
      if (branch.thing === null) {
        branch.thing = [entity];
        batch.entities.push(branch.thing);
        batch.representations.push(representer.build(values));
      } else {
        branch.thing.push(entity);
      }
    }
    return batch;
  };
}
