import {
  getNamedType, getNullableType, isInputObjectType, isInputType, isLeafType, isListType, typeFromAST, TypeInfo, visit, visitWithTypeInfo,
  type ASTNode, type GraphQLInputObjectType, type GraphQLInputType, type GraphQLSchema,
} from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { isData, isList } from '../data.ts';
import type { OperationDocument } from '../document/operation-document.ts';
import type { Guard, GuardTable } from './guards.ts';

/** The guards of all that an operation is given: of each enum value and scalar in its literals and in these variables. */
export type GuardsOfInputs = (variables: SubgraphVariables) => readonly Guard[];

interface GuardedSchema {
  readonly schema: GraphQLSchema;
  readonly guards: GuardTable;
}

/** Compiles the search for guarded inputs. Null when the operation can be given none. */
export function compileGuardsOfInputs({ operation, fragments }: OperationDocument, { schema, guards: { types } }: GuardedSchema): GuardsOfInputs | null {
  if (types.size === 0) return null;
  const inLiterals = guardsOfLiterals([operation, ...fragments.values()], schema, types);
  const variables = (operation.variableDefinitions ?? []).flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node);
    return isInputType(type) && reachesGuard(type, types) ? [{ name: variable.name.value, type }] : [];
  });
  if (variables.length === 0) return inLiterals.size === 0 ? null : () => [...inLiterals];
  return (given) => {
    const found = new Set(inLiterals);
    for (const { name, type } of variables) collect(given[name], type, { types, found });
    return [...found];
  };
}

function guardsOfLiterals(definitions: readonly ASTNode[], schema: GraphQLSchema, types: GuardTable['types']): ReadonlySet<Guard> {
  const found = new Set<Guard>();
  const typeInfo = new TypeInfo(schema);
  const enter = (): void => {
    const type = typeInfo.getInputType();
    if (type === undefined || type === null) return;
    for (const guard of types.get(getNamedType(type).name) ?? []) found.add(guard);
  };
  const visitor = visitWithTypeInfo(typeInfo, { EnumValue: enter, StringValue: enter, IntValue: enter, FloatValue: enter, BooleanValue: enter, ObjectValue: enter, ListValue: enter });
  for (const definition of definitions) visit(definition, visitor);
  return found;
}

function reachesGuard(type: GraphQLInputType, types: GuardTable['types'], within: readonly GraphQLInputObjectType[] = []): boolean {
  const named = getNamedType(type);
  if (isLeafType(named)) return types.has(named.name);
  return !within.includes(named) && Object.values(named.getFields()).some((field) => reachesGuard(field.type, types, [...within, named]));
}

interface Search {
  readonly types: GuardTable['types'];
  readonly found: Set<Guard>;
}

/** A value that was coerced is as deep as its JSON was, which has a limit of its own. */
function collect(value: unknown, type: GraphQLInputType, search: Search): void {
  if (value === null || value === undefined) return;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    for (const item of isList(value) ? value : [value]) collect(item, nullable.ofType, search);
  } else if (isInputObjectType(nullable)) {
    if (isData(value)) for (const field of Object.values(nullable.getFields())) collect(value[field.name], field.type, search);
  } else {
    for (const guard of search.types.get(nullable.name) ?? []) search.found.add(guard);
  }
}
