import { DomainError } from '#kernel/errors';

/** The most characters that a text of each kind may have. */
export const limits = { name: 100, label: 200, text: 10_000, content: 65_536, metadataBytes: 16_384, ids: 100, query: 500 } as const;

// PostgreSQL keeps no NUL, and a lone surrogate has no UTF-8 form.
const unstorable = /\0|\p{Surrogate}/u;
const maxInt = 2_147_483_647;

/** A text of 1 to `max` characters that is not blank. @throws DomainError BAD_USER_INPUT */
export function requiredText(field: string, value: string, max: number): string {
  if (value.trim() === '') refuse(field, 'must not be empty');
  return storable(field, value, max);
}

/** A text of at most `max` characters, or nothing. @throws DomainError BAD_USER_INPUT */
export const optionalText = (field: string, value: string | null | undefined, max: number): string | null =>
  value === null || value === undefined ? null : storable(field, value, max);

/** A JSON object of at most 16 KiB, or nothing. @throws DomainError BAD_USER_INPUT */
export function optionalObject(field: string, value: unknown): Readonly<Record<string, unknown>> | null {
  if (value === null || value === undefined) return null;
  if (!isRecord(value)) return refuse(field, 'must be an object');
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > limits.metadataBytes) refuse(field, `must have at most ${limits.metadataBytes} bytes`);
  if (/\\u(?:0000|d[89a-f])/iu.test(text) && holdsUnstorable(value)) refuse(field, 'has characters that cannot be stored');
  return value;
}

/** A count; `fallback` when it is left out. @throws DomainError BAD_USER_INPUT */
export function count(field: string, value: number | null | undefined, fallback = 0): number {
  const given = value ?? fallback;
  return Number.isInteger(given) && given >= 0 && given <= maxInt ? given : refuse(field, `must be a whole number from 0 to ${maxInt}`);
}

/** The number of a conversation, or nothing. @throws DomainError BAD_USER_INPUT */
export function optionalThread(value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  return Number.isInteger(value) && value >= 1 && value <= maxInt ? value : refuse('threadNumber', `must be a whole number from 1 to ${maxInt}`);
}

/** An instant, or nothing. @throws DomainError BAD_USER_INPUT */
export function optionalInstant(field: string, value: unknown): Date | null {
  if (value === null || value === undefined) return null;
  const instant = value instanceof Date ? value : new Date(typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/u.test(value) ? value : Number.NaN);
  return Number.isNaN(instant.getTime()) ? refuse(field, 'must be an ISO 8601 date') : instant;
}

/** Refuses one argument. @throws DomainError BAD_USER_INPUT */
export function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}

function storable(field: string, value: string, max: number): string {
  // Counting the characters of a text that is far too long would cost more than refusing it.
  if (value.length > 2 * max || Array.from(value).length > max) refuse(field, `must have at most ${max} characters`);
  return unstorable.test(value) ? refuse(field, 'has characters that cannot be stored') : value;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return unstorable.test(value);
  return typeof value === 'object' && value !== null && Object.entries(value).some(([key, inner]) => unstorable.test(key) || holdsUnstorable(inner));
}
