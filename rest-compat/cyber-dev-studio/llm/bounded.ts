import { z } from 'zod';
import { refusing } from '#rest-compat/core';

/** A list whose items are only looked at when there are not too many: ten mebibytes of wrong items are millions of faults to name. */
export const boundedList = <Item extends z.ZodType>(item: Item, { min = 0, max }: { readonly min?: number; readonly max: number }) =>
  z.array(z.unknown()).min(min).max(max).pipe(z.array(item)).meta({ items: { ...z.toJSONSchema(item, { io: 'input', target: 'openapi-3.0', unrepresentable: 'any' }) } });

/** Numbers by name, read the same way. */
export const boundedNumbers = ({ name, least, most, max }: { readonly name: RegExp; readonly least: number; readonly most: number; readonly max: number }) =>
  refusing<Readonly<Record<string, number>>>(
    (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const entries = Object.entries(value);
      return entries.length <= max && entries.every(([key, number]) => name.test(key) && typeof number === 'number' && number >= least && number <= most);
    },
    { reason: `must be an object of at most ${max} numbers of ${least} to ${most} by token` },
  ).meta({ type: 'object', additionalProperties: { type: 'number', minimum: least, maximum: most } });

type Prompts = string | readonly string[] | readonly number[] | readonly (readonly number[])[];

const isToken = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
const isText = (value: unknown): boolean => typeof value === 'string';
const isTokens = (value: unknown): boolean => Array.isArray(value) && value.every(isToken);
const mostPrompts = 2048;
const isPrompts = (value: unknown): boolean =>
  isText(value) || isTokens(value) || (Array.isArray(value) && value.length <= mostPrompts && [isText, isTokens].some((isItem) => value.every(isItem)));

/** A text, its tokens, or a list of either, as OpenAI takes them. */
export const prompts = refusing<Prompts>(isPrompts, { reason: `must be a text, a list of tokens, or a list of at most ${mostPrompts} of either` }).meta({
  oneOf: [
    { type: 'string' },
    { type: 'array', items: { type: 'string' } },
    { type: 'array', items: { type: 'integer' } },
    { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
  ],
});
