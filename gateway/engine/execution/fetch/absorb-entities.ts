import { isData, isList } from '../../data.ts';
import type { PlanEnvironment } from '../environment.ts';
import type { Batch, EntityPlan } from './entity-batch.ts';
import { entitySelection } from './fetch-selection.ts';
import { addRenamedKeys, copyOf, merge, mergeShape } from './merge.ts';
import { applyRewrites } from './rewrites.ts';

/** Takes what a subgraph answered for a batch into its entities; answers too many, too few or of a wrong shape are left out. */
export type AbsorbEntities = (entities: Batch['entities'], answers: unknown) => void;

/** Compiles how the answers to a fetch of entities are merged. */
export function compileAbsorbEntities({ document, outputRewrites }: EntityPlan, { isKindOf, placesDiffer }: PlanEnvironment): AbsorbEntities {
  const { set, fragments } = entitySelection(document);
  const shape = mergeShape(set, fragments);
  addRenamedKeys(shape, outputRewrites);
  // A subgraph that knows an interface as one object answers with the name of the interface: what is known of the type already stays.
  const isNarrower = (type: unknown, known: unknown): boolean => known === undefined || (typeof type === 'string' && typeof known === 'string' && isKindOf(type, known));
  return (entities, answers) => {
    if (!isList(answers)) return;
    for (let index = 0; index < entities.length; index++) {
      const answer = answers[index];
      const group = entities[index];
      if (!isData(answer) || group === undefined) continue;
      answer['__typename'] ??= group[0]?.['__typename'];
      applyRewrites(outputRewrites, answer, isKindOf);
      let isFirst = true;
      for (const entity of group) {
        const known = entity['__typename'];
        merge(entity, isFirst || !placesDiffer ? answer : copyOf(answer, shape), shape);
        if (entity['__typename'] !== known && !isNarrower(entity['__typename'], known)) entity['__typename'] = known;
        isFirst = false;
      }
    }
  };
}
