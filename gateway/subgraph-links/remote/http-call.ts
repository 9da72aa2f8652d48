import type { Dispatcher } from 'undici';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { SubgraphResult } from '../subgraph-link.ts';
import { subgraphHeader, type CallerHeaders } from './caller.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { exchange, type HttpAnswer, type HttpExchange } from './http-exchange.ts';
import { readAnswerText, refused } from './remote-answer.ts';
import type { RemoteLimits } from './remote-limits.ts';
import type { RemoteMetrics } from './remote-metrics.ts';

/** One operation for a subgraph elsewhere. */
export interface HttpAsk {
  /** The request as JSON text. */
  readonly body: string;
  readonly headers: CallerHeaders;
  /** True for what may be asked twice. */
  readonly isQuery: boolean;
}

/** What came of it: always a result, and the text that it was read from, for whoever else waits for it. */
export interface HttpReply {
  readonly result: SubgraphResult;
  readonly text: string | null;
}

/** A call under way. */
export interface HttpCall {
  /** Never rejects. */
  readonly reply: Promise<HttpReply>;
  /** Nobody waits any more; `late` because the peer took too long. */
  abandon(reason: 'gone' | 'late'): void;
}

export interface HttpCallOptions {
  readonly name: string;
  readonly dispatcher: Dispatcher;
  /** Of the URL. */
  readonly path: string;
  readonly limits: RemoteLimits;
  readonly breaker: CircuitBreaker;
  readonly metrics: RemoteMetrics;
  readonly logger: Logger;
}

/** Makes calls: a query is asked again after a failure of the network or of a proxy, after a pause with jitter, as often as the limits say. */
export function createHttpCalls({ name, dispatcher, path, limits, breaker, metrics, logger }: HttpCallOptions): (ask: HttpAsk) => HttpCall {
  const unavailable: HttpReply = { result: refused(doesNotAnswer(name)), text: null };

  return ({ body, headers, isQuery }) => {
    let under: HttpExchange | undefined;
    let abandoned: 'gone' | 'late' | undefined;
    let wake = (): void => undefined;

    /** Null when another attempt may do better. */
    const attempt = async (): Promise<HttpReply | null> => {
      if (!breaker.admits()) return unavailable;
      try {
        under = exchange(dispatcher, { method: 'POST', path, headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' }, body }, limits);
        const answer = await under.answer;
        const found = judge(answer, name);
        if ('result' in found) breaker.succeeded();
        else fail(found.fault, answer.status);
        return 'result' in found ? found : found.mayRepeat ? null : unavailable;
      } catch (fault) {
        if (abandoned === 'gone') breaker.released();
        else if (DomainError.isInstance(fault)) breaker.succeeded(); // it answers, if too much
        else fail(fault, null);
        return DomainError.isInstance(fault) ? { result: refused(fault), text: null } : null;
      }
    };
    const fail = (fault: unknown, status: number | null): void => {
      breaker.failed();
      metrics.failed();
      logger.debug({ subgraph: name, err: fault, status, request_id: headers['x-request-id'] }, 'a subgraph elsewhere did not answer');
    };
    const run = async (): Promise<HttpReply> => {
      for (let count = 1; ; count++) {
        const reply = await attempt();
        if (reply !== null) return reply;
        if (!isQuery || count >= limits.attempts || abandoned !== undefined) return unavailable;
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, limits.retryMs * 2 ** (count - 1) * (0.5 + Math.random()));
        });
        if (isAbandoned()) return unavailable;
        metrics.retried();
      }
    };
    const isAbandoned = (): boolean => abandoned !== undefined;

    return {
      reply: run(),
      abandon(reason) {
        abandoned = reason;
        under?.abort();
        wake();
      },
    };
  };
}

/** The refusal for a subgraph that cannot be reached. */
export const doesNotAnswer = (subgraph: string): DomainError => new DomainError('SUBGRAPH_UNAVAILABLE', `The part of the graph called ${subgraph} does not answer`, { details: { subgraph } });

type Verdict = HttpReply | { readonly fault: string; readonly mayRepeat: boolean };

function judge({ status, headers, text }: HttpAnswer, name: string): Verdict {
  if (status === 502 || status === 503 || status === 504) return { fault: 'it is not available', mayRepeat: true };
  if (headers[subgraphHeader] !== name) return { fault: 'something else answers at its URL', mayRepeat: false };
  if (status === 401) return { fault: 'it does not know this process: both need the same keys, and clocks that agree', mayRepeat: false };
  const answers = status === 200 || (status >= 400 && status < 500); // a refusal of the request as a whole looks like any other
  const result = answers && isJson(headers['content-type']) ? readAnswerText(text) : null;
  return result === null ? { fault: 'its answer is not one', mayRepeat: false } : { result, text };
}

const isJson = (type: string | undefined): boolean => type !== undefined && /^application\/json\s*(?:;|$)/iu.test(type);
