import { Counter, Histogram, type Metrics } from '#kernel/metrics';
import type { FinishedExchange } from './exchange.ts';

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
  const record: HttpMetrics = (listener, { exchange, status, durationMs }) => {
    const labels = { listener, route: exchange.route ?? 'other', status };
    total.inc(labels);
    duration.observe(labels, durationMs / 1000);
  };
  known.set(metrics, record);
  return record;
}
