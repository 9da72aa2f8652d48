import { areDisjoint, typesOf } from './disjoint-shapes.ts';
import { limits } from './limits.ts';
import type { Shapes } from './read-shapes.ts';
import { refuse } from './refusal.ts';
import type { ObjectShape, Shape, ShapeId } from './shape.ts';

/**
 * Bounds how many readings of the same text the native matcher has to follow side by side. Each is a stack that is tried for each token; where a choice
 * cannot be told by what comes first and leads back to itself, they would double at every level of nesting.
 * @throws DomainError BAD_USER_INPUT
 */
export function checkAmbiguity({ field, table }: Shapes): void {
  const conflicts = table.map((shape, id) => (shape.kind === 'union' ? conflictsIn(table, { union: id, branches: shape.branches }) : []));
  const readings = table.map(() => 1);
  const of = (id: ShapeId): number => readings[id] ?? 1;
  for (let changed = true; changed;) {
    changed = false;
    for (let id = table.length - 1; id >= 0; id -= 1) {
      const shape = table[id];
      if (shape === undefined) continue;
      const count = shape.kind === 'union' ? Math.max(1, ...(conflicts[id] ?? []).map((group) => group.reduce((sum, branch) => sum + of(branch), 0))) : Math.max(1, ...partsOf(shape).map(of));
      if (count > limits.readings) refuse(field, 'has choices within choices that cannot be told apart by what comes first: begin each alternative with a required property that has its own const');
      changed ||= count !== readings[id];
      readings[id] = count;
    }
  }
}

/** The shapes that stand inside a shape. */
function partsOf(shape: Shape): readonly ShapeId[] {
  if (shape.kind === 'union') return shape.branches;
  if (shape.kind === 'array') return [...shape.first, ...(shape.rest === null ? [] : [shape.rest])];
  if (shape.kind !== 'object') return [];
  return [...shape.properties.map(({ value }) => value), ...(shape.others === null ? [] : [shape.others.value])];
}

/** For each branch, itself and the others that may begin alike. */
function conflictsIn(table: readonly Shape[], { union, branches }: { readonly union: ShapeId; readonly branches: readonly ShapeId[] }): readonly (readonly ShapeId[])[] {
  const recursive = shapesAround(table, union);
  return branches.map((one) => branches.filter((other) => one === other || beginAlike(table, { one, other, recursive })));
}

/** Shapes that have this one somewhere inside. */
function shapesAround(table: readonly Shape[], inner: ShapeId): ReadonlySet<ShapeId> {
  const wholes = table.map((): ShapeId[] => []);
  for (const [id, shape] of table.entries()) for (const part of partsOf(shape)) wholes[part]?.push(id);
  const around = new Set([inner]);
  for (const part of around) for (const whole of wholes[part] ?? []) around.add(whole);
  return around;
}

interface Pair {
  readonly one: ShapeId;
  readonly other: ShapeId;
  readonly recursive: ReadonlySet<ShapeId>;
}

function beginAlike(table: readonly Shape[], { one, other, recursive }: Pair): boolean {
  const [first, second] = [table[one], table[other]];
  if (first === undefined || second === undefined) return false;
  if (first.kind === 'union') return first.branches.some((branch) => branch !== one && (table[branch]?.kind === 'union' || beginAlike(table, { one: branch, other, recursive })));
  if (second.kind === 'union') return beginAlike(table, { one: other, other: one, recursive });
  const shared = typesOf(first).filter((type) => typesOf(second).includes(type));
  if (!shared.includes('object') && !shared.includes('array')) return false;
  if (first.kind === 'literals' || second.kind === 'literals') return false;
  return first.kind !== 'object' || second.kind !== 'object' || !partEarly(table, { first, second, recursive });
}

/** Whether two objects are told apart by required properties before a value that leads back to the choice. */
function partEarly(table: readonly Shape[], { first, second, recursive }: { readonly first: ObjectShape; readonly second: ObjectShape; readonly recursive: ReadonlySet<ShapeId> }): boolean {
  for (const [index, property] of first.properties.entries()) {
    const other = second.properties[index];
    if (other === undefined || !property.required || !other.required) return false;
    if (property.name !== other.name || areDisjoint(table, { one: property.value, other: other.value, depth: 0 })) return true;
    if (recursive.has(property.value) || recursive.has(other.value)) return false;
  }
  return false;
}
