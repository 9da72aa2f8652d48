import type { ValueType } from '../metering/index.ts';

/** A value as engines take and give it. */
export type EngineValue = number | bigint;

const notFinite: ReadonlyMap<unknown, number> = new Map([['NaN', Number.NaN], ['Infinity', Infinity], ['-Infinity', -Infinity]]);
const decimal = /^-?\d{1,20}$/u;

/** How each type of value travels as JSON; types that are not here cannot. */
const fromJson: ReadonlyMap<ValueType, { readonly expects: string; readonly read: (value: unknown) => EngineValue | undefined }> = new Map([
  ['i32', { expects: 'a whole number of 32 bits', read: (value: unknown) => (Number.isInteger(value) && isWithin(value, -(2 ** 31), 2 ** 32 - 1) ? value : undefined) }],
  ['i64', { expects: 'a whole number of 64 bits, beyond 2^53 as a decimal text', read: toLong }],
  ['f32', { expects: 'a number', read: toFloat }],
  ['f64', { expects: 'a number', read: toFloat }],
]);

/** Whether values of a type can be arguments and results of a call. */
export const travels = (type: ValueType): boolean => fromJson.has(type);

/** What the argument of a type must be. */
export const expectedOf = (type: ValueType): string => fromJson.get(type)?.expects ?? 'nothing';

/** An argument for the engine; undefined when it is none of that type. */
export const toEngineValue = (type: ValueType, value: unknown): EngineValue | undefined => fromJson.get(type)?.read(value);

/** A result as JSON: a number, or a text for what no JSON number can say. */
export function toJsonValue(value: unknown): number | string {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return typeof value === 'number' && Number.isFinite(value) ? value : String(value);
}

const isWithin = (value: unknown, least: number, most: number): value is number => typeof value === 'number' && value >= least && value <= most;

function toLong(value: unknown): bigint | undefined {
  const isExact = Number.isSafeInteger(value) || (typeof value === 'string' && decimal.test(value));
  if (!isExact || (typeof value !== 'number' && typeof value !== 'string')) return undefined;
  const long = BigInt(value);
  return long >= -(2n ** 63n) && long < 2n ** 64n ? long : undefined;
}

function toFloat(value: unknown): number | undefined {
  return typeof value === 'number' ? value : notFinite.get(value);
}
