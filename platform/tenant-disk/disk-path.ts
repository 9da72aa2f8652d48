import { DomainError } from '#kernel/errors';
import { isTemporary } from './temporary-name.ts';

/** Bytes of a name, bytes of a path, names in a path. */
const limits = { name: 255, path: 4_096, depth: 128 };

/**
 * The names in a relative path; none for `.`. Absolute paths, `..` between slashes of either kind, NUL and what the system could not keep are refused.
 * @throws DomainError BAD_USER_INPUT with that field
 */
export function toNames(field: string, path: string): readonly string[] {
  if (path === '') refusePath(field, 'must not be empty');
  if (path.length > limits.path || Buffer.byteLength(path) > limits.path) refusePath(field, `must have at most ${limits.path} bytes`);
  if (/^[/\\]/u.test(path)) refusePath(field, 'must be relative');
  if (/\0|\p{Surrogate}/u.test(path)) refusePath(field, 'has characters that cannot be stored');
  if (path.split(/[/\\]/u).includes('..')) refusePath(field, 'must not lead out of the workspace');
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length > limits.depth) refusePath(field, `must have at most ${limits.depth} names`);
  for (const name of names) checkName(field, name);
  return names;
}

/** The names in a path to something in the workspace, not to itself. @throws DomainError BAD_USER_INPUT with that field */
export function toNamesBelow(field: string, path: string): readonly [string, ...string[]] {
  const [first, ...others] = toNames(field, path);
  return first === undefined ? refusePath(field, 'must name something in the workspace') : [first, ...others];
}

/** Refuses a path. @throws DomainError BAD_USER_INPUT */
export function refusePath(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}

function checkName(field: string, name: string): void {
  if (Buffer.byteLength(name) > limits.name) refusePath(field, `must have names of at most ${limits.name} bytes`);
  if (isTemporary(name)) refusePath(field, 'is a name that is reserved');
}
