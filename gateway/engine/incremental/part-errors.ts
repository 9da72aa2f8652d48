import type { GraphQLError } from 'graphql';
import { isData, isList } from '../data.ts';
import type { Path } from '../document/response-path.ts';

/** The errors of an answer in parts: each goes with the part that has the field where it happened. */
export interface PartErrors {
  /** Everything that was added and not taken. */
  all(): GraphQLError[];
  /** `label` says whose fetches brought them; null for what is not deferred. */
  add(errors: readonly GraphQLError[], label: string | null): void;
  /** Those of one part. The last part gets all that no part had. */
  take(part: ErrorsOf): readonly GraphQLError[];
}

/** A part, with what it answers. */
interface ErrorsOf {
  readonly label: string | null;
  readonly path: Path;
  readonly data: unknown;
  readonly isLast: boolean;
}

interface Kept {
  readonly error: GraphQLError;
  readonly label: string | null;
  told: boolean;
}

/** No errors yet. */
export function createPartErrors(): PartErrors {
  let kept: readonly Kept[] = [];
  return {
    all: () => kept.map(({ error }) => error),
    add(errors, label) {
      kept = [...kept, ...errors.map((error) => ({ error, label, told: false }))];
    },
    take(part) {
      const taken = kept.filter((one) => concerns(one, part) || (part.isLast && !one.told));
      for (const one of taken) one.told = true;
      // What happened above a part may concern others as well.
      kept = kept.filter((one) => !taken.includes(one) || (one.error.path ?? []).length < part.path.length);
      return taken.map(({ error }) => error);
    },
  };
}

function concerns({ error: { path: place = [] }, label }: Kept, part: ErrorsOf): boolean {
  const below = relativePath(place, part.path);
  if (below === null) return false;
  return below.length === 0 ? label === part.label : isAt(part.data, below);
}

/** The rest of a place below a path, nothing when it is at the path or above; null when it is elsewhere. A place may lack the indexes of lists. */
function relativePath(place: Path, path: Path): Path | null {
  let at = 0;
  for (const element of path) {
    if (at === place.length) return [];
    if (place[at] === element) at += 1;
    else if (typeof element !== 'number' || typeof place[at] === 'number') return null;
  }
  return place.slice(at);
}

/** True when a path of an answer leads to something in it, or to a null. */
function isAt(answer: unknown, path: Path): boolean {
  const [element, ...rest] = path;
  if (answer === undefined) return false;
  if (element === undefined || answer === null) return true;
  if (isList(answer)) return typeof element === 'number' ? isAt(answer[element], rest) : answer.some((item) => isAt(item, path));
  return isData(answer) ? Object.hasOwn(answer, element) && isAt(answer[element], rest) : true;
}
