import type { Path } from '../document/response-path.ts';

/** A place in the answer, from its end to the root. */
export interface Place {
  readonly key: string | number;
  readonly within: Place | undefined;
}

/** The same place as a path from the root; undefined is the root itself. */
export function pathOf(place: Place | undefined): Path {
  const path: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.within) path.push(at.key);
  return path.reverse();
}
