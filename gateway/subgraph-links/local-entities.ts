import { defaultTypeResolver, isInterfaceType, isObjectType, type GraphQLInterfaceType, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { afterwards } from './afterwards.ts';
import { toError } from './to-error.ts';

/** What a reference resolver gets beside the reference. */
interface Asking {
  readonly context: unknown;
  readonly info: GraphQLResolveInfo;
}

type ResolveReference = (reference: object, context: unknown, info: GraphQLResolveInfo) => unknown;
type EntityType = GraphQLObjectType | GraphQLInterfaceType;

/** How the entities of one type are found. */
interface EntityLookup {
  readonly type: EntityType;
  /** Null: an entity is its reference. */
  readonly resolve: ResolveReference | null;
}

/**
 * Gives a schema an `_entities` of ours: at once where its reference resolvers are, while in that of @apollo/subgraph (2.14) each entity waits for promises of its own.
 * An entity that cannot be resolved is an Error in its place, and the others are there.
 */
export function resolveEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (field === undefined) return;
  const lookups = new Map<unknown, EntityLookup>();
  const lookupOf = (typename: unknown): EntityLookup => {
    let lookup = lookups.get(typename);
    if (lookup === undefined) lookups.set(typename, lookup = lookupIn(schema, typename));
    return lookup;
  };
  // eslint-disable-next-line max-params -- the signature is graphql-js'
  field.resolve = (_source: unknown, { representations }: { readonly representations?: unknown }, context: unknown, info) => {
    const asking = { context, info };
    return Array.isArray(representations) ? representations.map((reference: unknown) => entity(reference, lookupOf, asking)) : [];
  };
}

/** @throws TypeError when the name is that of no entity */
function lookupIn(schema: GraphQLSchema, typename: unknown): EntityLookup {
  const type = typeof typename === 'string' ? schema.getType(typename) : undefined;
  if (!isObjectType(type) && !isInterfaceType(type)) throw new TypeError(`This subgraph has no entity ${String(typename)}`);
  return { type, resolve: referenceResolver(type) };
}

function entity(reference: unknown, lookupOf: (typename: unknown) => EntityLookup, asking: Asking): unknown {
  try {
    if (!isReference(reference)) throw new TypeError('A representation has to be an object');
    const { type, resolve } = lookupOf(reference.__typename);
    const found = resolve === null ? reference : resolve(reference, asking.context, asking.info);
    return afterwards(found, (value) => (isObjectType(type) ? withTypename(value, type.name) : ofInterface(value, type, asking)));
  } catch (thrown) {
    return toError(thrown);
  }
}

const isReference = (value: unknown): value is { readonly __typename?: unknown } => typeof value === 'object' && value !== null;

/** An entity that is known by an interface: its value says which type it is of, and is looked up by that type when the interface cannot. */
function ofInterface(value: unknown, type: GraphQLInterfaceType, { context, info }: Asking): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return afterwards((type.resolveType ?? defaultTypeResolver)(value, context, info, type), (name) => {
    const concrete = name === undefined ? undefined : info.schema.getType(name);
    if (!isObjectType(concrete) || !info.schema.isSubType(type, concrete)) throw new TypeError(`${String(name)} is no type of the interface ${type.name}`);
    const resolve = referenceResolver(type) === null ? referenceResolver(concrete) : null;
    const named = withTypename(value, concrete.name);
    return resolve === null || typeof named !== 'object' || named === null ? named : afterwards(resolve(named, context, info), (found) => withTypename(found, concrete.name));
  });
}

/** The value with its type, by which the executor finds it in the union of all entities; a copy when that is not what it says. */
function withTypename(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if ('__typename' in value && value.__typename === name) return value;
  if ('__typename' in value || !Object.isExtensible(value)) return { ...value, __typename: name };
  Object.defineProperty(value, '__typename', { value: name });
  return value;
}

/** Where @apollo/subgraph keeps `__resolveReference`. */
function referenceResolver({ extensions: { apollo } }: EntityType): ResolveReference | null {
  if (typeof apollo !== 'object' || apollo === null || !('subgraph' in apollo)) return null;
  const { subgraph } = apollo;
  const resolve: unknown = typeof subgraph === 'object' && subgraph !== null && 'resolveReference' in subgraph ? subgraph.resolveReference : undefined;
  return isResolver(resolve) ? resolve : null;
}

const isResolver = (value: unknown): value is ResolveReference => typeof value === 'function';
