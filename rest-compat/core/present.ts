import { DomainError, type ErrorCode } from '#kernel/errors';
import { toRefusal } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import { Counter, type Metrics } from '#kernel/metrics';

export interface PresentOptions {
  readonly surface: string;
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
export function createPresent({ surface, metrics, logger }: PresentOptions): Present {
  const undeclared = undeclaredCounter(metrics);
  return ({ requestId, endpoint }, thrown) => {
    const refusal = toRefusal(thrown);
    if (endpoint !== null && !endpoint.declared.has(refusal.code)) undeclared.inc({ surface, route: endpoint.id, code: refusal.code });
    else if (refusal.code !== 'INTERNAL') return refusal;
    logger.error({ request_id: requestId, route: endpoint?.id, err: refusal.cause ?? refusal }, 'request failed');
    return new DomainError('INTERNAL', 'Internal error');
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
