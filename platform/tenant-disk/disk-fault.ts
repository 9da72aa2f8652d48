import { DomainError } from '#kernel/errors';
import { refusePath } from './disk-path.ts';
import { codeOf } from './system-calls.ts';

type Refusal = (field: string, error: unknown) => never;

const refuseAs = (reason: string): Refusal => (field) => refusePath(field, reason);
const conflict = (message: string): Refusal => (field, cause) => {
  throw new DomainError('CONFLICT', message, { details: { field }, cause });
};
const unavailable = (message: string): Refusal => (_, cause) => {
  throw new DomainError('UNAVAILABLE', message, { cause });
};
const notFound: Refusal = (field) => {
  throw new DomainError('NOT_FOUND', 'No such file or folder', { details: { what: 'file', field } });
};
const forbidden: Refusal = (_, cause) => {
  throw new DomainError('FORBIDDEN', 'The permissions of the file or folder do not allow this', { cause });
};

const refusals = new Map<string, Refusal>([
  ['ENOENT', notFound],
  ['ENOTDIR', refuseAs('leads through something that is not a folder')],
  ['ELOOP', refuseAs('is a symbolic link, which is not followed')],
  ['EISDIR', refuseAs('is a folder')],
  ['ENXIO', refuseAs('is not a file')],
  ['EINVAL', refuseAs('is not possible here')],
  ['ENAMETOOLONG', refuseAs('is too long')],
  ['EEXIST', conflict('There is something of that name already')],
  ['ENOTEMPTY', conflict('The folder is not empty')],
  ['EACCES', forbidden],
  ['EPERM', forbidden],
  ['ENOSPC', unavailable('The disk of the server is full')],
  ['EDQUOT', unavailable('The disk of the server is full')],
  ['EMFILE', unavailable('The server has too many files open')],
  ['ENFILE', unavailable('The server has too many files open')],
]);

/** A handler for `catch` that says what an error of the system means to the caller who named a path; faults of the product pass. @throws DomainError */
export function refuseFor(field: string): (error: unknown) => never {
  return (error) => {
    const refuse = refusals.get(codeOf(error) ?? '');
    if (refuse !== undefined) refuse(field, error);
    throw error;
  };
}
