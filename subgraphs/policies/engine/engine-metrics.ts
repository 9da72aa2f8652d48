import { Gauge, TallyCounter, TallyHistogram, type Metrics } from '#kernel/metrics';

/** What an engine counts. */
export interface PolicyEngineMetrics {
  /** The model ran over so many steps. */
  ran(steps: number, seconds: number): void;
  /** An agent was reset because its new state was not finite. */
  stateReset(): void;
  /** Shows these figures whenever metrics are asked for, until the answer is called. */
  watch(read: () => EngineFigures): () => void;
}

/** How an engine stands. */
export interface EngineFigures {
  readonly agents: number;
  readonly waiting: number;
}

/** Registers the metrics of policy engines; the answer gives those of one policy, whose versions add up. */
export function createPolicyEngineMetrics(registry: Metrics): (policy: string) => PolicyEngineMetrics {
  const registers = [registry];
  const labelNames = ['policy'] as const;
  const steps = new TallyCounter({ name: 'policy_steps_total', help: 'Steps that policies computed.', labelNames, registers });
  const resets = new TallyCounter({ name: 'policy_state_resets_total', help: 'Agents that were reset because their state was no longer finite.', labelNames, registers });
  const batchSize = new TallyHistogram({ name: 'policy_batch_size', help: 'Steps that one run of a model computed together.', labelNames, buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256], registers });
  const runSeconds = new TallyHistogram({
    name: 'policy_run_seconds', help: 'Time of one run of a model.', labelNames, registers,
    buckets: [0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1],
  });
  const watched = new Map<() => EngineFigures, string>();
  const gauge = (name: string, help: string, figure: keyof EngineFigures): void => {
    new Gauge({
      name, help, labelNames, registers,
      collect() {
        this.reset();
        for (const [read, policy] of watched) this.inc({ policy }, read()[figure]);
      },
    });
  };
  gauge('policy_agents', 'Agents that have state.', 'agents');
  gauge('policy_queue_length', 'Steps that were not answered yet.', 'waiting');

  return (policy) => {
    const bound = { steps: steps.child({ policy }), resets: resets.child({ policy }), batchSize: batchSize.child({ policy }), runSeconds: runSeconds.child({ policy }) };
    return {
      ran(count, seconds) {
        bound.steps(count);
        bound.batchSize(count);
        bound.runSeconds(seconds);
      },
      stateReset: () => bound.resets(1),
      watch(read) {
        watched.set(read, policy);
        return () => void watched.delete(read);
      },
    };
  };
}
