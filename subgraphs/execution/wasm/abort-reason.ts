import { DomainError } from '#kernel/errors';

/** Why a call is not wanted any more: what the signal says, or that it was cancelled. */
export const abortReason = ({ reason }: AbortSignal): DomainError =>
  DomainError.isInstance(reason) ? reason : new DomainError('CANCELLED', 'The call was cancelled', { cause: reason });
