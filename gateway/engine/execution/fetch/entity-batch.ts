import type { Data } from '../../data.ts';
import type { FetchPlan, RequiredSelection } from '../../plan.ts';
import type { PlanEnvironment } from '../environment.ts';
import { createRepresent, isRepresentation, representationKey } from './representations.ts';
import { applyRewrites } from './rewrites.ts';

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
export function createBatcher({ requires, inputRewrites }: EntityPlan, { isKindOf }: PlanEnvironment): (found: readonly Data[]) => Batch {
  const represent = createRepresent(requires, isKindOf);
  return (found) => {
    const batch: Batch = { representations: [], entities: [] };
    const groups = new Map<string, Data[]>();
    for (const entity of found) {
      const representation = represent(entity);
      if (!isRepresentation(representation)) continue;
      applyRewrites(inputRewrites, representation, isKindOf);
      const key = representationKey(representation);
      const group = groups.get(key);
      if (group !== undefined) {
        group.push(entity);
        continue;
      }
      const first = [entity];
      groups.set(key, first);
      batch.entities.push(first);
      batch.representations.push(representation);
    }
    return batch;
  };
}
