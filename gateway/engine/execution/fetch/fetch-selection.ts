import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** What a fetch selects. */
export interface FetchSelection {
  readonly set: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** The selection of a fetch from the root. */
export function rootSelection({ definitions }: DocumentNode): FetchSelection {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('A fetch needs an operation');
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return { set: operation.selectionSet, fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])) };
}

/** The selection of each entity in a fetch of `_entities`. */
export function entitySelection(document: DocumentNode): FetchSelection {
  const { set, fragments } = rootSelection(document);
  const [entities] = set.selections;
  if (entities?.kind !== Kind.FIELD || entities.selectionSet === undefined) throw new Error('A fetch of entities needs to select them');
  return { set: entities.selectionSet, fragments };
}
