import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** How a caller stands with the limit of calls, the present one counted. */
export interface CallAllowance {
  /** Calls per minute. */
  readonly limit: number;
  readonly remaining: number;
  /** When all of them are free again. */
  readonly resetsAt: Date;
  /** Seconds to wait when the call is one too many; null when it may pass. */
  readonly retryAfterSeconds: number | null;
}

/** Counts calls per caller. */
export interface CallLimiter {
  /** Counts one call; null where nothing is limited. */
  count(subject: string): Promise<CallAllowance | null>;
}

/** At most `perMinute` calls per caller and minute in this process; null: no limit. */
export function createCallLimiter(perMinute: number | null): CallLimiter {
  if (perMinute === null) return { count: async () => null };
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  const toAllowance = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isTooMany: boolean): CallAllowance => ({
    limit: perMinute,
    remaining: Math.max(0, remainingPoints),
    resetsAt: new Date(Date.now() + msBeforeNext),
    retryAfterSeconds: isTooMany ? Math.max(1, Math.ceil(msBeforeNext / 1_000)) : null,
  });
  return {
    async count(subject) {
      try {
        return toAllowance(await limiter.consume(subject), false);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return toAllowance(refusal, true);
        throw refusal;
      }
    },
  };
}
