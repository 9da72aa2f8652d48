import { setMaxListeners } from 'node:events';
import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { SubgraphResult } from '../subgraph-link.ts';
import type { HttpAsk, HttpCall, HttpReply } from './http-call.ts';
import { doesNotAnswer } from './http-call.ts';
import { readAnswerText, refused } from './remote-answer.ts';
import type { RemoteLimits } from './remote-limits.ts';

export interface SharedCallsOptions {
  readonly name: string;
  readonly start: (ask: HttpAsk) => HttpCall;
  readonly limits: Pick<RemoteLimits, 'queryMs' | 'mutationMs'>;
  readonly clock: Clock;
  readonly onShared: () => void;
}

/** Asks, and waits as long as the request does. */
export type AskSubgraph = (ask: HttpAsk, context: RequestContext) => Promise<SubgraphResult>;

interface SharedCall {
  /** Under which others may join; null for a mutation. */
  readonly key: string | null;
  readonly call: HttpCall;
  readonly deadline: number | null;
  waiting: number;
  /** True once somebody has taken the result; others read the text again, because each may change its objects. */
  taken: boolean;
}

/**
 * Queries that are identical, and asked for the same principal while one of them is under way, are one call; it ends early when nobody waits any more.
 * A mutation closes the calls under way to those who come after it: what they bring may be older than what it did.
 */
export function createSharedCalls({ name, start, limits, clock, onShared }: SharedCallsOptions): AskSubgraph {
  const open = new Map<string, SharedCall>();

  const begin = (ask: HttpAsk, deadline: number | null, key: string | null): SharedCall => ({ key, call: start(ask), deadline, waiting: 0, taken: false });
  const close = (call: SharedCall): void => {
    if (call.key !== null && open.get(call.key) === call) open.delete(call.key);
  };
  const join = (ask: HttpAsk, { deadline, hops }: RequestContext): SharedCall => {
    // The token stands for the principal.
    const key = `${ask.headers.authorization} ${hops} ${ask.body}`;
    const known = open.get(key);
    if (known !== undefined && lastsAsLong(known.deadline, deadline, clock.now())) {
      onShared();
      return known;
    }
    const begun = begin(ask, deadline, key);
    open.set(key, begun);
    void begun.call.reply.then(() => close(begun));
    return begun;
  };

  return (ask, context) => {
    if (ask.isQuery) {
      const shared = join(ask, context);
      return wait(shared, { context, name, clock, limitMs: limits.queryMs, onDeserted: () => close(shared) });
    }
    const own = begin(ask, context.deadline, null);
    void own.call.reply.then(() => open.clear());
    return wait(own, { context, name, clock, limitMs: limits.mutationMs, onDeserted: () => undefined });
  };
}

/** The subgraph gives up at the deadline of who asked first: that has to be about as far as one's own. */
function lastsAsLong(first: number | null, own: number | null, now: number): boolean {
  return first === null || (own !== null && first - now >= 0.9 * (own - now));
}

interface WaitOptions {
  readonly context: RequestContext;
  readonly name: string;
  readonly clock: Clock;
  readonly limitMs: number;
  readonly onDeserted: () => void;
}

function wait(shared: SharedCall, { context: { cancellation, deadline }, name, clock, limitMs, onDeserted }: WaitOptions): Promise<SubgraphResult> {
  const { signal } = cancellation;
  // Any number of fetches of one request may be under way.
  setMaxListeners(0, signal);
  const remainingMs = deadline === null ? Infinity : deadline - clock.now();
  shared.waiting += 1;

  return new Promise((resolve) => {
    const settle = (result: SubgraphResult): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const leave = (refusal: DomainError, reason: 'gone' | 'late'): void => {
      settle(refused(refusal));
      shared.waiting -= 1;
      if (shared.waiting > 0) return;
      onDeserted();
      shared.call.abandon(reason);
    };
    const onLate = (): void => (remainingMs <= limitMs ? leave(new DomainError('DEADLINE_EXCEEDED', 'The answer was not ready in time'), 'gone') : leave(doesNotAnswer(name), 'late'));
    const onAbort = (): void => leave(DomainError.isInstance(signal.reason) ? signal.reason : new DomainError('CANCELLED', 'The request was cancelled'), 'gone');
    const timer = setTimeout(onLate, Math.min(remainingMs, limitMs));
    signal.addEventListener('abort', onAbort, { once: true });
    void shared.call.reply.then((reply) => settle(take(shared, reply)));
    if (signal.aborted) onAbort();
  });
}

function take(shared: SharedCall, { result, text }: HttpReply): SubgraphResult {
  if (!shared.taken || text === null) {
    shared.taken = true;
    return result;
  }
  return readAnswerText(text) ?? result;
}
