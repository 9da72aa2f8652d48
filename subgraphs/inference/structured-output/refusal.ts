import { DomainError } from '#kernel/errors';

/** Refuses a schema that is wrong, impossible or too large. @throws DomainError BAD_USER_INPUT, always */
export function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}

/** Refuses what JSON Schema allows but a grammar cannot promise. @throws DomainError UNSUPPORTED_PARAMETER, always */
export function refuseUnsupported(field: string, reason: string): never {
  throw new DomainError('UNSUPPORTED_PARAMETER', `${field} ${reason}`, { details: { field, reason } });
}
