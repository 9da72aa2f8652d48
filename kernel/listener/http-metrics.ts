import { Counter, Histogram, type Metrics } from '#kernel/metrics';
import type { FinishedExchange } from './access-log.ts';

/** Counts what a listener answered. */
export type HttpMetrics = (listener: string, finished: FinishedExchange) => void;

const known = new WeakMap<Metrics, HttpMetrics>();

/** The HTTP metrics of a registry, shared by all its listeners. */
export function httpMetricsOf(metrics: Metrics): HttpMetrics {
  const existing = known.get(metrics);
  if (existing !== undefined) return existing;
  const labelNames = ['listener', 'route', 'status'] as const;
  const total = new Counter({ name: 'http_requests_total', help: 'Answered HTTP requests', labelNames, registers: [metrics] });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [metrics],
  });
  const bind = (listener: string, route: string, status: number) => {
    const labels = { listener, route, status };
    return { total: total.labels(labels), duration: duration.labels(labels) };
  };
  // A labelled child is looked up far more cheaply here than by the library, which sorts and joins the labels each time.
  const children = new Map<string, ReturnType<typeof bind>>();
  const record: HttpMetrics = (listener, { exchange, status, durationMs }) => {
    const route = exchange.route ?? 'other';
    const key = `${listener} ${route} ${status}`;
    let child = children.get(key);
    if (child === undefined) children.set(key, (child = bind(listener, route, status)));
    child.total.inc();
    child.duration.observe(durationMs / 1000);
  };
  known.set(metrics, record);
  return record;
}
