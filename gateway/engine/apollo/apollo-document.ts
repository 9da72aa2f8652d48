import { Kind, visit, type DocumentNode, type FieldNode } from 'graphql';

/**
 * The document that Apollo's gateway answers: it only returns what is selected, and our answers go by the type of each object. What comes in parts is
 * asked for whole.
 */
export function documentForApollo(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: ({ name }) => (name.value === 'defer' ? null : undefined),
    Field: { leave: (field) => (field.selectionSet === undefined ? undefined : { ...field, selectionSet: { ...field.selectionSet, selections: [typename, ...field.selectionSet.selections] } }) },
  });
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
