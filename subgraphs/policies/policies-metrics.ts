import { Counter, Gauge, type Metrics } from '#kernel/metrics';

/** What this domain counts beside its engines. */
export interface PoliciesMetrics {
  /** An agent was forgotten that nobody had used for long, or longest. */
  readonly evicted: (reason: 'ttl' | 'capacity') => void;
  /** Recorded steps reached the database. */
  readonly stored: (count: number) => void;
}

/** Registers the metrics of this domain; `waiting` is read when they are asked for. */
export function createPoliciesMetrics(registry: Metrics, waiting: () => number): PoliciesMetrics {
  const registers = [registry];
  const evicted = new Counter({ name: 'policy_agents_evicted_total', help: 'Agents that were forgotten because nobody used them.', labelNames: ['reason'], registers });
  const byReason = { ttl: evicted.labels('ttl'), capacity: evicted.labels('capacity') };
  const stored = new Counter({ name: 'policy_transitions_stored_total', help: 'Recorded steps that reached the database.', registers });
  new Gauge({
    name: 'policy_transitions_waiting', help: 'Recorded steps that are not in the database yet.', registers,
    collect() {
      this.set(waiting());
    },
  });
  return { evicted: (reason) => byReason[reason].inc(), stored: (count) => stored.inc(count) };
}
