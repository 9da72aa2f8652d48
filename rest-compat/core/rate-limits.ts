import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { AnswerHeaders } from './answer.ts';

/** At most `points` requests in `seconds`. */
export interface RateWindow {
  readonly points: number;
  readonly seconds: number;
}

/** How one class of endpoints is limited; the first window is the one that the headers tell. */
export interface RateClass {
  /** Whom a request counts for; an anonymous caller is always its address. */
  readonly per: 'address' | 'user';
  readonly windows: readonly [RateWindow, ...RateWindow[]];
}

/** The rate-limit classes of a surface, by name. */
export type RateClasses = Readonly<Record<string, RateClass>>;

/** How a request stands. */
export interface RateState {
  /** `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds since the epoch). */
  readonly headers: AnswerHeaders;
  /** Seconds to wait when the request is one too many; null when it may pass. */
  readonly retryAfterSeconds: number | null;
}

/** Counts requests. */
export interface RateLimits {
  /** Counts one request of a class. @throws Error when the surface has no such class: a fault of the program */
  consume(className: string, caller: Caller): Promise<RateState>;
}

/** Who sent a request. */
export interface Caller {
  readonly address: string;
  readonly subject: string | null;
}

/** Limits that let everything pass, without headers. */
export const noRateLimits: RateLimits = { consume: async () => ({ headers: {}, retryAfterSeconds: null }) };

/** Limits in the memory of this process. */
export function createRateLimits(classes: RateClasses): RateLimits {
  const limiters = new Map(Object.entries(classes).map(([name, rateClass]) => [name, toLimiter(rateClass)]));
  return {
    async consume(className, caller) {
      const limiter = limiters.get(className);
      if (limiter === undefined) throw new TypeError(`No rate-limit class ${className}`);
      return limiter(caller);
    },
  };
}

/** A request that one window refuses does not count in the following ones. */
function toLimiter({ per, windows: [first, ...others] }: RateClass): (caller: Caller) => Promise<RateState> {
  const shown = toCounter(first);
  const hidden = others.map(toCounter);
  return async ({ address, subject }) => {
    const key = per === 'user' ? (subject ?? address) : address;
    const state = await shown(key);
    if (state.retryAfterSeconds !== null) return state;
    for (const count of hidden) {
      const refusal = await count(key);
      if (refusal.retryAfterSeconds !== null) return refusal;
    }
    return state;
  };
}

function toCounter({ points, seconds }: RateWindow): (key: string) => Promise<RateState> {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  const toState = ({ remainingPoints, msBeforeNext }: RateLimiterRes, exceeded: boolean): RateState => ({
    headers: {
      'X-RateLimit-Limit': String(points),
      'X-RateLimit-Remaining': String(remainingPoints),
      'X-RateLimit-Reset': String(Math.ceil((Date.now() + msBeforeNext) / 1000)),
    },
    retryAfterSeconds: exceeded ? Math.max(1, Math.ceil(msBeforeNext / 1000)) : null,
  });
  return async (key) => {
    try {
      return toState(await limiter.consume(key), false);
    } catch (rejection) {
      if (rejection instanceof RateLimiterRes) return toState(rejection, true);
      throw rejection;
    }
  };
}
