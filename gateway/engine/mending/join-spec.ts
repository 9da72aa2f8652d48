import { Kind, parse, type ConstArgumentNode, type ConstDirectiveNode, type ConstValueNode, type DocumentNode, type FieldDefinitionNode, type InterfaceTypeDefinitionNode, type ObjectTypeDefinitionNode, type SelectionSetNode } from 'graphql';
import { argumentValue, textArgument } from '../supergraph-features.ts';

/** A type of a supergraph that has fields. */
export type FieldedType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** What a subgraph has to do with a field. */
export interface JoinedField {
  readonly requires: SelectionSetNode | null;
  readonly provides: SelectionSetNode | null;
  /** True when the subgraph only mentions it. */
  readonly isExternal: boolean;
}

/** The types of a supergraph that have fields, by name. */
export const fieldedTypes = ({ definitions }: DocumentNode): ReadonlyMap<string, FieldedType> => new Map(definitions
  .flatMap((definition) => (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION ? [[definition.name.value, definition] as const] : [])));

/** A field of a type; undefined when it has none of that name. */
export const fieldNamed = (type: FieldedType | undefined, name: string): FieldDefinitionNode | undefined => type?.fields?.find((field) => field.name.value === name);

/** The directives of the join specification (specs.apollo.dev/join) on a field, those for one subgraph each. A field of a type has one for each subgraph, or none at all when all that know the type have it. */
export function joinsOf({ directives = [] }: FieldDefinitionNode, type: FieldedType): readonly ConstDirectiveNode[] {
  const joins = directives.filter(({ name }) => name.value === 'join__field');
  return joins.length === 0 ? graphsOf(type).map(joinIn) : joins.filter((join) => graphOf(join) !== '');
}

const joinIn = (graph: string): ConstDirectiveNode => inGraph({ kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'join__field' } }, graph);

/** The same directive about another subgraph. */
export const inGraph = (directive: ConstDirectiveNode, graph: string): ConstDirectiveNode => withArgument(directive, 'graph', { kind: Kind.ENUM, value: graph });

/** The subgraph that a directive is about, by its name in `join__Graph`; empty when there is none. */
export function graphOf(directive: ConstDirectiveNode): string {
  const value = argumentValue(directive, 'graph');
  return value?.kind === Kind.ENUM ? value.value : '';
}

/** True when a directive says `argument: true`. */
export function isSet(directive: ConstDirectiveNode, argument: string): boolean {
  const value = argumentValue(directive, argument);
  return value?.kind === Kind.BOOLEAN && value.value;
}

/** The same directive with another value for an argument, whether it had one or not. */
export function withArgument(directive: ConstDirectiveNode, name: string, value: ConstValueNode): ConstDirectiveNode {
  const given: ConstArgumentNode = { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value };
  return { ...directive, arguments: [...(directive.arguments ?? []).filter((argument) => argument.name.value !== name), given] };
}

/** The selections of a field set. */
export function selectionSetOf(text: string): SelectionSetNode {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : { kind: Kind.SELECTION_SET, selections: [] };
}

/** What a directive on a field says. */
export function joinedField(directive: ConstDirectiveNode): JoinedField {
  const setOf = (argument: string): SelectionSetNode | null => {
    const text = textArgument(directive, argument);
    return text === undefined ? null : selectionSetOf(text);
  };
  return { requires: setOf('requires'), provides: setOf('provides'), isExternal: isSet(directive, 'external') || (isSet(directive, 'usedOverridden') && textArgument(directive, 'overrideLabel') === undefined) };
}

/** The name of the type of a field or an item, without lists and non-null. */
export const namedTypeOf = ({ type }: Pick<FieldDefinitionNode, 'type'>): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type));

/** The subgraphs that know a type. */
export const graphsOf = ({ directives = [] }: FieldedType): readonly string[] => [...new Set(directives.filter(({ name }) => name.value === 'join__type').map(graphOf))];

/** True when a type has fields of its own in a subgraph: it is no interface there. */
export const isObjectIn = ({ kind, directives = [] }: FieldedType, graph: string): boolean =>
  kind === Kind.OBJECT_TYPE_DEFINITION || directives.some((directive) => graphOf(directive) === graph && isSet(directive, 'isInterfaceObject'));

/** The keys that a subgraph has for a type. */
export const keysIn = (type: FieldedType, graph: string): readonly SelectionSetNode[] => keyDirectives(type, graph).flatMap((directive) => textArgument(directive, 'key') ?? []).map(selectionSetOf);

/** True when a subgraph finds the objects of a type by some key. */
export const hasKeyIn = (type: FieldedType, graph: string): boolean => keyDirectives(type, graph).some((directive) => !isIdle(directive));

const keyDirectives = ({ directives = [] }: FieldedType, graph: string): readonly ConstDirectiveNode[] =>
  directives.filter((directive) => directive.name.value === 'join__type' && graphOf(directive) === graph && textArgument(directive, 'key') !== undefined);

/** True when a subgraph cannot find objects by a key. Left out, it can. */
export function isIdle(directive: ConstDirectiveNode): boolean {
  const value = argumentValue(directive, 'resolvable');
  return value?.kind === Kind.BOOLEAN && !value.value;
}
