import { Kind, visit, type DefinitionNode, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import type { DataKey } from './data-keys.ts';
import { documentOf, isIntrospection, responseKey, type OperationDocument } from './operation-document.ts';

interface PlanDocumentOptions {
  readonly document: OperationDocument;
  readonly dataKey: DataKey;
  readonly denied: ReadonlySet<FieldNode>;
}

/** The document to plan: the operation under its data keys, without denied fields and without what the schema answers about itself. */
export function documentToPlan({ document, dataKey, denied }: PlanDocumentOptions): DocumentNode {
  return withoutUnusedFragments(visit(documentOf(document), {
    Field(field) {
      if (denied.has(field) || isIntrospection(field)) return null;
      const key = dataKey(field);
      return key === responseKey(field) ? undefined : { ...field, alias: { kind: Kind.NAME, value: key } };
    },
    SelectionSet: { leave: (set, _key, parent) => (needsTypename(set, isField(parent)) ? { ...set, selections: [...set.selections, typename] } : undefined) },
  }));
}

/** Fragments on the types of introspection are of no use to the planner, which does not know these types. */
function withoutUnusedFragments(document: DocumentNode): DocumentNode {
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])));
  const used = new Set<DefinitionNode>();
  const use = (definition: DefinitionNode | undefined): void => {
    if (definition === undefined || used.has(definition)) return;
    used.add(definition);
    visit(definition, { FragmentSpread: ({ name }) => use(fragments.get(name.value)) });
  };
  document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).forEach(use);
  return { ...document, definitions: [...used] };
}

/**
 * A type that loses all its fields is still asked for, so that a null in its place is the truth. That goes for fields that directives may leave out
 * too: @query-planner 2.14 drops a field without a word when the conditions of all fields below it contradict its own.
 */
const needsTypename = ({ selections }: SelectionSetNode, isOfField: boolean): boolean =>
  selections.length === 0 || (isOfField && !selections.some((selection) => selection.kind === Kind.FIELD && (selection.directives ?? []).length === 0));

const isField = (parent: unknown): boolean => typeof parent === 'object' && parent !== null && 'kind' in parent && parent.kind === Kind.FIELD;

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
