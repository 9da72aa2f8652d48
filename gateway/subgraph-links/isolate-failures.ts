import { getNullableType, isInterfaceType, isListType, isObjectType, type GraphQLField, type GraphQLInterfaceType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { isPromise } from './is-promise.ts';

const isolated = new WeakSet<GraphQLSchema>();

/**
 * Makes what fails in a list fail alone, in the resolvers of `schema`:
 * a promise in a list is settled before the list is completed, and a rejected one becomes an Error in its place, which both executors report under
 * its index (graphql-jit 0.8.9 would append an element to the list); a reference resolver that throws rejects instead (@apollo/subgraph would
 * give up the whole batch of entities).
 */
export function isolateFailures(schema: GraphQLSchema): void {
  if (isolated.has(schema)) return;
  isolated.add(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) Object.values(type.getFields()).forEach(settleField);
    if (isObjectType(type) || isInterfaceType(type)) isolateReferences(type);
  }
}

function settleField(field: GraphQLField<unknown, unknown>): void {
  const { resolve, type } = field;
  if (resolve === undefined || !isListType(getNullableType(type))) return;
  field.resolve = function settledList(...parameters) {
    const value: unknown = resolve.apply(this, parameters);
    return isPromise(value) ? value.then(settleItems) : settleItems(value);
  };
}

function settleItems(value: unknown): unknown {
  return Array.isArray(value) && value.some(isPromise) ? Promise.all(value.map(settleItem)) : value;
}

const settleItem = (item: unknown): unknown => (isPromise(item) ? item.catch(toError) : item);

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error('A resolver threw something that is not an Error', { cause: reason }));

/** Where @apollo/subgraph keeps `__resolveReference`. */
interface SubgraphExtension {
  resolveReference?: (...parameters: unknown[]) => unknown;
}

function isolateReferences({ extensions }: GraphQLObjectType | GraphQLInterfaceType): void {
  const extension = subgraphExtension(extensions);
  const resolve = extension?.resolveReference;
  if (extension === undefined || resolve === undefined) return;
  extension.resolveReference = (...parameters) => {
    try {
      return resolve(...parameters);
    } catch (reason) {
      return Promise.reject(toError(reason));
    }
  };
}

function subgraphExtension({ apollo }: Readonly<Record<string, unknown>>): SubgraphExtension | undefined {
  return typeof apollo === 'object' && apollo !== null && 'subgraph' in apollo && isExtension(apollo.subgraph) ? apollo.subgraph : undefined;
}

const isExtension = (value: unknown): value is SubgraphExtension => typeof value === 'object' && value !== null;
