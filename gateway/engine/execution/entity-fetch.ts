import type { GraphQLError } from 'graphql';
import { isPromise, type SubgraphResult } from '../../subgraph-links/index.ts';
import { isData, isList, type Data } from '../data.ts';
import { entitiesAt, placesAt } from './entity-places.ts';
import { createFetchCall, createVariablePicker } from './fetch-call.ts';
import { entitySelection } from './fetch-selection.ts';
import { addRenamedKeys, merge, mergeShape } from './merge.ts';
import { eachElement, type FetchPlan, type RequiredSelection } from '../plan.ts';
import { placeError, renamedPath } from './place-error.ts';
import { createRepresent, isRepresentation, representationKey } from './representations.ts';
import type { Path } from '../document/response-path.ts';
import { applyRewrites } from './rewrites.ts';
import type { Run } from './run.ts';
import type { PlanEnvironment, Step } from './step.ts';

/** A fetch of entities. */
interface EntityPlan extends FetchPlan {
  readonly requires: readonly RequiredSelection[];
}

/** The entities of one fetch: each distinct representation is asked for once. */
interface Batch {
  readonly representations: Data[];
  /** By representation, the objects that it stands for. */
  readonly entities: Data[][];
}

/** Compiles a fetch of the entities at `path`: their keys go out, their fields are merged into each place that they are at. */
export function compileEntityFetch(plan: EntityPlan, environment: PlanEnvironment, path: readonly string[]): Step {
  const call = createFetchCall(plan, environment);
  const pick = createVariablePicker(plan.variables);
  const batch = createBatcher(plan, environment);
  const absorb = compileAbsorbEntities(plan, environment);
  const addErrors = compileEntityErrors(plan, environment, path);
  return (run) => {
    const { representations, entities } = batch(entitiesAt(run.data, path));
    if (representations.length === 0) return undefined;
    const done = ({ data, errors }: SubgraphResult): void => {
      if (errors !== undefined) addErrors(run, errors, entities);
      absorb(entities, data?.['_entities']);
    };
    const result = call(run, { ...pick(run.variables), representations });
    if (result === null) return undefined;
    if (isPromise(result)) return result.then(done);
    done(result);
    return undefined;
  };
}

function createBatcher({ requires, inputRewrites }: EntityPlan, { isKindOf }: PlanEnvironment): (found: readonly Data[]) => Batch {
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

function compileAbsorbEntities({ document, outputRewrites }: EntityPlan, { isKindOf }: PlanEnvironment): (entities: Batch['entities'], answers: unknown) => void {
  const { set, fragments } = entitySelection(document);
  const shape = mergeShape(set, fragments);
  addRenamedKeys(shape, outputRewrites);
  return (entities, answers) => {
    if (!isList(answers)) return;
    for (let index = 0; index < entities.length; index++) {
      const answer = answers[index];
      const group = entities[index];
      if (!isData(answer) || group === undefined) continue;
      answer['__typename'] ??= group[0]?.['__typename'];
      applyRewrites(outputRewrites, answer, isKindOf);
      for (const entity of group) merge(entity, answer, shape);
    }
  };
}

type AddErrors = (run: Run, errors: readonly GraphQLError[], entities: Batch['entities']) => void;

/** An error of an entity is one at each place of that entity; one of the whole fetch is at the field that the entities are below. */
function compileEntityErrors({ outputRewrites }: EntityPlan, { toResponsePath }: PlanEnvironment, path: readonly string[]): AddErrors {
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
