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
  abort(reason: DomainError): void;
  /** The route that answers, for metrics: a name out of a fixed set, never a path with ids. */
  route: string | null;
  /** Who asks, once it is known. */
  subject: Subject | null;
  /** True for an answer without an end of its own: stopping the listener does not wait for it. */
  endless: boolean;
  /** Further fields of the access log line. */
  readonly logged: Record<string, unknown>;
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

/** The exchange that a request belongs to. */
export function exchangeOf(request: IncomingMessage): Exchange {
  const known = exchanges.get(request);
  if (known !== undefined) return known;
  const exchange = createExchange(readRequestId(request.headers['x-request-id']), pathOf(request));
  exchanges.set(request, exchange);
  return exchange;
}

/** Why a request whose caller has gone is not finished. */
export const callerGone = (): DomainError => new DomainError('CANCELLED', 'The caller went away');

function createExchange(id: string, path: string): Exchange {
  let controller: AbortController | undefined;
  return {
    id,
    path,
    // Made on demand: most requests are answered before anyone would listen.
    get signal() {
      return (controller ??= new AbortController()).signal;
    },
    abort(reason) {
      (controller ??= new AbortController()).abort(reason);
    },
    route: null,
    subject: null,
    endless: false,
    logged: {},
  };
}

/** The path that a request asks for, without its query. */
export function pathOf({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** A foreign id goes into log lines and headers: only short and plain ones are taken over. */
const readRequestId = (given: string | string[] | undefined): string => (typeof given === 'string' && /^[\w.:-]{1,128}$/u.test(given) ? given : newId());
