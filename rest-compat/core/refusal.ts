import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { exchangeOf, sendJson, toRefusal } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import { Counter, type Metrics } from '#kernel/metrics';
import type { Route } from './route.ts';
import { toFrame } from './stream.ts';
import { declaredErrors, type WireErrors } from './wire-errors.ts';

/** Where something was thrown; without a route when no endpoint was found. */
interface Refused {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route?: Route;
}

/** Answers with the documented body of whatever was thrown. After the head of a stream it is the last event, and the stream ends without its closing mark. */
export type Refuse = (refused: Refused, thrown: unknown) => void;

export interface RefusalOptions {
  readonly surface: string;
  readonly wire: WireErrors;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Where a refusal is to be shown. */
export interface RefusalPlace {
  readonly requestId: string;
  /** Null where no endpoint was found. */
  readonly endpoint: { readonly id: string; readonly declared: ReadonlySet<ErrorCode> } | null;
}

/** What a caller is told of anything that was thrown. A refusal that its endpoint does not document is a fault of this product, counted in `compat_undeclared_errors_total`. */
export type Present = (place: RefusalPlace, thrown: unknown) => DomainError;

/** Faults go into the log, and nobody sees their words. */
export function createPresent({ surface, metrics, logger }: Omit<RefusalOptions, 'wire'>): Present {
  const undeclared = undeclaredCounter(metrics);
  return ({ requestId, endpoint }, thrown) => {
    const refusal = toRefusal(thrown);
    if (endpoint !== null && !endpoint.declared.has(refusal.code)) undeclared.inc({ surface, route: endpoint.id, code: refusal.code });
    else if (refusal.code !== 'INTERNAL') return refusal;
    logger.error({ request_id: requestId, route: endpoint?.id, err: refusal.cause ?? refusal }, 'request failed');
    return new DomainError('INTERNAL', 'Internal error');
  };
}

/** Answers refusals as the API spells them. */
export function createRefuse(options: RefusalOptions): Refuse {
  const { wire } = options;
  const present = createPresent(options);
  const presentable = ({ request, route }: Refused, thrown: unknown): DomainError =>
    present({ requestId: exchangeOf(request).id, endpoint: route === undefined ? null : { id: route.id, declared: declaredErrors(route) } }, thrown);

  return (refused, thrown) => {
    const { response } = refused;
    if (response.destroyed) return; // nobody is left to tell
    const refusal = presentable(refused, thrown);
    const spelling = refused.route?.spelling ?? {};
    const { retryAfterSeconds } = refusal.details;
    if (response.headersSent) {
      response.end(toFrame(JSON.stringify(wire.body(refusal, spelling))));
      return;
    }
    if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', retryAfterSeconds);
    if (refusal.code === 'UNAUTHENTICATED') response.setHeader('WWW-Authenticate', 'Bearer');
    sendJson(response, wire.status(refusal.code), wire.body(refusal, spelling));
  };
}

const counters = new WeakMap<Metrics, Counter<'surface' | 'route' | 'code'>>();

/** The counter of a registry, shared by all its surfaces. */
function undeclaredCounter(metrics: Metrics): Counter<'surface' | 'route' | 'code'> {
  const known = counters.get(metrics);
  if (known !== undefined) return known;
  const counter = new Counter({
    name: 'compat_undeclared_errors_total',
    help: 'Refusals that an endpoint answered with 500 because it does not document them',
    labelNames: ['surface', 'route', 'code'] as const,
    registers: [metrics],
  });
  counters.set(metrics, counter);
  return counter;
}
