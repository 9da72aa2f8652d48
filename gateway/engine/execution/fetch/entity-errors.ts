import type { GraphQLError } from 'graphql';
import type { Data } from '../../data.ts';
import type { Path } from '../../document/response-path.ts';
import { eachElement } from '../../plan.ts';
import { placesAt } from '../nodes/flatten.ts';
import type { Run } from '../run.ts';
import type { PlanEnvironment } from '../environment.ts';
import type { Batch, EntityPlan } from './entity-batch.ts';
import { placeError, renamedPath } from './place-error.ts';

/** Adds the errors of one fetch to a run, at their places in the answer. */
export type AddErrors = (run: Run, errors: readonly GraphQLError[], entities: Batch['entities']) => void;

/** An error of an entity is one at each place of that entity; one of the whole fetch is at the field that the entities are below. */
export function compileEntityErrors({ outputRewrites }: EntityPlan, { toResponsePath }: PlanEnvironment, path: readonly string[]): AddErrors {
  const firstList = path.indexOf(eachElement);
  const common = firstList === -1 ? path : path.slice(0, firstList);
  const placesOf = (error: GraphQLError, entities: Batch['entities'], places: ReadonlyMap<Data, readonly Path[]>): readonly Path[] => {
    const index = error.path?.[1];
    const group = typeof index === 'number' ? entities[index] : undefined;
    if (group === undefined) return [common];
    const below = renamedPath(error.path?.slice(2) ?? [], outputRewrites);
    return [...new Set(group)].flatMap((entity) => (places.get(entity) ?? []).map((place) => [...place, ...below]));
  };
  return (run, errors, entities) => {
    const places = placesAt(run.data, path);
    for (const error of errors) {
      for (const place of placesOf(error, entities, places)) run.errors.push(placeError(error, toResponsePath(place)));
    }
  };
}
