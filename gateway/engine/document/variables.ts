import { getVariableValues, GraphQLError, isInputType, isNonNullType, typeFromAST, valueFromAST, type GraphQLSchema, type OperationDefinitionNode, type VariableDefinitionNode } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { createCoercions, unfit, type Coerce } from './coercion.ts';
import type { RequestVariables } from '../graph-engine.ts';

/** Coerces the variables of a request, or says why they do not fit. */
export type CoerceVariables = (given: RequestVariables) => { readonly variables: SubgraphVariables } | { readonly errors: readonly GraphQLError[] };

const maxErrors = 20;

interface Variable {
  readonly name: string;
  readonly coerce: Coerce;
  /** Undefined when there is none. */
  readonly defaultValue: unknown;
  readonly required: boolean;
}

/**
 * Compiles the coercion of an operation's variables. What the quick path does not know or does not like goes to graphql-js, which has the last
 * word and the messages.
 */
export function compileVariables(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode): CoerceVariables {
  if (variableDefinitions.length === 0) return () => ({ variables: none });
  const variables = variableDefinitions.map((definition) => compileVariable(schema, definition));
  return (given) => quickly(variables, given ?? none) ?? thoroughly(schema, variableDefinitions, given ?? none);
}

const none: SubgraphVariables = Object.freeze({});

function compileVariable(schema: GraphQLSchema, { variable, type, defaultValue }: VariableDefinitionNode): Variable {
  const inputType = typeFromAST(schema, type);
  if (!isInputType(inputType)) throw new Error(`The type of $${variable.name.value} is no input type`);
  return {
    name: variable.name.value,
    coerce: createCoercions()(inputType),
    required: isNonNullType(inputType) && defaultValue === undefined,
    defaultValue: defaultValue === undefined ? undefined : valueFromAST(defaultValue, inputType),
  };
}

function quickly(variables: readonly Variable[], given: SubgraphVariables): { readonly variables: SubgraphVariables } | undefined {
  const coerced: Record<string, unknown> = {};
  for (const { name, coerce, defaultValue, required } of variables) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      if (required) return undefined;
      if (defaultValue !== undefined) coerced[name] = defaultValue;
      continue;
    }
    const fit = coerce(value);
    if (fit === unfit) return undefined;
    coerced[name] = fit;
  }
  return { variables: coerced };
}

function thoroughly(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[], given: SubgraphVariables): ReturnType<CoerceVariables> {
  // What is undefined is left out, as in JSON; graphql-js would take it for null.
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { coerced, errors } = getVariableValues(schema, definitions, sent, { maxErrors });
  if (errors === undefined) return { variables: coerced };
  return { errors: errors.map(({ message }) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })) };
}
