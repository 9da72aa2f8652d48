import { Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLError, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { refusal } from '../refusal.ts';

/** One operation of a document, with what it may spread. */
export interface OperationDocument {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** The operation that a request names, or the only one there is; otherwise why there is none. */
export function selectOperation({ definitions }: DocumentNode, operationName: string | null | undefined): OperationDocument | GraphQLError {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const named = operationName === null || operationName === undefined || operationName === '' ? operations : operations.filter(({ name }) => name?.value === operationName);
  const [operation] = named;
  if (operation === undefined) return refusal('OPERATION_RESOLUTION_FAILURE', 'The document has no operation of that name');
  if (named.length > 1) return refusal('OPERATION_RESOLUTION_FAILURE', 'The document has several operations: name one');
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return { operation, fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])) };
}

/** A document of this operation alone. */
export const documentOf = ({ operation, fragments }: OperationDocument): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] });

/** The refusal of variables that cannot be carried, or null: the name is a member of every object, or federation's own. */
export function refusedVariable({ operation: { variableDefinitions = [] } }: OperationDocument): GraphQLError | null {
  const name = variableDefinitions.map(({ variable }) => variable.name.value).find((given) => given in Object.prototype || given === 'representations' || given.startsWith('contextualArgument_'));
  return name === undefined ? null : refusal('GRAPHQL_VALIDATION_FAILED', `A variable cannot be named ${name}`);
}

/** The key of a field in the answer. */
export const responseKey = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** True for the fields that the schema answers about itself. */
export const isIntrospection = ({ name }: FieldNode): boolean => name.value === '__schema' || name.value === '__type';

/** The names of the fields that an operation asks of the root, those in fragments among them. */
export function rootFields({ operation, fragments }: OperationDocument): readonly string[] {
  const fieldsOf = ({ selections }: SelectionSetNode): readonly string[] => selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    const set = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
    return set === undefined ? [] : fieldsOf(set);
  });
  return fieldsOf(operation.selectionSet);
}
