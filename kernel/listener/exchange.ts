import type { IncomingMessage } from 'node:http';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Subject } from '#kernel/principal';

/** One request and its answer, as every listener keeps it; the handler fills in what only it knows. */
export interface Exchange {
  /** The caller's `X-Request-Id` where it is sane, else a new one; echoed in the answer. */
  readonly id: string;
  /** The path asked for, without its query, which may hold a token. Kept, because Express rewrites the request's own. */
  readonly path: string;
  /** Aborted when the caller goes away before the answer is whole, or by `abort`. */
  readonly signal: AbortSignal;
  /** Whether `signal` is aborted; makes no signal. */
  readonly isAborted: boolean;
  abort(reason: DomainError): void;
  /** Calls a listener when `signal` is aborted, unless the returned function was called before. Makes no signal, which costs more than most requests. */
  onAbort(listener: AbortListener): () => void;
  /** The route that answers, for metrics: a name out of a fixed set, never a path with ids. */
  route: string | null;
  /** Who asks, once it is known. */
  subject: Subject | null;
  /** True for an answer without an end of its own: stopping the listener does not wait for it. */
  endless: boolean;
  /** Further fields of the access log line. */
  logged: Readonly<Record<string, unknown>> | null;
  /** Notes the end as the documentation of an API asks, and says what the access log line holds; null for the plain line. */
  observer: ExchangeObserver | null;
}

/** Told why an exchange was aborted. */
export type AbortListener = (reason: DomainError) => void;

/** An exchange that is over. */
export interface FinishedExchange {
  readonly exchange: Exchange;
  readonly request: IncomingMessage;
  /** HTTP status; 499 when the caller went away first. */
  readonly status: number;
  readonly durationMs: number;
}

/** Takes note of an exchange that is over; the result is its access log line. */
export type ExchangeObserver = (finished: FinishedExchange) => Readonly<Record<string, unknown>>;

const exchangeKey = Symbol('exchange');

/** A property of the request rather than a WeakMap: the garbage collector looks at each entry of one many times. */
interface Exchanged extends IncomingMessage {
  [exchangeKey]?: Exchange | undefined;
}

/** The exchange that a request belongs to. */
export function exchangeOf(request: Exchanged): Exchange {
  const known = request[exchangeKey];
  if (known !== undefined) return known;
  const exchange = new HttpExchange(request);
  request[exchangeKey] = exchange;
  return exchange;
}

/** Why a request whose caller has gone is not finished. */
export const callerGone = (): DomainError => new DomainError('CANCELLED', 'The caller went away');

/** A class, because there is one for every request: methods on a prototype cost nothing per object. */
class HttpExchange implements Exchange {
  readonly id: string;
  readonly path: string;
  route: string | null = null;
  subject: Subject | null = null;
  endless = false;
  logged: Readonly<Record<string, unknown>> | null = null;
  observer: ExchangeObserver | null = null;
  #reason: DomainError | null = null;
  #controller: AbortController | null = null;
  #listeners: Set<AbortListener> | null = null;

  constructor(request: IncomingMessage) {
    this.id = readRequestId(request.headers['x-request-id']);
    this.path = pathOf(request);
  }

  get isAborted(): boolean {
    return this.#reason !== null;
  }

  // Made on demand: most requests are answered before anyone would listen.
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== null) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  abort(reason: DomainError): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#controller?.abort(reason);
    for (const listener of this.#listeners ?? []) listener(reason);
  }

  onAbort(listener: AbortListener): () => void {
    const listeners = (this.#listeners ??= new Set());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
}

/** The path that a request asks for, without its query. */
export function pathOf({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** A foreign id goes into log lines and headers: only short and plain ones are taken over. */
const readRequestId = (given: string | string[] | undefined): string => (typeof given === 'string' && /^[\w.:-]{1,128}$/u.test(given) ? given : newId());
