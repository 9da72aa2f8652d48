import { DomainError } from '#kernel/errors';
import { toPageBounds, type PageBounds, type PageOrder, type PageRequest } from '#kernel/pagination';
import { refusePath, toNamesBelow } from '#platform/tenant-disk';
import { limits } from './limits.ts';

// PostgreSQL keeps no NUL, and a lone surrogate has no UTF-8 form.
const unstorable = /\0|\p{Surrogate}/u;

/** A text that is not blank. @throws DomainError BAD_USER_INPUT */
export function requiredText(field: string, value: string, max: number): string {
  return value.trim() === '' ? refuse(field, 'must not be empty') : storable(field, value, max);
}

/** A text, or nothing. @throws DomainError BAD_USER_INPUT */
export const optionalText = (field: string, value: string | null | undefined, max: number): string | null => (value === null || value === undefined ? null : storable(field, value, max));

/** A whole number from 0 up, or nothing. @throws DomainError BAD_USER_INPUT */
export function optionalCount(field: string, value: number | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined;
  return Number.isSafeInteger(value) && value >= 0 ? value : refuse(field, 'must be a whole number from 0 up');
}

/** The path of a file of a project, in its one spelling. @throws DomainError BAD_USER_INPUT */
export function projectPath(path: string, field = 'path'): string {
  const spelled = toNamesBelow(field, path).join('/');
  return Buffer.byteLength(spelled) > limits.projectPath ? refusePath(field, `must have at most ${limits.projectPath} bytes`) : spelled;
}

/** A page of files, which may be longer than that of other lists. @throws DomainError BAD_USER_INPUT */
export function toFileBounds<TPosition>({ first, ...request }: PageRequest, order: Pick<PageOrder<never, TPosition>, 'positionOf'>): PageBounds<TPosition> {
  const bounds = toPageBounds(request, order);
  const size = first ?? bounds.size;
  if (!Number.isInteger(size) || size < 1 || size > limits.filesPerPage) refuse('first', `must be 1 to ${limits.filesPerPage}`);
  return { ...bounds, size };
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
