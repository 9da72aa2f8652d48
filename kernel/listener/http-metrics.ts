import { TallyCounter, TallyHistogram, type Metrics } from '#kernel/metrics';
import type { FinishedExchange } from './exchange.ts';

/** Counts what one listener answered. */
export type HttpMetrics = (finished: FinishedExchange) => void;

interface Registered {
  readonly total: TallyCounter<'listener' | 'route' | 'status'>;
  readonly duration: TallyHistogram<'listener' | 'route' | 'status'>;
}

const registered = new WeakMap<Metrics, Registered>();

/** The HTTP metrics of one listener, in a registry that all share. */
export function createHttpMetrics(metrics: Metrics, listener: string): HttpMetrics {
  const { total, duration } = registered.get(metrics) ?? register(metrics);
  const childrenOf = (route: string, status: number) => ({ count: total.child({ listener, route, status }), observe: duration.child({ listener, route, status }) });
  const known = new Map<string, Map<number, ReturnType<typeof childrenOf>>>();
  return ({ exchange, status, durationMs }) => {
    const route = exchange.route ?? 'other';
    let byStatus = known.get(route);
    if (byStatus === undefined) known.set(route, (byStatus = new Map<number, ReturnType<typeof childrenOf>>()));
    let children = byStatus.get(status);
    if (children === undefined) byStatus.set(status, (children = childrenOf(route, status)));
    children.count(1);
    children.observe(durationMs / 1000);
  };
}

function register(metrics: Metrics): Registered {
  const labelNames = ['listener', 'route', 'status'] as const;
  const made: Registered = {
    total: new TallyCounter({ name: 'http_requests_total', help: 'Answered HTTP requests', labelNames, registers: [metrics] }),
    duration: new TallyHistogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer',
      labelNames,
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers: [metrics],
    }),
  };
  registered.set(metrics, made);
  return made;
}
