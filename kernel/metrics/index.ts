export { Counter, Gauge, Histogram } from 'prom-client';
export { TallyCounter, TallyHistogram } from './tallies.ts';
import { Registry, collectDefaultMetrics } from 'prom-client';

/** The metrics of one server; each listener's `/metrics` prints it in the Prometheus text format. */
export type Metrics = Registry;

/** A new registry; with `process: true` it also holds Node's own metrics. */
export function createMetrics({ process = false }: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (process) collectDefaultMetrics({ register: registry });
  return registry;
}
