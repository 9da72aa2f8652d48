import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '#kernel/errors';

/** Counts calls per caller. */
export interface CallLimiter {
  /** Counts one call. @throws DomainError RATE_LIMITED with the seconds to wait */
  take(subject: string): Promise<void>;
}

/** At most `perMinute` calls per caller and minute in this process; null: no limit. */
export function createCallLimiter(perMinute: number | null): CallLimiter {
  if (perMinute === null) return { take: async () => undefined };
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return {
    async take(subject) {
      try {
        await limiter.consume(subject);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
        throw new DomainError('RATE_LIMITED', `At most ${perMinute} calls per minute`, { details: { retryAfterSeconds } });
      }
    },
  };
}
