import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';
import type { CallLimiter } from './call-limiter.ts';

/** Lets a caller in and counts the call. @throws DomainError UNAUTHENTICATED, RATE_LIMITED, UNAVAILABLE */
export type Admit = (context: RequestContext) => Promise<Principal>;

/** Who may ask models something, until the service stops. */
export interface Admission {
  readonly admit: Admit;
  /** Lets nobody in any more. */
  stop(): void;
}

/** Lets in who is signed in and does not call too often. */
export function createAdmission(limiter: CallLimiter): Admission {
  let isStopping = false;
  return {
    async admit(context) {
      if (isStopping) throw new DomainError('UNAVAILABLE', 'The service is stopping');
      const principal = requirePrincipal(context);
      await limiter.take(principal.subject);
      return principal;
    },
    stop: () => void (isStopping = true),
  };
}
