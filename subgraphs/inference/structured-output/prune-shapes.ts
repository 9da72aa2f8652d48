import type { Shapes } from './read-shapes.ts';
import { refuse } from './refusal.ts';
import { never, type Shape, type ShapeId } from './shape.ts';

/**
 * Takes out what no finite value can be, such as an object that requires itself: a model that is held to it would never come to an end.
 * @throws DomainError BAD_USER_INPUT when nothing is left
 */
export function pruneShapes({ field, table, exclusive }: Shapes): Shapes {
  const possible = possibleShapes(table);
  if (!possible.has(0)) refuse(field, 'can be met by no finite value');
  return { field, exclusive, table: table.map((shape, id) => (possible.has(id) ? prune(shape, possible) : never)) };
}

function possibleShapes(table: readonly Shape[]): ReadonlySet<ShapeId> {
  const possible = new Set<ShapeId>();
  for (let before = -1; before !== possible.size;) {
    before = possible.size;
    // Parts mostly follow their wholes, so that few rounds suffice from the end.
    for (let id = table.length - 1; id >= 0; id -= 1) {
      const shape = table[id];
      if (shape !== undefined && isPossible(shape, possible)) possible.add(id);
    }
  }
  return possible;
}

function isPossible(shape: Shape, possible: ReadonlySet<ShapeId>): boolean {
  if (shape.kind === 'union') return shape.branches.some((branch) => possible.has(branch));
  if (shape.kind === 'object') return shape.properties.every(({ required, value }) => !required || possible.has(value));
  if (shape.kind !== 'array') return true;
  const { first, rest, least } = shape;
  return first.slice(0, least).every((item) => possible.has(item)) && (least <= first.length || (rest !== null && possible.has(rest)));
}

function prune(shape: Shape, possible: ReadonlySet<ShapeId>): Shape {
  if (shape.kind === 'union') return { kind: 'union', branches: shape.branches.filter((branch) => possible.has(branch)) };
  if (shape.kind === 'object') {
    const others = shape.others !== null && possible.has(shape.others.value) ? shape.others : null;
    return { kind: 'object', properties: shape.properties.filter(({ value }) => possible.has(value)), others };
  }
  if (shape.kind !== 'array') return shape;
  const end = shape.first.findIndex((item) => !possible.has(item));
  if (end >= 0) return { ...shape, first: shape.first.slice(0, end), rest: null, most: end };
  if (shape.rest === null || possible.has(shape.rest)) return shape;
  return { ...shape, rest: null, most: shape.first.length };
}
