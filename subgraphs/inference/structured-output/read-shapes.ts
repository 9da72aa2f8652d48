import { createBudget } from './automaton.ts';
import { createConjunctions, type Conjunction } from './conjunction.ts';
import { limits } from './limits.ts';
import { shapeOfDemands } from './merge-demands.ts';
import { refuse } from './refusal.ts';
import type { SchemaDocument } from './schema.ts';
import { never, type Shape, type ShapeId } from './shape.ts';

/** The shapes of a schema; the first one is its root. */
export interface Shapes {
  readonly field: string;
  readonly table: readonly Shape[];
  /** Unions whose branches must exclude one another, and where the schema says so. */
  readonly exclusive: readonly { readonly union: ShapeId; readonly place: string }[];
}

/** Works out a schema place by place, from a queue: however it nests or refers to itself, no call stack grows. @throws DomainError as readSchema does */
export function readShapes(document: SchemaDocument): Shapes {
  const conjunctions = createConjunctions(document);
  const table: Shape[] = [];
  const exclusive: { readonly union: ShapeId; readonly place: string }[] = [];
  const known = new Map<string, ShapeId>();
  const budget = createBudget();
  const queue: { readonly id: ShapeId; readonly conjunction: Conjunction }[] = [];
  const add = (shape: Shape): ShapeId => {
    if (table.length >= limits.shapes) refuse(document.field, `has more than ${limits.shapes} parts once references and combinations are worked out`);
    return table.push(shape) - 1;
  };
  const idOf = (conjunction: Conjunction): ShapeId => {
    const key = conjunctions.keyOf(conjunction);
    const id = known.get(key) ?? add(never);
    if (!known.has(key)) queue.push({ id, conjunction });
    known.set(key, id);
    return id;
  };
  const shapeOf = (conjunction: Conjunction, id: ShapeId): Shape => {
    const flat = conjunctions.flatten(conjunction);
    if (flat.kind === 'impossible') return never;
    if (flat.kind === 'plain') return shapeOfDemands(flat.demands, { place: flat.place, budget, idOf, add });
    if (flat.exclusive) exclusive.push({ union: id, place: flat.place });
    return { kind: 'union', branches: [...new Set(flat.branches.map(idOf))] };
  };
  idOf([document.root]);
  for (const { id, conjunction } of queue) table[id] = shapeOf(conjunction, id);
  return { field: document.field, table, exclusive };
}
