import {
  getNullableType, isAbstractType, isCompositeType, isLeafType, isListType, isNonNullType, Kind,
  type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLLeafType, type GraphQLOutputType, type GraphQLSchema, type InlineFragmentNode, type SelectionSetNode,
} from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { conditionOf, holds, type Condition } from '../document/conditions.ts';
import type { DataKey } from '../document/data-keys.ts';
import { deferLabel } from '../document/deferred-document.ts';
import { isIntrospection, responseKey } from '../document/operation-document.ts';
import type { IsKindOf } from '../type-kinds.ts';

/** What an object of one type holds in the answer. */
export interface ObjectShape {
  readonly type: GraphQLCompositeType;
  readonly fields: readonly FieldShape[];
  /** What is answered later. */
  readonly deferred: readonly DeferredShape[];
}

/** A deferred fragment on an object of one type. */
export interface DeferredShape {
  readonly label: string;
  readonly included: Inclusion | null;
  readonly shape: ObjectShape;
}

/** Whether something is there with these variables. */
type Inclusion = (variables: SubgraphVariables) => boolean;

/** One entry of an object in the answer. */
export interface FieldShape {
  readonly key: string;
  readonly dataKey: string;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  readonly value: ValueShape;
  readonly nonNull: boolean;
  /** True when the principal may not see it: it is null. */
  readonly denied: boolean;
  /** Null when it is always there. */
  readonly included: Inclusion | null;
  readonly nodes: readonly FieldNode[];
}

/** A value of the answer, not counting null. */
export type ValueShape =
  | { readonly kind: 'typename' }
  | { readonly kind: 'introspection' }
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'list'; readonly item: ValueShape; readonly itemNonNull: boolean }
  /** `shapeOf` takes the `__typename` in the data, which only counts where the type is abstract; undefined for a type that this schema does not show. */
  | { readonly kind: 'object'; readonly isAbstract: boolean; readonly shapeOf: (typename: unknown) => ObjectShape | undefined };

interface ShapeOptions {
  readonly schema: GraphQLSchema;
  readonly isKindOf: IsKindOf;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly dataKey: DataKey;
  readonly denied: ReadonlySet<FieldNode>;
}

/** A selection set and when it counts. */
interface Part {
  readonly set: SelectionSetNode;
  readonly condition: Condition;
}

/** A field of a selection set and when it counts. */
interface Occurrence {
  readonly node: FieldNode;
  readonly condition: Condition;
}

/** The shape of the answer to a selection set of `type`, fields in the order of the specification (section 6.3.2, CollectFields). */
export function responseShape(type: GraphQLCompositeType, set: SelectionSetNode, options: ShapeOptions): ObjectShape {
  return objectShape(type, [{ set, condition: [] }], options);
}

function objectShape(type: GraphQLCompositeType, parts: readonly Part[], options: ShapeOptions): ObjectShape {
  const collecting: Collecting = { options, occurrences: new Map(), deferred: [] };
  for (const part of parts) collectFields(type, part, collecting);
  return {
    type,
    fields: [...collecting.occurrences.values()].map((of) => fieldShape(type, of, options)).filter((field) => field !== null),
    deferred: collecting.deferred.map(({ label, part }) => ({ label, included: inclusionOf([part]), shape: objectShape(type, [{ ...part, condition: [] }], options) })),
  };
}

/** The fields of an object, those that are answered later among them. */
export const fieldsInAllParts = ({ fields, deferred }: ObjectShape): readonly FieldShape[] => [...fields, ...deferred.flatMap(({ shape }) => fieldsInAllParts(shape))];

interface Collecting {
  readonly options: ShapeOptions;
  readonly occurrences: Map<string, Occurrence[]>;
  readonly deferred: { readonly label: string; readonly part: Part }[];
}

function collectFields(type: GraphQLCompositeType, { set, condition }: Part, collecting: Collecting): void {
  const { options: { fragments, isKindOf }, occurrences } = collecting;
  for (const selection of set.selections) {
    const included = conditionOf(selection, condition);
    if (included === null) continue;
    if (selection.kind === Kind.FIELD) {
      const key = responseKey(selection);
      const known = occurrences.get(key);
      if (known === undefined) occurrences.set(key, [{ node: selection, condition: included }]);
      else known.push({ node: selection, condition: included });
      continue;
    }
    const fragment: InlineFragmentNode | FragmentDefinitionNode | undefined = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const on = fragment.typeCondition?.name.value;
    if (on !== undefined && !isKindOf(type.name, on)) continue;
    const part = { set: fragment.selectionSet, condition: included };
    const label = deferLabel(selection);
    if (label === null) collectFields(type, part, collecting);
    else collecting.deferred.push({ label, part });
  }
}

function fieldShape(parent: GraphQLCompositeType, all: readonly Occurrence[], options: ShapeOptions): FieldShape | null {
  const seen = all.filter(({ node }) => !options.denied.has(node));
  const occurrences = seen.length > 0 ? seen : all;
  const [first] = occurrences;
  if (first === undefined) return null;
  const { node } = first;
  const name = node.name.value;
  const common = {
    key: responseKey(node),
    dataKey: options.dataKey(node),
    coordinate: `${parent.name}.${name}`,
    denied: seen.length === 0,
    included: inclusionOf(occurrences),
    nodes: occurrences.map((occurrence) => occurrence.node),
  };
  if (name === '__typename') return { ...common, nonNull: true, value: { kind: 'typename' } };
  if (isIntrospection(node)) return { ...common, nonNull: name === '__schema', value: { kind: 'introspection' } };
  const type = 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
  return type === undefined ? null : { ...common, nonNull: isNonNullType(type), value: valueShape(type, occurrences, options) };
}

function inclusionOf(occurrences: readonly Pick<Occurrence, 'condition'>[]): Inclusion | null {
  const conditions = occurrences.map(({ condition }) => condition);
  if (conditions.some(({ length }) => length === 0)) return null;
  return (variables) => conditions.some((condition) => holds(condition, variables));
}

function valueShape(type: GraphQLOutputType, occurrences: readonly Occurrence[], options: ShapeOptions): ValueShape {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const { ofType } = nullable;
    return { kind: 'list', item: valueShape(ofType, occurrences, options), itemNonNull: isNonNullType(ofType) };
  }
  if (isLeafType(nullable)) return { kind: 'leaf', type: nullable };
  return { kind: 'object', isAbstract: isAbstractType(nullable), shapeOf: shapesByType(nullable, partsBelow(occurrences), options) };
}

/** A field that is selected once is there or not as a whole; of several, each brings its part under its own condition. */
function partsBelow(occurrences: readonly Occurrence[]): readonly Part[] {
  const once = occurrences.length === 1;
  return occurrences.flatMap(({ node: { selectionSet }, condition }) => (selectionSet === undefined ? [] : [{ set: selectionSet, condition: once ? [] : condition }]));
}

/** Shapes are made when the first object of their type comes by, because an interface may have many implementations. */
function shapesByType(declared: GraphQLCompositeType, parts: readonly Part[], options: ShapeOptions): (typename: unknown) => ObjectShape | undefined {
  if (!isAbstractType(declared)) {
    let only: ObjectShape | undefined;
    return () => (only ??= objectShape(declared, parts, options));
  }
  const shapes = new Map<unknown, ObjectShape>();
  return (typename) => {
    const known = shapes.get(typename);
    if (known !== undefined) return known;
    const type = typename === undefined ? declared : typeof typename === 'string' ? options.schema.getType(typename) : undefined;
    if (type === undefined || !isCompositeType(type) || !options.isKindOf(type.name, declared.name)) return undefined;
    const shape = objectShape(type, parts, options);
    shapes.set(typename, shape);
    return shape;
  };
}
