import { asSerialised, isData, isList, type Data } from '../../data.ts';
import type { FetchPlan, RequiredSelection } from '../../plan.ts';
import type { IsKindOf } from '../../type-kinds.ts';
import { branchBelow, type Branch } from './distinct-values.ts';
import { applyRewrites } from './rewrites.ts';

/** How entities of one type are represented to a subgraph. */
export interface Representer {
  /** Where the tree begins that tells the entities of this type from each other. */
  begin<TThing>(root: Branch<TThing>): Branch<TThing>;
  /** Where an entity is in that tree: those with one representation are at one place. Null when the data lacks a part of it. */
  find<TThing>(beginning: Branch<TThing>, entity: Data): Branch<TThing> | null;
  /** The representation of an entity that was found. */
  build(entity: Data): Data;
}

/** Compiles the representations that a fetch requires, by the `__typename` of the entity. */
export const createRepresenters = ({ requires, inputRewrites }: RequiringPlan, isKindOf: IsKindOf): ((typename: unknown) => Representer) =>
  byType(isKindOf, (typename) => {
    const keys = inputRewrites.length === 0 ? leafKeys(typename, requires, isKindOf) : null;
    if (keys !== null) return ofLeaves(typename, keys);
    return ofAnything(builderFor(typename, requires, isKindOf), (representation) => applyRewrites(inputRewrites, representation, isKindOf));
  });

/** Which fragments apply only depends on the type, so each type has something of its own; a name that is no type of the graph has none. */
function byType<TThing>(isKindOf: IsKindOf, compile: (typename: unknown) => TThing): (typename: unknown) => TThing {
  const known = new Map<unknown, TThing>();
  const untyped = compile(undefined);
  return (typename) => {
    let thing = known.get(typename);
    if (thing === undefined) {
      if (typeof typename !== 'string' || !isKindOf(typename, typename)) return untyped;
      known.set(typename, thing = compile(typename));
    }
    return thing;
  };
}

type RequiringPlan = Pick<FetchPlan, 'inputRewrites'> & { readonly requires: readonly RequiredSelection[] };

/** Nearly all keys are a type and a few leaves: these need no object to be told apart. */
const ofLeaves = (typename: unknown, keys: readonly string[]): Representer => ({
  begin: (root) => branchBelow(root, typename),
  find(beginning, entity) {
    let branch = beginning;
    for (const key of keys) {
      const value = entity[key];
      if (value === undefined) return null;
      branch = branchBelow(branch, asSerialised(value));
    }
    return branch;
  },
  build(entity) {
    const representation: Data = { __typename: typename };
    for (const key of keys) representation[key] = asSerialised(entity[key]);
    return representation;
  },
});

function ofAnything(represent: Represent, rewrite: (representation: Data) => void): Representer {
  const build = (entity: Data): Data | null => {
    const representation = represent(entity);
    if (representation?.['__typename'] === undefined) return null;
    rewrite(representation);
    return representation;
  };
  return {
    begin: (root) => root,
    find(beginning, entity) {
      const representation = build(entity);
      return representation === null ? null : branchBelow(beginning, representation);
    },
    build: (entity) => build(entity) ?? {},
  };
}

/** The keys, beside its type, of a representation that is its type and leaves and nothing else; null for others. */
function leafKeys(typename: unknown, selections: readonly RequiredSelection[], isKindOf: IsKindOf): readonly string[] | null {
  if (typename === undefined) return null;
  const applying = selections.filter((selection) => selection.kind === 'field' || applies(typename, selection.type, isKindOf));
  const [first, ...others] = applying;
  if (first?.kind === 'fragment') return others.length === 0 ? leafKeys(typename, first.selections, isKindOf) : null;
  const keys = applying.flatMap((selection) => (selection.kind === 'field' && selection.selections === null ? [selection.key] : []));
  return keys.length === applying.length && keys.includes('__typename') ? keys.filter((key) => key !== '__typename') : null;
}

/** The representation of an entity; null when the data lacks a part of it. */
type Represent = (entity: Data) => Data | null;

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
  const builders = byType(isKindOf, (typename) => builderFor(typename, selections, isKindOf));
  const read = (value: unknown): unknown => (isList(value) ? value.map(read) : isData(value) ? builders(value['__typename'])(value) : null);
  return { key, read };
}
