import { Kind, type SelectionSetNode } from 'graphql';

/**
 * True when some object is selected twice under one key and not always both times. graphql-jit 0.8.9 then runs fields of the one that is left out
 * when they are in a fragment.
 */
export function hasConditionalTwins(sets: readonly SelectionSetNode[]): boolean {
  const selections = new Map<string, Occurrence[]>();
  for (const set of sets) collect({ set, conditional: false }, selections);
  return [...selections.values()].some((twins) => (twins.length > 1 && twins.some(({ conditional }) => conditional)) || hasConditionalTwins(twins.map(({ set }) => set)));
}

interface Occurrence {
  readonly set: SelectionSetNode;
  readonly conditional: boolean;
}

function collect({ set, conditional }: Occurrence, selections: Map<string, Occurrence[]>): void {
  for (const selection of set.selections) {
    // The operations of plans have no named fragments.
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) continue;
    const below = { set: selection.selectionSet, conditional: conditional || (selection.directives ?? []).length > 0 };
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(below, selections);
      continue;
    }
    const key = selection.alias?.value ?? selection.name.value;
    selections.set(key, [...selections.get(key) ?? [], below]);
  }
}
