import { Kind, visit, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import type { DataKey } from './data-keys.ts';
import { isIntrospection, responseKey, type OperationDocument } from './operation-document.ts';

interface PlanDocumentOptions {
  readonly document: OperationDocument;
  readonly dataKey: DataKey;
  readonly denied: ReadonlySet<FieldNode>;
}

/** The document to plan: the operation under its data keys, without denied fields and without what the schema answers about itself. */
export function documentToPlan({ document: { operation, fragments }, dataKey, denied }: PlanDocumentOptions): DocumentNode {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] };
  return visit(document, {
    Field(field) {
      if (denied.has(field) || isIntrospection(field)) return null;
      const key = dataKey(field);
      return key === responseKey(field) ? undefined : { ...field, alias: { kind: Kind.NAME, value: key } };
    },
    // A type that loses all its fields is still asked for, so that a null in its place is the truth.
    SelectionSet: { leave: (set) => (set.selections.length === 0 ? onlyTypename : undefined) },
  });
}

const onlyTypename: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }] };
