import { getNullableType, isInputObjectType, isListType, Kind, valueFromAST, type GraphQLArgument, type GraphQLInputType, type ValueNode } from 'graphql';
import { isData, isList } from '../data.ts';
import type { CostRules } from './cost-rules.ts';
import type { Expression } from './expression.ts';

/** The cost of a value that was coerced. */
type CostOfInput = (value: unknown) => number;

/** Compiles what it costs to be given values: an input object costs 1, a leaf nothing, an element of a list what it is, and any of them what `@cost` says. */
export function createInputCosts(rules: CostRules): (argument: GraphQLArgument, coordinate: string, given: ValueNode) => Expression {
  const objects = new Map<string, CostOfInput>();

  /** Null when it never costs anything. */
  const costOf = (type: GraphQLInputType, weight: number | undefined): CostOfInput | null => {
    const nullable = getNullableType(type);
    if (isListType(nullable)) return listCost(costOf(nullable.ofType, weight));
    const own = weight ?? rules.types.get(nullable.name) ?? (isInputObjectType(nullable) ? 1 : 0);
    if (!isInputObjectType(nullable)) return own === 0 ? null : (value) => (value === null || value === undefined ? 0 : own);
    const fields = fieldsCost(nullable.name, () => Object.values(nullable.getFields()).flatMap((field) => {
      const cost = costOf(field.type, rules.fields.get(`${nullable.name}.${field.name}`));
      return cost === null ? [] : [{ name: field.name, cost }];
    }));
    return (value) => (isData(value) ? own + fields(value) : 0);
  };

  /** An input type may hold itself: its fields are looked at when the first value comes by. */
  const fieldsCost = (name: string, read: () => readonly { readonly name: string; readonly cost: CostOfInput }[]): CostOfInput => {
    const known = objects.get(name);
    if (known !== undefined) return known;
    let fields: ReturnType<typeof read> | undefined;
    const cost: CostOfInput = (value) => (isData(value) ? (fields ??= read()).reduce((total, field) => total + field.cost(value[field.name]), 0) : 0);
    objects.set(name, cost);
    return cost;
  };

  return ({ type, name }, coordinate, given) => {
    const cost = costOf(type, rules.inputs.get(`${coordinate}(${name})`));
    if (cost === null) return 0;
    if (given.kind === Kind.VARIABLE) return (variables) => cost(variables[given.name.value]);
    return holdsVariable(given) ? (variables) => cost(valueFromAST(given, type, variables)) : cost(valueFromAST(given, type));
  };
}

const listCost = (item: CostOfInput | null): CostOfInput | null =>
  (item === null ? null : (value) => (isList(value) ? value.reduce<number>((total, element) => total + item(element), 0) : item(value)));

/** Whether some part of a literal is a variable. */
function holdsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(holdsVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => holdsVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
