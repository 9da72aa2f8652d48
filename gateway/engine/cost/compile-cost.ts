import {
  getNamedType, getNullableType, isAbstractType, isCompositeType, isListType, Kind, OperationTypeNode,
  type FieldNode, type GraphQLCompositeType, type GraphQLField, type GraphQLOutputType, type GraphQLSchema, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { conditionOf, holds } from '../document/conditions.ts';
import { isIntrospection, type OperationDocument } from '../document/operation-document.ts';
import type { CostRules, ListRule } from './cost-rules.ts';
import { evaluate, product, sum, type Expression } from './expression.ts';
import { createInputCosts } from './input-cost.ts';
import { listSize, unhintedListSize } from './list-size.ts';

/** What an operation costs under these variables. @throws DomainError BAD_USER_INPUT when it lacks a slicing argument that it must give */
export type CostOfOperation = (variables: SubgraphVariables) => number;

const costOfMutation = 10;

/** A size that a field gives to lists below it. */
interface Sized {
  readonly fields: readonly string[];
  readonly size: Expression;
}

/** What a `@listSize` says: of the list that the field is, and of those below it. */
interface SizedList {
  readonly own: Expression | null;
  readonly below: Sized | null;
}

/**
 * Compiles the cost of an operation, as Apollo's router counts it (demand control, static estimate): each field costs what its arguments cost and, for
 * each element of its list, its weight and what is selected below. A weight is the `@cost` of the field or of its type, else 1 for an object and 0 for
 * a leaf. A mutation costs 10 more. Fragments count in full, also those that exclude each other.
 */
export function compileCost({ operation, fragments }: OperationDocument, schema: GraphQLSchema, rules: CostRules): CostOfOperation {
  const costOfInput = createInputCosts(rules);
  const spread = new Map<string, Expression>();

  const costOfSet = (set: SelectionSetNode, parent: GraphQLCompositeType, sized: Sized | null): Expression =>
    sum(set.selections.map((selection) => underCondition(selection, () => costOfSelection(selection, parent, sized))));

  const costOfSelection = (selection: SelectionNode, parent: GraphQLCompositeType, sized: Sized | null): Expression => {
    if (selection.kind === Kind.FIELD) return costOfField(selection, parent, sized);
    if (selection.kind === Kind.INLINE_FRAGMENT) return costOfSet(selection.selectionSet, typeOf(selection.typeCondition?.name.value) ?? parent, sized);
    const fragment = fragments.get(selection.name.value);
    if (fragment === undefined) return 0;
    const known = sized === null ? spread.get(selection.name.value) : undefined;
    if (known !== undefined) return known;
    const cost = costOfSet(fragment.selectionSet, typeOf(fragment.typeCondition.name.value) ?? parent, sized);
    if (sized === null) spread.set(selection.name.value, cost);
    return cost;
  };

  const costOfField = (node: FieldNode, parent: GraphQLCompositeType, sized: Sized | null): Expression => {
    const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    if (field === undefined || isIntrospection(node)) return 0;
    const coordinates = coordinatesOf(schema, parent, field);
    const named = getNamedType(field.type);
    const weight = highest(coordinates, rules.fields) ?? rules.types.get(named.name) ?? (isCompositeType(named) ? 1 : 0);
    const list = listOf(node, field, coordinates);
    const selected = node.selectionSet === undefined || !isCompositeType(named) ? 0 : costOfSet(node.selectionSet, named, list.below);
    const instances = instancesOf(field.type, sized?.fields.includes(field.name) === true ? sized.size : list.own);
    return sum([product(instances, sum([weight, selected])), ...costsOfArguments(node, field, coordinates)]);
  };

  const listOf = (node: FieldNode, field: GraphQLField<unknown, unknown>, coordinates: readonly string[]): SizedList => {
    const found = firstRule(coordinates, rules.lists);
    if (found === null) return { own: null, below: null };
    const size = listSize({ node, field, coordinate: found.coordinate }, found.rule);
    return { own: size, below: found.rule.sizedFields.length === 0 ? null : { fields: found.rule.sizedFields, size } };
  };

  const costsOfArguments = ({ arguments: given = [] }: FieldNode, { args }: GraphQLField<unknown, unknown>, [coordinate = '']: readonly string[]): readonly Expression[] =>
    given.flatMap(({ name, value }) => {
      const argument = args.find((candidate) => candidate.name === name.value);
      return argument === undefined ? [] : [costOfInput(argument, coordinate, value)];
    });

  const typeOf = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  };

  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return () => 0;
  const cost = sum([operation.operation === OperationTypeNode.MUTATION ? costOfMutation : 0, costOfSet(operation.selectionSet, root, null)]);
  return (variables) => evaluate(cost, variables);
}

function underCondition(selection: SelectionNode, costOf: () => Expression): Expression {
  const condition = conditionOf(selection, []);
  if (condition === null) return 0;
  const cost = costOf();
  return condition.length === 0 ? cost : (variables) => (holds(condition, variables) ? evaluate(cost, variables) : 0);
}

/** A list of lists has as many elements as all of its lists together; what is no list is there once. */
function instancesOf(type: GraphQLOutputType, size: Expression | null): Expression {
  const depth = listDepth(type);
  return depth === 0 ? 1 : product(size ?? unhintedListSize, unhintedListSize ** (depth - 1));
}

/** A field of an interface may be any of those that implement it; composition leaves their costs where they are. */
function coordinatesOf(schema: GraphQLSchema, parent: GraphQLCompositeType, { name }: GraphQLField<unknown, unknown>): readonly string[] {
  const implementations = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [];
  return [parent, ...implementations].map((type) => `${type.name}.${name}`);
}

function highest(coordinates: readonly string[], weights: ReadonlyMap<string, number>): number | undefined {
  const known = coordinates.flatMap((coordinate) => weights.get(coordinate) ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

function firstRule(coordinates: readonly string[], lists: ReadonlyMap<string, ListRule>): { readonly coordinate: string; readonly rule: ListRule } | null {
  for (const coordinate of coordinates) {
    const rule = lists.get(coordinate);
    if (rule !== undefined) return { coordinate, rule };
  }
  return null;
}

function listDepth(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listDepth(nullable.ofType) : 0;
}
