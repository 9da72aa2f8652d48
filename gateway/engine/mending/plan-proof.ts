import { Kind, type FieldNode, type GraphQLCompositeType, type GraphQLSchema, type SelectionNode, type SelectionSetNode } from 'graphql';
import { entitySelection, rootSelection } from '../execution/fetch/fetch-selection.ts';
import type { FetchPlan, QueryPlan, RequiredSelection } from '../plan.ts';
import type { JoinedFields } from './joined-fields.ts';
import { fetchesOf } from './plan-fetches.ts';
import type { RequiredNames } from './required-names.ts';
import { createTypeLookup, type TypeLookup } from './type-lookup.ts';

/** Finds a field that a plan asks of a subgraph that cannot answer it, as `Type.field`; null when there is none. */
export type FindUnproven = (plan: QueryPlan) => string | null;

interface ProofOptions {
  readonly schema: GraphQLSchema;
  readonly joined: JoinedFields;
  readonly names: RequiredNames;
}

/** An object that a fetch selects something of. */
interface Position {
  readonly type: GraphQLCompositeType;
  readonly subgraph: string;
  /** What is sent of it: nothing, unless it is an entity of the fetch. */
  readonly sent: readonly RequiredSelection[];
  /** What the subgraph has of it because of a `@provides` above. */
  readonly provided: readonly SelectionSetNode[];
}

interface Knowledge {
  readonly types: TypeLookup;
  readonly joined: JoinedFields;
}

/**
 * Makes sure of plans: a subgraph is asked for its own fields; for those that require others only of entities that are sent with these, or where it has them itself;
 * and nothing is sent with two values for one field.
 */
export function createPlanProof({ schema, joined, names }: ProofOptions): FindUnproven {
  const types = createTypeLookup(schema);
  const knowledge: Knowledge = { types, joined };

  const inSelection = (selection: SelectionNode, at: Position): string | null => {
    switch (selection.kind) {
      case Kind.FIELD: return inField(selection, at);
      case Kind.INLINE_FRAGMENT: return firstOf(selection.selectionSet.selections, (inner) => inSelection(inner, { ...at, type: types.named(selection.typeCondition?.name.value) ?? at.type }));
      // Fetches are planned without them.
      case Kind.FRAGMENT_SPREAD: return null;
    }
  };

  const inField = ({ name: { value: name }, selectionSet }: FieldNode, at: Position): string | null => {
    const lacking = types.kindsOf(at.type).find((type) => isLacking(name, { ...at, type }, knowledge));
    if (lacking !== undefined) return `${lacking.name}.${names.get(name)?.name.value ?? name}`;
    const below = positionBelow(at, name, knowledge);
    return below === null || selectionSet === undefined ? null : firstOf(selectionSet.selections, (selection) => inSelection(selection, below));
  };

  const inFetch = ({ document, requires, subgraph }: FetchPlan): string | null => {
    const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    const type = operation === undefined ? undefined : schema.getRootType(operation.operation);
    if (type === undefined || type === null) return null;
    const { set } = requires === null ? rootSelection(document) : entitySelection(document);
    return sentTwice(requires ?? [], names) ?? firstOf(set.selections, (selection) => inSelection(selection, { type, subgraph, sent: requires ?? [], provided: [] }));
  };

  return (plan) => firstOf(fetchesOf(plan), inFetch);
}

/** True when a subgraph is asked for a field that it does not have, or not without what it requires. */
function isLacking(name: string, at: Position, knowledge: Knowledge): boolean {
  const field = knowledge.joined(at.subgraph, at.type.name, name);
  if (field === undefined) return false;
  if (field.isExternal) return !isProvided(name, at) && !sentFields(at, knowledge.types).some(({ key }) => key === name);
  return field.requires !== null && !isSent(field.requires, at, knowledge) && !isLocal(field.requires, at, knowledge);
}

const isProvided = (name: string, { provided }: Position): boolean => provided.some((set) => fieldsIn(set, name).length > 0);

function firstOf<TItem>(items: readonly TItem[], find: (item: TItem) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** True when a representation holds all of a selection set. */
function isSent({ selections }: SelectionSetNode, at: Position, knowledge: Knowledge): boolean {
  const { types } = knowledge;
  return selections.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) return isSent(selection.selectionSet, { ...at, type: types.named(selection.typeCondition?.name.value) ?? at.type }, knowledge);
    const found = sentFields(at, types).filter(({ key }) => key === selection.name.value);
    const below = positionBelow(at, selection.name.value, knowledge);
    return found.length > 0 && (selection.selectionSet === undefined || below === null || isSent(selection.selectionSet, { ...below, sent: found.flatMap((field) => field.selections ?? []) }, knowledge));
  });
}

type SentField = Extract<RequiredSelection, { kind: 'field' }>;

/** What is sent of objects of a type, whatever fragment it is in. */
const sentFields = ({ type, sent }: Pick<Position, 'type' | 'sent'>, types: TypeLookup): readonly SentField[] => sent.flatMap((selection) => {
  if (selection.kind === 'field') return [selection];
  const condition = types.named(selection.type ?? undefined);
  return condition === null || types.areRelated(type, condition) ? sentFields({ type, sent: selection.selections }, types) : [];
});

/** True when the subgraph has all of a selection set without being sent anything. */
function isLocal({ selections }: SelectionSetNode, at: Position, knowledge: Knowledge): boolean {
  const { types, joined } = knowledge;
  return selections.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) return isLocal(selection.selectionSet, { ...at, type: types.named(selection.typeCondition?.name.value) ?? at.type }, knowledge);
    const { name: { value: name }, selectionSet } = selection;
    const own = joined(at.subgraph, at.type.name, name);
    const isItsOwn = own !== undefined && !own.isExternal && own.requires === null;
    if (!isItsOwn && !isProvided(name, at)) return false;
    const below = positionBelow(at, name, knowledge);
    return selectionSet === undefined || below === null || isLocal(selectionSet, below, knowledge);
  });
}

/** The object below a field, of which nothing is sent; null when the field is a leaf. */
function positionBelow({ type, subgraph, provided }: Position, name: string, { types, joined }: Knowledge): Position | null {
  const below = types.below(type, name);
  if (below === null) return null;
  const here = types.kindsOf(type).flatMap((kind) => joined(subgraph, kind.name, name)?.provides ?? []);
  const before = provided.flatMap((set) => fieldsIn(set, name)).flatMap(({ selectionSet }) => selectionSet ?? []);
  return { type: below, subgraph, sent: [], provided: [...here, ...before] };
}

/** The fields of a name in a selection set, whatever fragment they are in. */
const fieldsIn = ({ selections }: SelectionSetNode, name: string): readonly FieldNode[] => selections.flatMap((selection) => {
  if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection] : [];
  return selection.kind === Kind.INLINE_FRAGMENT ? fieldsIn(selection.selectionSet, name) : [];
});

/** A field that a representation would have two values for, because it is required with different arguments. */
function sentTwice(sent: readonly RequiredSelection[], names: RequiredNames): string | null {
  const known = new Map<string, string>();
  return firstOf(sentPlaces(sent, names), ({ place, key }) => {
    const isOther = (known.get(place) ?? key) !== key;
    known.set(place, key);
    return isOther ? place : null;
  });
}

/** The fields that are sent, each with its place under the real names of fields. */
const sentPlaces = (sent: readonly RequiredSelection[], names: RequiredNames, above = ''): readonly { readonly place: string; readonly key: string }[] => sent.flatMap((selection) => {
  if (selection.kind === 'fragment') return sentPlaces(selection.selections, names, above);
  const { key, selections } = selection;
  const place = `${above}${names.get(key)?.name.value ?? key}`;
  return [{ place, key }, ...sentPlaces(selections ?? [], names, `${place}.`)];
});
