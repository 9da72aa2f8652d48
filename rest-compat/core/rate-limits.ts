import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RequestContext } from '#kernel/context';
import type { GraphPort } from '#kernel/graph-port';
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
  /** Counts known users instead of this surface, where they have other doors too. */
  readonly counter?: GraphCounter;
}

/** Counts a request through the graph. */
export interface GraphCounter {
  /** Null where nothing is limited. @throws Error when the document does not fit the graph */
  readonly bind: (graph: GraphPort) => (context: RequestContext) => Promise<RateState | null>;
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
  consume(className: string, caller: Caller): RateState | Promise<RateState>;
  /** How a caller stands, without counting anything; the header of the next request would say one less. */
  peek(className: string, caller: Caller): RateState | Promise<RateState>;
  /** `X-RateLimit-Limit`, `-Remaining` and `-Reset`; none where nothing is limited. */
  headersOf(state: RateState): AnswerHeaders;
}

/** Who sent a request. */
export interface Caller {
  readonly address: string;
  readonly subject: string | null;
  /** The request as the graph gets it. */
  readonly open: () => RequestContext;
}

/** Counts in one window. Synchronous where it can be: a hot path pays for every turn. */
interface Counter {
  consume(key: string): RateState | Promise<RateState>;
  peek(key: string): RateState | Promise<RateState>;
}

type Limiter = Readonly<Record<'consume' | 'peek', (caller: Caller) => RateState | Promise<RateState>>>;

/** Limits in the memory of this process, but for those that the graph counts. @throws Error when a document of a counter does not fit the graph */
export function createRateLimits(classes: RateClasses, graph: GraphPort): RateLimits {
  return createLimits(classes, { graph, createCounter: toCounter }, ({ limit, remaining, resetAt }) => ({
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(resetAt),
  }));
}

/** Limits that let everything pass, without headers. */
export function createOpenLimits(classes: RateClasses): RateLimits {
  const none = {};
  return createLimits(classes, { graph: null, createCounter: openCounter }, () => none);
}

interface Counting {
  /** Null where nothing is counted. */
  readonly graph: GraphPort | null;
  readonly createCounter: (window: RateWindow) => Counter;
}

function createLimits(classes: RateClasses, counting: Counting, headersOf: RateLimits['headersOf']): RateLimits {
  const limiters = new Map(Object.entries(classes).map(([name, rateClass]) => [name, withGraph(rateClass, counting)]));
  const limiterOf = (name: string): Limiter => {
    const limiter = limiters.get(name);
    if (limiter === undefined) throw new TypeError(`No rate-limit class ${name}`);
    return limiter;
  };
  return {
    headersOf,
    consume: (className, caller) => limiterOf(className).consume(caller),
    peek: (className, caller) => limiterOf(className).peek(caller),
  };
}

/** Asks the graph about known users where the class says so. */
function withGraph(rateClass: RateClass, { graph, createCounter }: Counting): Limiter {
  const limiter = toLimiter(rateClass, createCounter);
  const ask = graph === null ? undefined : rateClass.counter?.bind(graph);
  if (ask === undefined) return limiter;
  const unlimited = openCounter(rateClass.windows[0]);
  return {
    peek: limiter.peek,
    consume: (caller) => (caller.subject === null ? limiter.consume(caller) : ask(caller.open()).then((state) => state ?? unlimited.consume(''))),
  };
}

/** A request that one window refuses does not count in the following ones. */
function toLimiter({ per, windows: [first, ...others] }: RateClass, createCounter: (window: RateWindow) => Counter): Limiter {
  const shown = createCounter(first);
  const hidden = others.map(createCounter);
  const keyOf = ({ address, subject }: Caller): string => (per === 'user' ? (subject ?? address) : address);
  const peek = (caller: Caller) => shown.peek(keyOf(caller));
  if (hidden.length === 0) return { peek, consume: (caller) => shown.consume(keyOf(caller)) };
  return {
    peek,
    async consume(caller) {
      const key = keyOf(caller);
      const state = await shown.consume(key);
      if (state.retryAfterSeconds !== null) return state;
      for (const counter of hidden) {
        const refusal = await counter.consume(key);
        if (refusal.retryAfterSeconds !== null) return refusal;
      }
      return state;
    },
  };
}

function openCounter({ points, seconds }: RateWindow): Counter {
  const untouched = (): RateState => ({ limit: points, remaining: points, resetAt: Math.ceil(Date.now() / 1000) + seconds, retryAfterSeconds: null });
  return { consume: untouched, peek: untouched };
}

function toCounter({ points, seconds }: RateWindow): Counter {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  const toState = ({ remainingPoints, msBeforeNext }: Pick<RateLimiterRes, 'remainingPoints' | 'msBeforeNext'>, exceeded: boolean): RateState => ({
    limit: points,
    remaining: Math.max(0, remainingPoints),
    resetAt: Math.ceil((Date.now() + msBeforeNext) / 1000),
    retryAfterSeconds: exceeded ? Math.max(1, Math.ceil(msBeforeNext / 1000)) : null,
  });
  return {
    async consume(key) {
      try {
        return toState(await limiter.consume(key), false);
      } catch (rejection) {
        if (rejection instanceof RateLimiterRes) return toState(rejection, true);
        throw rejection;
      }
    },
    peek: async (key) => toState((await limiter.get(key)) ?? { remainingPoints: points, msBeforeNext: seconds * 1000 }, false),
  };
}
