import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Principal } from '#kernel/principal';
import type { CallAllowance, CallLimiter } from './call-limiter.ts';

/** Lets a caller in and counts the call, unless its door has counted it. @throws DomainError UNAUTHENTICATED, RATE_LIMITED, UNAVAILABLE */
export type Admit = (context: RequestContext) => Promise<Principal>;

/** Who may ask models something, until the service stops. */
export interface Admission {
  readonly admit: Admit;
  /**
   * Counts a call for a door that tells its callers how they stand with every answer; null where calls are not limited. One call of the same request and
   * caller is then let in without being counted again. @throws DomainError UNAUTHENTICATED, UNAVAILABLE
   */
  readonly count: (context: RequestContext) => Promise<CallAllowance | null>;
  /** Lets nobody in any more. */
  stop(): void;
}

/** Lets in who is signed in and does not call too often. */
export function createAdmission(limiter: CallLimiter): Admission {
  const counted = createCountedCalls();
  let isStopping = false;
  const identify = (context: RequestContext): Principal => {
    if (isStopping) throw new DomainError('UNAVAILABLE', 'The service is stopping');
    return requirePrincipal(context);
  };
  return {
    async admit(context) {
      const principal = identify(context);
      if (counted.take(context)) return principal;
      const { limit, retryAfterSeconds } = (await limiter.count(principal.subject)) ?? { limit: 0, retryAfterSeconds: null };
      if (retryAfterSeconds !== null) throw new DomainError('RATE_LIMITED', `At most ${limit} calls per minute`, { details: { retryAfterSeconds } });
      return principal;
    },
    async count(context) {
      const allowance = await limiter.count(identify(context).subject);
      if (allowance?.retryAfterSeconds === null) counted.add(context);
      return allowance;
    },
    stop: () => void (isStopping = true),
  };
}

/** More requests are not under way at once; what most of them leave is never asked for again. */
const mostRequests = 10_000;

/** Calls that were counted before they came, by request and caller. Each was counted, so that nobody gets more of them than the limit. */
function createCountedCalls() {
  const calls = new Map<string, number>();
  const keyOf = ({ requestId, principal }: RequestContext): string => `${principal?.subject ?? ''} ${requestId}`;
  return {
    add(context: RequestContext): void {
      const key = keyOf(context);
      calls.set(key, (calls.get(key) ?? 0) + 1);
      if (calls.size <= mostRequests) return;
      const [oldest = key] = calls.keys();
      calls.delete(oldest);
    },
    take(context: RequestContext): boolean {
      const key = keyOf(context);
      const left = (calls.get(key) ?? 0) - 1;
      if (left > 0) calls.set(key, left);
      else calls.delete(key);
      return left >= 0;
    },
  };
}
