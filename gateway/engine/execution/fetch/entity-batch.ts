import type { Data } from '../../data.ts';
import type { FetchPlan, RequiredSelection } from '../../plan.ts';
import type { PlanEnvironment } from '../environment.ts';
import { createBranch, type Branch } from './distinct-values.ts';
import { createRepresenters, type Representer } from './representations.ts';

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
  const typeOf = (typename: unknown, root: Branch<Data[]>): TypeOfEntities => {
    const representer = representerOf(typename);
    return { typename, representer, beginning: representer.begin(root) };
  };
  return (found) => {
    const batch: Batch = { representations: [], entities: [] };
    const root = createBranch<Data[]>();
    let same: TypeOfEntities | null = null;
    for (const entity of found) {
      const typename = entity['__typename'];
      if (same === null || same.typename !== typename) same = typeOf(typename, root);
      const branch = same.representer.find(same.beginning, entity);
      if (branch === null) continue;
      if (branch.thing === null) {
        branch.thing = [entity];
        batch.entities.push(branch.thing);
        batch.representations.push(same.representer.build(entity));
      } else {
        branch.thing.push(entity);
      }
    }
    return batch;
  };
}

/** What entities of one type share; mostly all of a batch are of one. */
interface TypeOfEntities {
  readonly typename: unknown;
  readonly representer: Representer;
  readonly beginning: Branch<Data[]>;
}
