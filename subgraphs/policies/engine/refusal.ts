import { DomainError } from '#kernel/errors';

/** A version that cannot be used, and why. */
export const refusal = (reason: string, cause?: unknown): DomainError => new DomainError('BAD_USER_INPUT', `The policy cannot be used: ${reason}`, { details: { field: 'version', reason }, cause });
