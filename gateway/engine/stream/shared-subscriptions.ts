import { Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { directiveNames, textArgument } from '../supergraph-features.ts';

/**
 * The subscriptions of a supergraph that are tagged `shared`: who reads one twice, or from two places, may be given the events of one source. Never assumed,
 * because to open a subscription can be to do something, such as to start a chat.
 */
export function sharedSubscriptions(supergraph: DocumentNode): ReadonlySet<string> {
  const { tag } = directiveNames(supergraph);
  const root = supergraph.definitions.flatMap((definition) => (definition.kind === Kind.SCHEMA_DEFINITION ? definition.operationTypes : []))
    .find(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION)?.type.name.value;
  const fields = supergraph.definitions.flatMap((definition) => (definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === root ? definition.fields ?? [] : []));
  const isShared = ({ directives = [] }: typeof fields[number]): boolean => directives.some((directive) => directive.name.value === tag && textArgument(directive, 'name') === 'shared');
  return new Set(fields.filter(isShared).map(({ name }) => name.value));
}
