import { accepts } from './automaton.ts';
import { typeOfJson } from './merge-demands.ts';
import { limits } from './limits.ts';
import type { Shapes } from './read-shapes.ts';
import { refuse, refuseUnsupported } from './refusal.ts';
import type { ObjectShape, Shape, ShapeId } from './shape.ts';

const deepest = 4;
const everyType = ['array', 'boolean', 'null', 'number', 'object', 'string'];

/**
 * A grammar cannot say "exactly one": the branches of each `oneOf` must be seen to exclude one another.
 * @throws DomainError UNSUPPORTED_PARAMETER
 */
export function checkExclusive({ field, table, exclusive }: Shapes): void {
  for (const shape of table) {
    if (shape.kind === 'union' && shape.branches.length > limits.readings) refuse(field, `has a choice between more than ${limits.readings} schemas`);
  }
  for (const { union, place } of exclusive) {
    const shape = table[union];
    const branches = shape?.kind === 'union' ? shape.branches : [];
    const overlaps = branches.some((one, index) => branches.slice(index + 1).some((other) => !areDisjoint(table, { one, other, depth: 0 })));
    if (overlaps) refuseUnsupported(place, 'has branches that one value may meet together: use anyOf, or tell them apart by a required property with a const');
  }
}

interface Pair {
  readonly one: ShapeId;
  readonly other: ShapeId;
  readonly depth: number;
}

/** Whether two shapes are seen to have no value in common. False may also mean that it was not seen. */
export function areDisjoint(table: readonly Shape[], { one, other, depth }: Pair): boolean {
  const [first, second] = [table[one], table[other]];
  if (first === undefined || second === undefined || depth > deepest) return false;
  if (first.kind === 'union') return first.branches.every((branch) => areDisjoint(table, { one: branch, other, depth: depth + 1 }));
  if (second.kind === 'union') return second.branches.every((branch) => areDisjoint(table, { one, other: branch, depth: depth + 1 }));
  return !typesOf(first).some((type) => typesOf(second).includes(type)) || differInValues(table, { first, second, depth });
}

type Plain = Exclude<Shape, { kind: 'union' }>;

function differInValues(table: readonly Shape[], { first, second, depth }: { readonly first: Plain; readonly second: Plain; readonly depth: number }): boolean {
  if (first.kind === 'literals' && second.kind === 'literals') return !first.texts.some((text) => second.texts.includes(text));
  if (first.kind === 'literals') return isOutside(first.texts, second);
  if (second.kind === 'literals') return isOutside(second.texts, first);
  return first.kind === 'object' && second.kind === 'object' && (areApart(first, second) || areApart(second, first) || differInProperty(table, { first, second, depth }));
}

/** The JSON types that a shape which is no union may have. */
export function typesOf(shape: Plain): readonly string[] {
  switch (shape.kind) {
    case 'any':
      return everyType;
    case 'literals':
      return shape.texts.map(typeOfJson);
    case 'text':
      return [shape.quoted ? 'string' : 'number'];
    case 'string':
    case 'sized':
      return ['string'];
    case 'number':
    case 'integer':
      return ['number'];
    case 'array':
    case 'object':
      return [shape.kind];
    default:
      return shape satisfies never;
  }
}

/** Whether no such text is in a pattern or a number range; other shapes are not looked at. */
function isOutside(texts: readonly string[], shape: Shape): boolean {
  if (shape.kind !== 'text') return false;
  const own = texts.filter((text) => typeOfJson(text) === (shape.quoted ? 'string' : 'number'));
  return !own.some((text) => accepts(shape.automaton, shape.quoted ? String(JSON.parse(text)) : text));
}

/** Whether one object requires a property that the other cannot have. */
const areApart = (one: ObjectShape, other: ObjectShape): boolean =>
  other.others === null && one.properties.some(({ name, required }) => required && !other.properties.some((property) => property.name === name));

function differInProperty(table: readonly Shape[], { first, second, depth }: { readonly first: ObjectShape; readonly second: ObjectShape; readonly depth: number }): boolean {
  const values = new Map(second.properties.map(({ name, required, value }) => [name, required ? value : null]));
  return first.properties.some(({ name, required, value }) => {
    const other = values.get(name) ?? null;
    return required && other !== null && areDisjoint(table, { one: value, other, depth: depth + 1 });
  });
}
