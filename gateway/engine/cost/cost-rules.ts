import { isTypeDefinitionNode, Kind, type ConstDirectiveNode, type DirectiveNode, type DocumentNode, type FieldDefinitionNode } from 'graphql';
import { argumentValue, createDirectiveNaming, textsArgument } from '../supergraph-features.ts';

/** What `@cost` and `@listSize` of a supergraph say (specs.apollo.dev/cost/v0.1, after IBM's cost directive specification). */
export interface CostRules {
  /** By name of the object, enum or scalar. */
  readonly types: ReadonlyMap<string, number>;
  /** By `Type.field`, for objects, interfaces and input objects. */
  readonly fields: ReadonlyMap<string, number>;
  /** By `Type.field(argument)`. */
  readonly inputs: ReadonlyMap<string, number>;
  /** By `Type.field`. */
  readonly lists: ReadonlyMap<string, ListRule>;
}

/** How long a list is taken to be. */
export interface ListRule {
  /** Without a slicing argument. */
  readonly assumedSize: number | null;
  /** Arguments that say how many elements the caller wants. */
  readonly slicingArguments: readonly string[];
  /** The fields below that are the list; none when the field itself is. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** Reads the rules of a supergraph. */
export function readCostRules(supergraph: DocumentNode): CostRules {
  const nameOf = createDirectiveNaming(supergraph);
  const names = { cost: nameOf('cost'), listSize: nameOf('cost', 'listSize') };
  const rules = { types: new Map<string, number>(), fields: new Map<string, number>(), inputs: new Map<string, number>(), lists: new Map<string, ListRule>() };
  const addWeight = (table: Map<string, number>, key: string, directives: readonly ConstDirectiveNode[] | undefined): void => {
    const weight = intArgument(directiveOf(directives, names.cost), 'weight');
    if (weight !== null) table.set(key, weight);
  };
  const addField = (type: string, { name, directives, arguments: parameters = [] }: FieldDefinitionNode): void => {
    const coordinate = `${type}.${name.value}`;
    addWeight(rules.fields, coordinate, directives);
    for (const parameter of parameters) addWeight(rules.inputs, `${coordinate}(${parameter.name.value})`, parameter.directives);
    const listSize = directiveOf(directives, names.listSize);
    if (listSize !== undefined) rules.lists.set(coordinate, listRule(listSize));
  };
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    const name = definition.name.value;
    addWeight(rules.types, name, definition.directives);
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) for (const field of definition.fields ?? []) addWeight(rules.fields, `${name}.${field.name.value}`, field.directives);
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) definition.fields?.forEach((field) => addField(name, field));
  }
  return rules;
}

function listRule(directive: DirectiveNode): ListRule {
  const required = argumentValue(directive, 'requireOneSlicingArgument');
  return {
    assumedSize: intArgument(directive, 'assumedSize'),
    slicingArguments: textsArgument(directive, 'slicingArguments'),
    sizedFields: textsArgument(directive, 'sizedFields'),
    requireOneSlicingArgument: required?.kind !== Kind.BOOLEAN || required.value,
  };
}

const directiveOf = (directives: readonly ConstDirectiveNode[] | undefined, name: string): DirectiveNode | undefined => directives?.find((directive) => directive.name.value === name);

function intArgument(directive: DirectiveNode | undefined, name: string): number | null {
  const value = directive === undefined ? undefined : argumentValue(directive, name);
  return value?.kind === Kind.INT ? Number(value.value) : null;
}
