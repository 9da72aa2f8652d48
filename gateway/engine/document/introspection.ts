import { executeSync, Kind, type DocumentNode, type FieldNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import type { Data } from '../data.ts';
import type { OperationDocument } from './operation-document.ts';
import type { ObjectShape } from '../answer/response-shape.ts';

/** Answers what an operation asks about the schema itself, by data key. */
export type Introspect = (variables: SubgraphVariables) => Data;

/** Null when the operation does not ask about the schema. */
export function compileIntrospection(schema: GraphQLSchema, { operation, fragments }: OperationDocument, { fields }: ObjectShape): Introspect | null {
  const asked = fields.filter(({ value, denied }) => value.kind === 'introspection' && !denied);
  if (asked.length === 0) return null;
  const nodes = asked.flatMap(({ nodes: found, dataKey }) => found.map((node): FieldNode => ({ ...node, alias: { kind: Kind.NAME, value: dataKey } })));
  const onlyIntrospection: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: nodes } };
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [onlyIntrospection, ...fragments.values()] };
  const introspect: Introspect = (variables) => executeSync({ schema, document, rootValue: {}, variableValues: variables }).data ?? {};
  if ((operation.variableDefinitions ?? []).length > 0) return introspect;
  let always: Data | undefined;
  return () => (always ??= introspect({}));
}
