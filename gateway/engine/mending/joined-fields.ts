import { Kind, type DocumentNode } from 'graphql';
import { textArgument } from '../supergraph-features.ts';
import { fieldedTypes, graphOf, joinedField, joinsOf, type JoinedField } from './join-spec.ts';
import { fieldsOfKeys } from './key-fields.ts';
import { fieldId } from './requiring-fields.ts';

/** What a subgraph has to do with a field; undefined when nothing. */
export type JoinedFields = (subgraph: string, type: string, field: string) => JoinedField | undefined;

/** Looks through the fields of a supergraph once. */
export function readJoinedFields(supergraph: DocumentNode): JoinedFields {
  const names = subgraphsByGraph(supergraph);
  const types = fieldedTypes(supergraph);
  const keys = fieldsOfKeys(types);
  const fields = new Map<string, JoinedField>();
  for (const type of types.values()) {
    for (const field of type.fields ?? []) {
      for (const join of joinsOf(field, type)) {
        const graph = graphOf(join);
        const joined = joinedField(join);
        // An entity is not looked for by a key that its subgraph does not know.
        const isExternal = joined.isExternal && !keys.has(fieldId(graph, type.name.value, field.name.value));
        fields.set(fieldId(names.get(graph) ?? graph, type.name.value, field.name.value), { ...joined, isExternal });
      }
    }
  }
  return (subgraph, type, field) => fields.get(fieldId(subgraph, type, field));
}

function subgraphsByGraph({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const graphs = definitions.flatMap((definition) => (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph' ? definition.values ?? [] : []));
  return new Map(graphs.map(({ name, directives: [graph] = [] }) => [name.value, (graph === undefined ? undefined : textArgument(graph, 'name')) ?? name.value]));
}
