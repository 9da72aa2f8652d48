import { Counter, Gauge, type Metrics } from '#kernel/metrics';
import type { MicroExecutionStatus, MicroRuntime } from './micro.ts';

/** Counts what micro sessions do; `sessions` is read when it is asked for. */
export function createMicroMetrics(registry: Metrics, sessions: () => number) {
  const registers = [registry];
  const executions = new Counter({ name: 'micro_executions_total', help: 'Executions of code in micro sessions.', labelNames: ['runtime', 'status'], registers });
  new Gauge({
    name: 'micro_sessions', help: 'Micro sessions that live.', registers,
    collect() {
      this.set(sessions());
    },
  });
  return { executed: (runtime: MicroRuntime, status: MicroExecutionStatus) => executions.inc({ runtime: runtime.toLowerCase(), status: status.toLowerCase() }) };
}
