import { Kind, type SelectionSetNode } from 'graphql';
import { fieldNamed, graphsOf, keysIn, namedTypeOf, type FieldedType } from './join-spec.ts';
import { fieldId } from './requiring-fields.ts';

/** The ids of the fields that are part of some key of a subgraph, with those below them. */
export function fieldsOfKeys(types: ReadonlyMap<string, FieldedType>): ReadonlySet<string> {
  const ids = new Set<string>();
  const collect = (set: SelectionSetNode, type: string, graph: string): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet, selection.typeCondition?.name.value ?? type, graph);
        continue;
      }
      ids.add(fieldId(graph, type, selection.name.value));
      const field = fieldNamed(types.get(type), selection.name.value);
      if (field !== undefined && selection.selectionSet !== undefined) collect(selection.selectionSet, namedTypeOf(field), graph);
    }
  };
  for (const type of types.values()) for (const graph of graphsOf(type)) for (const key of keysIn(type, graph)) collect(key, type.name.value, graph);
  return ids;
}
