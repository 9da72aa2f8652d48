import {
  getNamedType, isAbstractType, isCompositeType, Kind, OperationTypeNode,
  type FieldNode, type GraphQLCompositeType, type GraphQLField, type GraphQLSchema, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import { isIntrospection, type OperationDocument } from '../document/operation-document.ts';
import type { CacheHint, CacheRules } from './cache-rules.ts';

/** How long the answer to an operation may be kept, and for whom. */
export interface CachePolicy {
  /** Seconds. */
  readonly maxAge: number;
  /** True when it is for one principal only. */
  readonly isPrivate: boolean;
}

/** For how long an answer is good. */
export interface Freshness {
  /** Seconds from when it was made. */
  readonly maxAge: number;
  /** True when who else asks might not get this answer. */
  readonly isPrivate: boolean;
  /** Seconds since it was made; null when that was now. */
  readonly age: number | null;
}

/** An answer and for how long it is good; null: not beyond this moment. */
export interface DatedAnswer<TAnswer> {
  readonly answer: TAnswer;
  readonly freshness: Freshness | null;
}

/** A day: what is kept longer belongs into a database. */
const longestAge = 86_400;

const free: CachePolicy = { maxAge: longestAge, isPrivate: false };
const never: CachePolicy = { maxAge: 0, isPrivate: false };

/**
 * The policy of a query, by Apollo Server's rules: the least of the ages of its fields, and private when one of them is. A field of the root, and one
 * that returns objects, is not to be kept unless it or the type it returns says so (or it inherits); a leaf goes by its parent. What a field says goes
 * before what its type says. Parts under `@skip` and `@include` always count. Null when it may not be kept, as is the rule.
 */
export function cachePolicy({ operation, fragments }: OperationDocument, schema: GraphQLSchema, { hints }: CacheRules): CachePolicy | null {
  const root = schema.getQueryType();
  if (hints.size === 0 || operation.operation !== OperationTypeNode.QUERY || root === undefined || root === null) return null;
  const visited = new Set<SelectionSetNode>();

  const ofSet = (set: SelectionSetNode, parent: GraphQLCompositeType): CachePolicy => {
    if (visited.has(set)) return free;
    visited.add(set);
    return set.selections.map((selection) => ofSelection(selection, parent)).reduce(both, free);
  };
  const ofSelection = (selection: SelectionNode, parent: GraphQLCompositeType): CachePolicy => {
    if (selection.kind === Kind.FIELD) return ofField(selection, parent);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const type = fragment?.typeCondition === undefined ? parent : schema.getType(fragment.typeCondition.name.value);
    return fragment !== undefined && isCompositeType(type) ? ofSet(fragment.selectionSet, type) : free;
  };
  const ofField = (node: FieldNode, parent: GraphQLCompositeType): CachePolicy => {
    if (node.name.value === '__typename') return free;
    const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    if (field === undefined || isIntrospection(node)) return never;
    const own = ownPolicy(field, parent, { schema, hints, isReset: parent === root });
    const type = getNamedType(field.type);
    return node.selectionSet !== undefined && isCompositeType(type) ? both(own, ofSet(node.selectionSet, type)) : own;
  };

  const policy = ofSet(operation.selectionSet, root);
  return policy.maxAge > 0 ? policy : null;
}

const both = (one: CachePolicy, other: CachePolicy): CachePolicy => ({ maxAge: Math.min(one.maxAge, other.maxAge), isPrivate: one.isPrivate || other.isPrivate });

interface Hinted {
  readonly schema: GraphQLSchema;
  readonly hints: CacheRules['hints'];
  /** True when silence means never. */
  readonly isReset: boolean;
}

/** What is said of one field. A field of an interface is what it is on any of the types that may stand there. */
function ownPolicy({ name, type }: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType, { schema, hints, isReset }: Hinted): CachePolicy {
  const named = getNamedType(type);
  const ofType = isCompositeType(named) ? hints.get(named.name) : undefined;
  const silence = isReset || isCompositeType(named) ? 0 : longestAge;
  return (isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent])
    .map((owner) => hints.get(`${owner.name}.${name}`) ?? hints.get(`${parent.name}.${name}`))
    .map((own): CachePolicy => ({ maxAge: Math.min(ageOf(own, ofType) ?? silence, longestAge), isPrivate: own?.isPrivate === true || ofType?.isPrivate === true }))
    .reduce(both, free);
}

/** Null when neither says anything. */
function ageOf(own: CacheHint | undefined, ofType: CacheHint | undefined): number | null {
  const age = own?.maxAge ?? ofType?.maxAge ?? null;
  return age ?? (own?.inheritMaxAge === true || ofType?.inheritMaxAge === true ? longestAge : null);
}
