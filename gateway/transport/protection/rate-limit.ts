import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '#kernel/errors';

/** Counts operations per caller. */
export interface RateLimit {
  /** Counts operations of a caller; undefined where nothing is limited. @throws DomainError RATE_LIMITED with the seconds to wait, as a rejection */
  count(caller: string, operations: number): Promise<void> | undefined;
}

/** At most so many operations per caller and minute in this process; null: any number. */
export function createRateLimit(perMinute: number | null): RateLimit {
  if (perMinute === null) return { count: () => undefined };
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return {
    async count(caller, operations) {
      try {
        await limiter.consume(caller, operations);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new DomainError('RATE_LIMITED', `At most ${perMinute} operations per minute`, { details: { limit: perMinute, retryAfterSeconds } });
      }
    },
  };
}
