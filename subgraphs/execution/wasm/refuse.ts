import { DomainError } from '#kernel/errors';

/** Refuses one argument. @throws DomainError BAD_USER_INPUT */
export function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
