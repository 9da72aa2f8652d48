import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Below this a step is so short that waiting for other threads costs more than they give. */
const smallModel = 100_000_000;

export interface ThreadPolicy {
  readonly configured: number | 'auto';
  readonly parameterCount: number | null;
  /** How many cores this process may use; a fraction under a quota. */
  readonly cores?: number;
}

/** Threads for one model: one for a small model, else what is configured, else one less than there are cores. Spinning on all cores stalls everyone. */
export function threadsFor({ configured, parameterCount, cores = usableCores() }: ThreadPolicy): number {
  if (parameterCount !== null && parameterCount < smallModel) return 1;
  return configured === 'auto' ? Math.max(1, Math.floor(cores) - 1) : configured;
}

function usableCores(): number {
  return Math.min(availableParallelism(), quota());
}

/** The CPU quota of this control group (version 2) in cores. */
function quota(): number {
  try {
    const [limit, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').split(' ').map(Number);
    return limit === undefined || period === undefined || Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit / period;
  } catch {
    return Number.POSITIVE_INFINITY; // not Linux, or no control group
  }
}
