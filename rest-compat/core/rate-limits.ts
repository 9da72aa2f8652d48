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

/** How a caller stands with a limit, the present request counted. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** When all of it is free again, in seconds since the epoch. */
  readonly resetAt: number;
  /** Seconds to wait when the request is one too many; null when it may pass. */
  readonly retryAfterSeconds: number | null;
}

/** Counts requests. */
export interface RateLimits {
  /** Counts one request of a class. @throws Error when the surface has no such class: a fault of the program */
  consume(className: string, caller: Caller): Promise<RateState>;
  /** `X-RateLimit-Limit`, `-Remaining` and `-Reset`; none where nothing is limited. */
  headersOf(state: RateState): AnswerHeaders;
}

/** Who sent a request. */
export interface Caller {
  readonly address: string;
  readonly subject: string | null;
}

type Counter = (key: string) => Promise<RateState>;

/** Limits in the memory of this process. */
export function createRateLimits(classes: RateClasses): RateLimits {
  return createLimits(classes, toCounter, ({ limit, remaining, resetAt }) => ({
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(resetAt),
  }));
}

/** Limits that let everything pass, without headers. */
export function createOpenLimits(classes: RateClasses): RateLimits {
  const untouched = ({ points, seconds }: RateWindow): Counter => async () => ({ limit: points, remaining: points, resetAt: Math.ceil(Date.now() / 1000) + seconds, retryAfterSeconds: null });
  return createLimits(classes, untouched, () => ({}));
}

function createLimits(classes: RateClasses, count: (window: RateWindow) => Counter, headersOf: RateLimits['headersOf']): RateLimits {
  const limiters = new Map(Object.entries(classes).map(([name, rateClass]) => [name, toLimiter(rateClass, count)]));
  return {
    headersOf,
    async consume(className, caller) {
      const limiter = limiters.get(className);
      if (limiter === undefined) throw new TypeError(`No rate-limit class ${className}`);
      return limiter(caller);
    },
  };
}

/** A request that one window refuses does not count in the following ones. */
function toLimiter({ per, windows: [first, ...others] }: RateClass, count: (window: RateWindow) => Counter): (caller: Caller) => Promise<RateState> {
  const shown = count(first);
  const hidden = others.map(count);
  return async ({ address, subject }) => {
    const key = per === 'user' ? (subject ?? address) : address;
    const state = await shown(key);
    if (state.retryAfterSeconds !== null) return state;
    for (const consume of hidden) {
      const refusal = await consume(key);
      if (refusal.retryAfterSeconds !== null) return refusal;
    }
    return state;
  };
}

function toCounter({ points, seconds }: RateWindow): Counter {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  const toState = ({ remainingPoints, msBeforeNext }: RateLimiterRes, exceeded: boolean): RateState => ({
    limit: points,
    remaining: remainingPoints,
    resetAt: Math.ceil((Date.now() + msBeforeNext) / 1000),
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
