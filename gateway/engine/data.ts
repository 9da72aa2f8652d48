/** An object of an answer, by data key. */
export type Data = Record<string, unknown>;

/** True for an object that is no list. */
export const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for a list of anything. */
export const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** True for what JSON can hold, at its top level; other values of a custom scalar are faults of their subgraph. */
export const isSerialisable = (value: unknown): boolean => typeof value !== 'bigint' && typeof value !== 'function' && typeof value !== 'symbol';

/** A value of a leaf as it would be read from JSON, at its top level: a Date of a subgraph in this process is a text elsewhere. */
export const asSerialised = (value: unknown): unknown =>
  (typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function' ? Reflect.apply(value.toJSON, value, []) : value);
