import { Kind, type SelectionSetNode } from 'graphql';
import type { RequiredNames } from './required-names.ts';
import type { RequiringField } from './requiring-fields.ts';

/**
 * Numbers the parts of subgraphs that fields which require others belong in, from 1 on. Two fields of a subgraph are in different parts when they are required by
 * different fields, or one of them by none, and when they require one field with different arguments.
 */
export function partsOfFields(fields: readonly RequiringField[], names: RequiredNames): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  const userOf = ({ name }: RequiringField): string | null => names.get(name)?.requiredBy ?? null;
  const mustPart = (one: RequiringField, other: RequiringField): boolean => one.graph === other.graph && (userOf(one) !== userOf(other) || isContrary(one, other, names));
  for (const field of fields) {
    let part = 1;
    while (fields.some((other) => parts.get(other.id) === part && mustPart(field, other))) part += 1;
    parts.set(field.id, part);
  }
  return parts;
}

function isContrary(one: RequiringField, other: RequiringField, names: RequiredNames): boolean {
  if (one.type !== other.type) return false;
  const variants = variantsIn(other.requires, names);
  return [...variantsIn(one.requires, names)].some(([place, variant]) => (variants.get(place) ?? variant) !== variant);
}

/** How each field of a selection set is called there, by its place under the real names of fields. */
function variantsIn(set: SelectionSetNode, names: RequiredNames, above = ''): ReadonlyMap<string, string> {
  return new Map(set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return [...variantsIn(selection.selectionSet, names, above)];
    const { value: name } = selection.name;
    const place = `${above}/${names.get(name)?.name.value ?? name}`;
    return [[place, name] as const, ...(selection.selectionSet === undefined ? [] : variantsIn(selection.selectionSet, names, place))];
  }));
}
