import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { parseSubject, toSubject } from '#kernel/principal';
import { refusing } from '#rest-compat/core';

const maxInt = 2_147_483_647;
const maxPageSize = 100;
const idPattern = /^[1-9]\d{0,15}$/u;

const isText = (pattern: RegExp) => (value: unknown): value is string => typeof value === 'string' && pattern.test(value);
const isId = isText(idPattern);
const isWhole = isText(/^\d{1,20}$/u);
const isFlag = isText(/^(?:true|false|1|0)$/iu);

const wholeNumber = (min: number) =>
  refusing<string>((value) => isWhole(value) && Number(value) >= min && Number(value) <= maxInt, { reason: `must be a whole number from ${min} to ${maxInt}` }).transform(Number);
const asInteger = (more: object) => ({ type: 'integer', ...more }) as const;

/** `limit` and `offset`; a larger limit means the largest. */
export const page = {
  limit: wholeNumber(1)
    .transform((limit) => Math.min(limit, maxPageSize))
    .default(20)
    .meta(asInteger({ minimum: 1, maximum: maxPageSize, default: 20 })),
  offset: wholeNumber(0)
    .default(0)
    .meta(asInteger({ minimum: 0, default: 0 })),
};

/** A positive number of the query. */
export const queryNumber = wholeNumber(1).optional().meta(asInteger({ minimum: 1 }));

/** `true` or `false` in the query, however it is capitalised. */
export const queryFlag = (fallback: boolean) =>
  refusing<string>(isFlag, { reason: 'must be true or false' })
    .transform((text) => text === '1' || text.toLowerCase() === 'true')
    .default(fallback)
    .meta({ type: 'boolean', default: fallback });

/** The number of a thing in the path: whatever cannot be one is not found. */
export const pathId = z.object({ id: refusing<string>(isId, { code: 'NOT_FOUND', reason: 'is not the number of anything' }).meta(asInteger({ minimum: 1 })) });

/** The number of an AI, or of another thing, in a body. */
export const bodyId = z.int();

/** A text that may be left out. */
export const optionalText = z.string().nullish();

/** An object with whatever keys. */
export const anyObject = z.record(z.string(), z.unknown()).nullish();

const dayPattern = /^\d{4}-\d{2}-\d{2}$/u;
const instant = z.iso.datetime({ offset: true, local: true });

/** A day or an instant of the query, as an instant; a day means its `edge`. Without an offset it is UTC. */
export const queryDate = (edge: 'start' | 'end') =>
  refusing<string>((value) => typeof value === 'string' && toInstant(value, edge) !== null, { reason: 'must be an ISO 8601 date' })
    .transform((text) => toInstant(text, edge))
    .optional()
    .meta({ type: 'string', format: 'date-time' });

function toInstant(text: string, edge: 'start' | 'end'): string | null {
  const full = dayPattern.test(text) ? `${text}T${edge === 'start' ? '00:00:00.000' : '23:59:59.999'}Z` : text;
  if (!instant.safeParse(full).success) return null;
  const time = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/u.test(full) ? full : `${full}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The id of an AI in the graph. */
export const toAiId = (number: number | string): string => toSubject('cb', number);

/** The number of an AI. @throws DomainError INTERNAL for an id of another realm */
export function toAiNumber(id: string): number {
  const subject = parseSubject(id);
  return subject?.realm === 'cb' ? toNumber(subject.id) : refuseId();
}

/** The number that an id of the graph is. @throws DomainError INTERNAL when it is none */
export function toNumber(id: string): number {
  return idPattern.test(id) ? Number(id) : refuseId();
}

function refuseId(): never {
  throw new DomainError('INTERNAL', 'The id is not of this API');
}

/** An instant of the graph as this API shows it: whole seconds. */
export const toSeconds = (instantOfGraph: string): string => `${instantOfGraph.slice(0, 19)}Z`;

/** The same for one that may not have come yet. */
export const toSecondsOrNull = (instantOfGraph: string | null): string | null => (instantOfGraph === null ? null : toSeconds(instantOfGraph));
