import { Counter, Histogram, type Metrics } from '#kernel/metrics';
import type { RunFacts } from './run-facts.ts';

/** What is counted of runs. */
export interface RunMetrics {
  ended(run: Pick<RunFacts, 'state' | 'usage'>): void;
}

/** Metrics of runs in a registry. */
export function createRunMetrics(metrics: Metrics): RunMetrics {
  const runs = new Counter({ name: 'execution_runs_total', help: 'Runs that have ended, by how', labelNames: ['state'], registers: [metrics] });
  const seconds = new Histogram({ name: 'execution_run_seconds', help: 'Time that programs ran', buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60], registers: [metrics] });
  return {
    ended({ state, usage }) {
      runs.inc({ state });
      if (usage !== null) seconds.observe(usage.wallMs / 1_000);
    },
  };
}
