import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Below this a step is so short that waiting for other threads costs more than they give. */
const smallModel = 100_000_000;

export interface ThreadPolicy {
  readonly configured: number | 'auto';
  readonly parameterCount: number | null;
  readonly machine?: Machine;
}

/** What of the machine this process may use. */
export interface Machine {
  readonly cores: number;
  /** The CPU quota in cores; infinite where there is none. */
  readonly quota: number;
}

/** The most threads for one model: one for a small model; else what is configured, or all cores, which the governor then watches. */
export function threadsFor({ configured, parameterCount, machine = thisMachine() }: ThreadPolicy): number {
  if (parameterCount !== null && parameterCount < smallModel) return 1;
  if (configured !== 'auto') return configured;
  // A spinning thread uses up the quota of the others, and then all of them are stopped for the rest of the period.
  return machine.quota < machine.cores ? Math.max(1, Math.floor(machine.quota) - 1) : machine.cores;
}

const thisMachine = (): Machine => ({ cores: availableParallelism(), quota: quota() });

/** The quota of this control group (version 2). */
function quota(): number {
  try {
    const [limit, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').split(' ').map(Number);
    return limit === undefined || period === undefined || Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit / period;
  } catch {
    return Number.POSITIVE_INFINITY; // not Linux, or no control group
  }
}
