import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { isData, isList, type Data } from '../../data.ts';
import { responseKey } from '../../document/operation-document.ts';
import { typeOfPathElement, type Rewrite } from '../../plan.ts';

/** The keys of an answer that a fetch brings; those with a shape of their own hold objects, the others leaves that are taken as they are. */
export type MergeShape = Map<string, MergeShape | null>;

/** The shape of a selection set, over all its type conditions. */
export function mergeShape(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, shape: MergeShape = new Map<string, MergeShape | null>()): MergeShape {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = responseKey(selection);
      shape.set(key, selection.selectionSet === undefined ? null : mergeShape(selection.selectionSet, fragments, shape.get(key) ?? undefined));
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
      if (inner !== undefined) mergeShape(inner, fragments, shape);
    }
  }
  return shape;
}

/** Adds the keys that rewrites of the answer bring. */
export function addRenamedKeys(shape: MergeShape, rewrites: readonly Rewrite[]): void {
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'rename') continue;
    const keys = rewrite.path.filter((element) => typeOfPathElement(element) === null);
    const last = keys.at(-1);
    const parent = keys.slice(0, -1).reduce<MergeShape | null | undefined>((within, key) => within?.get(key), shape);
    if (last !== undefined) parent?.set(rewrite.key, parent.get(last) ?? null);
  }
}

/** Merges `source` into `target`, in place. Objects of `source` become part of `target` where it has none; leaves are never looked into. */
export function merge(target: Data, source: Data, shape: MergeShape): void {
  for (const [key, below] of shape) {
    const value = source[key];
    if (value === undefined) continue;
    const known = target[key];
    if (below === null || known === undefined || known === null || value === null) target[key] = value;
    else if (known !== value) mergeObjects(known, value, below);
  }
}

function mergeObjects(known: unknown, value: unknown, shape: MergeShape): void {
  if (isList(known) && isList(value)) {
    for (let index = 0; index < value.length; index++) {
      const before = known[index];
      if (before === undefined || before === null) known[index] = value[index];
      else mergeObjects(before, value[index], shape);
    }
  } else if (isData(known) && isData(value)) {
    merge(known, value, shape);
  }
}

/** The objects of `source` once more, as far as the shape goes. */
export function copyOf(source: Data, shape: MergeShape): Data {
  const copy: Data = {};
  for (const [key, below] of shape) copy[key] = below === null ? source[key] : copyOfValue(source[key], below);
  return copy;
}

const copyOfValue = (value: unknown, shape: MergeShape): unknown =>
  (isList(value) ? value.map((item) => copyOfValue(item, shape)) : isData(value) ? copyOf(value, shape) : value);
