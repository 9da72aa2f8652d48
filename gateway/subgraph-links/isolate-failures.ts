import { getNullableType, isListType, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { isPromise } from './is-promise.ts';
import { toError } from './to-error.ts';

/**
 * Makes what fails in a list fail alone, in the resolvers of `schema`:
 * a promise in a list is settled before the list is completed, and a rejected one becomes an Error in its place, which both executors report under
 * its index (graphql-jit 0.8.9 would append an element to the list).
 */
export function isolateFailures(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) Object.values(type.getFields()).forEach(settleField);
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
  return Array.isArray(value) && value.some(mayWait) ? Promise.all(value.map(settleItem)) : value;
}

/** Nearly all items are plain objects, which need no closer look. */
const mayWait = (item: unknown): boolean => typeof item === 'object' && item !== null && Object.getPrototypeOf(item) !== Object.prototype && isPromise(item);

const settleItem = (item: unknown): unknown => (isPromise(item) ? item.catch(toError) : item);
