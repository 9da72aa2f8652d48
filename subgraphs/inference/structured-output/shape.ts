import type { Automaton } from './automaton.ts';

/** A place in a table of shapes. */
export type ShapeId = number;

/** What a value may be, with references worked out: the middle between a schema and a grammar. */
export type Shape =
  | { readonly kind: 'any' | 'string' | 'number' | 'integer' }
  | { readonly kind: 'union'; readonly branches: readonly ShapeId[] }
  /** JSON texts. */
  | { readonly kind: 'literals'; readonly texts: readonly string[] }
  /** A string of so many characters. */
  | { readonly kind: 'sized'; readonly least: number; readonly most: number | null }
  /** The content of a string when quoted, else a number as written. */
  | { readonly kind: 'text'; readonly automaton: Automaton; readonly quoted: boolean }
  | ArrayShape
  | ObjectShape;

export interface ArrayShape {
  readonly kind: 'array';
  readonly first: readonly ShapeId[];
  /** Items after the first ones; null when there may be none. */
  readonly rest: ShapeId | null;
  readonly least: number;
  readonly most: number | null;
}

export interface ObjectShape {
  readonly kind: 'object';
  /** In the order in which they are written. */
  readonly properties: readonly Property[];
  /** Values of properties with other names, as the automaton says or any; null when there may be none. */
  readonly others: { readonly value: ShapeId; readonly names: Automaton | null } | null;
}

export interface Property {
  readonly name: string;
  readonly value: ShapeId;
  readonly required: boolean;
}

/** The shape that no value has. */
export const never: Shape = { kind: 'union', branches: [] };
