import { Kind, visit, type ConstDirectiveNode, type DocumentNode, type EnumTypeDefinitionNode, type EnumValueDefinitionNode, type FieldDefinitionNode } from 'graphql';
import { argumentValue, textArgument } from '../supergraph-features.ts';
import { fieldedTypes, graphOf, hasKeyIn, inGraph, isObjectIn, joinsOf, withArgument, type FieldedType } from './join-spec.ts';
import { fieldsOfKeys } from './key-fields.ts';
import { fieldId } from './requiring-fields.ts';

/** A supergraph in which no subgraph requires anything of itself, and the subgraphs that its parts stand for, by name. */
export interface SplitSupergraph {
  readonly document: DocumentNode;
  readonly subgraphOf: ReadonlyMap<string, string>;
}

/**
 * Splits each subgraph with fields that require others: into one without them, and one more for each part that these belong in, which finds its objects by the same
 * keys and has nothing else of them. On the way to what a field requires a plan then never comes back to where it stands: @query-planner 2.14 goes wrong there.
 */
export function splitSupergraph(supergraph: DocumentNode, parts: ReadonlyMap<string, number>): SplitSupergraph {
  const types = fieldedTypes(supergraph);
  const roots = rootTypes(supergraph);
  const keyFields = fieldsOfKeys(types);
  const partsOf = partsOfGraphs(parts);
  const subgraphOf = new Map<string, string>();
  const separator = unusedSeparator(supergraph);
  const partName = (graph: string, number: number): string => `${graph}${separator}${number}`;

  /** Directives with those for the parts of their subgraphs. */
  const inAllParts = (directives: readonly ConstDirectiveNode[] = []): readonly ConstDirectiveNode[] =>
    directives.flatMap((directive) => [directive, ...(partsOf.get(graphOf(directive)) ?? []).map((number) => inGraph(directive, partName(graphOf(directive), number)))]);

  /** What the parts of a subgraph have to do with a field. */
  const inParts = (directive: ConstDirectiveNode, type: FieldedType, field: FieldDefinitionNode): readonly ConstDirectiveNode[] => {
    const graph = graphOf(directive);
    const id = fieldId(graph, type.name.value, field.name.value);
    const isContextual = argumentValue(directive, 'contextArguments') !== undefined;
    const own = isContextual ? undefined : parts.get(id);
    const isOfEntity = isObjectIn(type, graph) && hasKeyIn(type, graph);
    const isKept = !isContextual && !roots.has(type.name.value) && (!isOfEntity || keyFields.has(id));
    const inEach = (partsOf.get(graph) ?? []).map((number) => {
      const part = inGraph(directive, partName(graph, number));
      return (own === undefined ? isKept : own === number) ? part : external(part);
    });
    return [own === undefined ? directive : external(directive), ...inEach];
  };

  const splitField = (field: FieldDefinitionNode, type: FieldedType): FieldDefinitionNode => {
    const joins = joinsOf(field, type);
    const others = (field.directives ?? []).filter((directive) => !joins.includes(directive));
    return { ...field, directives: [...others, ...joins.flatMap((directive) => inParts(directive, type, field))] };
  };
  const splitType = <TType extends FieldedType>(type: TType): TType => ({ ...type, directives: inAllParts(type.directives), fields: (type.fields ?? []).map((field) => splitField(field, type)) });
  const splitOther = <TNode extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(node: TNode): TNode => ({ ...node, directives: inAllParts(node.directives) });

  const splitGraph = (value: EnumValueDefinitionNode): readonly EnumValueDefinitionNode[] => [value, ...(partsOf.get(value.name.value) ?? []).map((number) => ({
    ...value,
    name: { kind: Kind.NAME as const, value: partName(value.name.value, number) },
    directives: (value.directives ?? []).map((directive) => {
      const name = textArgument(directive, 'name') ?? '';
      subgraphOf.set(partName(name, number), name);
      return withArgument(directive, 'name', { kind: Kind.STRING, value: partName(name, number) });
    }),
  }))];
  const splitEnum = (type: EnumTypeDefinitionNode): EnumTypeDefinitionNode =>
    (type.name.value === 'join__Graph' ? { ...type, values: (type.values ?? []).flatMap(splitGraph) } : splitOther({ ...type, values: (type.values ?? []).map(splitOther) }));

  const document = visit(supergraph, {
    ObjectTypeDefinition: splitType, InterfaceTypeDefinition: splitType, EnumTypeDefinition: splitEnum,
    UnionTypeDefinition: splitOther, ScalarTypeDefinition: splitOther,
    InputObjectTypeDefinition: (type) => splitOther({ ...type, fields: (type.fields ?? []).map(splitOther) }),
  });
  return { document, subgraphOf };
}

/** Underscores that stand in the name of no subgraph. */
function unusedSeparator({ definitions }: DocumentNode): string {
  const graphs = definitions.flatMap((definition) => (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph' ? definition.values ?? [] : []));
  const names = graphs.flatMap(({ name, directives = [] }) => [name.value, ...directives.flatMap((directive) => textArgument(directive, 'name') ?? [])]);
  let separator = '___';
  while (names.some((name) => name.includes(separator))) separator += '_';
  return separator;
}

/** A field that a subgraph only mentions, with the type that it has there. */
const external = (directive: ConstDirectiveNode): ConstDirectiveNode => withArgument({
  ...directive,
  arguments: (directive.arguments ?? []).filter(({ name }) => name.value === 'graph' || name.value === 'type'),
}, 'external', { kind: Kind.BOOLEAN, value: true });

function partsOfGraphs(partsOfFields: ReadonlyMap<string, number>): ReadonlyMap<string, readonly number[]> {
  const parts = new Map<string, Set<number>>();
  for (const [id, part] of partsOfFields) {
    const [graph = ''] = id.split(' ');
    parts.set(graph, (parts.get(graph) ?? new Set()).add(part));
  }
  return new Map([...parts].map(([graph, ofGraph]) => [graph, [...ofGraph]]));
}

function rootTypes({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set(definitions.flatMap((definition) => (definition.kind === Kind.SCHEMA_DEFINITION ? definition.operationTypes.map(({ type }) => type.name.value) : [])));
}
