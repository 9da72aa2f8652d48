import { cpuMsOf, familyOf, residentBytesOf, shareOfMemory } from '../process-table.ts';
import type { Cage, Cages, CageUsage } from './cage.ts';

/** Cages where there are no control groups: they only count, by looking at the processes; limits of each process and the caller's watch do the rest. */
export const createPlainCages = (): Cages => ({
  memory: 'rlimit-watchdog',
  lookMs: 50,
  open: async () => createPlainCage(),
  close: async () => undefined,
});

function createPlainCage(): Cage {
  let first: number | null = null;
  let memoryLimit = Infinity;
  let seen: CageUsage = { memoryBytes: 0, peakBytes: 0, cpuMs: 0, outOfMemory: 0 };

  return {
    async join(pid) {
      first = pid;
    },
    bound({ memoryBytes }) {
      memoryLimit = memoryBytes;
    },
    usage() {
      if (first === null) return seen;
      const family = familyOf(first);
      const memoryBytes = memoryOf(family, memoryLimit);
      seen = { memoryBytes, peakBytes: Math.max(seen.peakBytes, memoryBytes), cpuMs: Math.max(seen.cpuMs, sum(family.map(cpuMsOf))), outOfMemory: 0 };
      return seen;
    },
    async release() {
      first = null;
    },
  };
}

/** Forked processes share memory: that is taken into account only where it decides. */
function memoryOf(family: readonly number[], limit: number): number {
  const most = sum(family.map(residentBytesOf));
  return most <= limit ? most : sum(family.map(shareOfMemory));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
