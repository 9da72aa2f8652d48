import { asSerialised, isData, isList, type Data } from '../../data.ts';
import type { RequiredSelection } from '../../plan.ts';
import type { IsKindOf } from '../../type-kinds.ts';

/** What identifies an entity to a subgraph, from the data so far; null when the data lacks a part of it. */
export type Represent = (entity: Data) => Data | null;

/** Compiles the representation that a fetch requires. */
export function createRepresent(selections: readonly RequiredSelection[], isKindOf: IsKindOf): Represent {
  const builders = new Map<unknown, Represent>();
  const untyped = builderFor(undefined, selections, isKindOf);
  // Which fragments apply only depends on the type, so each type has its own flat builder; a name that is no type of the graph has none.
  return (entity) => {
    const typename = entity['__typename'];
    let builder = builders.get(typename);
    if (builder === undefined) {
      if (typeof typename !== 'string' || !isKindOf(typename, typename)) return untyped(entity);
      builders.set(typename, builder = builderFor(typename, selections, isKindOf));
    }
    return builder(entity);
  };
}

/** The `_Any` to send needs its type. */
export const isRepresentation = (representation: Data | null): representation is Data => representation?.['__typename'] !== undefined;

function builderFor(typename: unknown, selections: readonly RequiredSelection[], isKindOf: IsKindOf): Represent {
  const fields = selections.flatMap((selection) => (selection.kind === 'field' ? [fieldReader(selection, isKindOf)] : []));
  const fragments = selections
    .flatMap((selection) => (selection.kind === 'fragment' && applies(typename, selection.type, isKindOf) ? [builderFor(typename, selection.selections, isKindOf)] : []));
  const [only, ...others] = fragments;
  if (only !== undefined && others.length === 0 && fields.length === 0) return only;
  return (entity) => {
    const representation: Data = {};
    for (const { key, read } of fields) {
      const value = entity[key];
      if (value === undefined) return null;
      representation[key] = read(value);
    }
    // A fragment whose fields are not all there adds nothing.
    for (const fragment of fragments) Object.assign(representation, mergedRepresentation(representation, fragment(entity)));
    return representation;
  };
}

const applies = (typename: unknown, type: string | null, isKindOf: IsKindOf): boolean => type === null || (typeof typename === 'string' && isKindOf(typename, type));

/** Two fragments may each bring a part of the same object. */
function mergedRepresentation(into: Data, from: Data | null): Data {
  const merged: Data = {};
  for (const [key, value] of Object.entries(from ?? {})) {
    const known = into[key];
    merged[key] = isData(known) && isData(value) ? { ...known, ...mergedRepresentation(known, value) } : value;
  }
  return merged;
}

function fieldReader({ key, selections }: Extract<RequiredSelection, { kind: 'field' }>, isKindOf: IsKindOf): { readonly key: string; readonly read: (value: unknown) => unknown } {
  if (selections === null) return { key, read: asSerialised };
  const represent = createRepresent(selections, isKindOf);
  const read = (value: unknown): unknown => (isList(value) ? value.map(read) : isData(value) ? represent(value) : null);
  return { key, read };
}

/** A text that is the same exactly for equal representations of one fetch. */
export function representationKey(representation: Data): string {
  let text = keyPart(representation['__typename']);
  for (const key in representation) text += keyPart(representation[key]);
  return text;
}

/** Lengths keep two values from running into each other. */
function keyPart(value: unknown): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (typeof value === 'number') return `n${value};`;
  const text = JSON.stringify(value);
  return `j${text.length}:${text}`;
}
