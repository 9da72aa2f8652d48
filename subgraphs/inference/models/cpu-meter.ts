import { cpus } from 'node:os';

/** Measures how busy the processors of the machine are. */
export interface CpuMeter {
  /** The share of their time that they worked since a moment at least a second ago, or since the start of the machine: 0 to 1. */
  utilization(): number;
}

interface Sample {
  readonly at: number;
  readonly busy: number;
  readonly total: number;
}

const shortestMs = 1_000;

/** A meter of this machine. */
export function createCpuMeter(): CpuMeter {
  let [before, latest] = [sample(), sample()];
  return {
    utilization() {
      const now = sample();
      if (now.at - latest.at >= shortestMs) [before, latest] = [latest, now];
      const since = now.at - before.at >= shortestMs ? before : { busy: 0, total: 0 };
      return now.total > since.total ? Math.min(1, Math.max(0, (now.busy - since.busy) / (now.total - since.total))) : 0;
    },
  };
}

function sample(): Sample {
  let [busy, total] = [0, 0];
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.irq + times.idle;
    total += all;
    busy += all - times.idle;
  }
  return { at: performance.now(), busy, total };
}
