import path from 'node:path';
import { readState } from '../process-table.ts';
import type { SandboxLimits } from '../sandbox.ts';
import type { CageUsage } from './cage.ts';

/** A file of a control group and what it shall hold. */
export interface GroupSetting {
  readonly file: string;
  readonly value: string;
  /** Whether kernels may lack it, or refuse the value. */
  readonly optional?: boolean;
}

/** Control groups as one version of them spells it. A group is named by its path below each hierarchy. */
export interface GroupDialect {
  readonly memory: 'cgroup-v1' | 'cgroup-v2';
  /** Where the hierarchies are mounted. */
  readonly hierarchies: readonly string[];
  /** What bounds a group, and sets its counters back, in order. */
  bounds(group: string, limits: SandboxLimits): readonly GroupSetting[];
  /** What frees the pages that a used group is charged for, so that it can be used again; null where its counters cannot be set back. */
  renewal(group: string): GroupSetting | null;
  usage(group: string): CageUsage;
}

/** The two processes of the sandbox itself, and the one that stands outside. */
const ownProcesses = 3;
/** One processor, in each tenth of a second. */
const periodMicroseconds = '100000';
const number = (file: string): number => Number(readState(file)?.trim() ?? 0);
const field = (file: string, name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'mu').exec(readState(file) ?? '')?.[1] ?? 0);

/** Version 1: Documentation/admin-guide/cgroup-v1 of Linux. Each controller may have a hierarchy of its own. */
export function dialectOfVersion1(mounts: Readonly<Record<'memory' | 'pids' | 'cpu' | 'cpuacct', string>>): GroupDialect {
  const at = (controller: keyof typeof mounts, group: string, file: string): string => path.join(mounts[controller], group, file);
  return {
    memory: 'cgroup-v1',
    hierarchies: [...new Set(Object.values(mounts))],
    bounds(group, { memoryBytes, processes }) {
      // Memory with swap may never be less than memory alone: which of both has to move first depends on how they were.
      const withSwap = { file: at('memory', group, 'memory.memsw.limit_in_bytes'), value: String(memoryBytes), optional: true };
      return [
        withSwap,
        { file: at('memory', group, 'memory.limit_in_bytes'), value: String(memoryBytes) },
        withSwap,
        { file: at('memory', group, 'memory.max_usage_in_bytes'), value: '0' },
        { file: at('cpuacct', group, 'cpuacct.usage'), value: '0' },
        { file: at('pids', group, 'pids.max'), value: String(processes + ownProcesses) },
        { file: at('cpu', group, 'cpu.cfs_period_us'), value: periodMicroseconds },
        { file: at('cpu', group, 'cpu.cfs_quota_us'), value: periodMicroseconds },
      ];
    },
    renewal: (group) => ({ file: at('memory', group, 'memory.force_empty'), value: '0' }),
    usage: (group) => ({
      memoryBytes: number(at('memory', group, 'memory.usage_in_bytes')),
      peakBytes: number(at('memory', group, 'memory.max_usage_in_bytes')),
      cpuMs: number(at('cpuacct', group, 'cpuacct.usage')) / 1e6,
      outOfMemory: field(at('memory', group, 'memory.oom_control'), 'oom_kill'),
    }),
  };
}

/** Version 2: Documentation/admin-guide/cgroup-v2.rst of Linux. */
export function dialectOfVersion2(mount: string): GroupDialect {
  const at = (group: string, file: string): string => path.join(mount, group, file);
  return {
    memory: 'cgroup-v2',
    hierarchies: [mount],
    bounds: (group, { memoryBytes, processes }) => [
      { file: at(group, 'memory.max'), value: String(memoryBytes) },
      { file: at(group, 'memory.swap.max'), value: '0', optional: true },
      { file: at(group, 'pids.max'), value: String(processes + ownProcesses) },
      { file: at(group, 'cpu.max'), value: `${periodMicroseconds} ${periodMicroseconds}` },
    ],
    // Its counters cannot be set back.
    renewal: () => null,
    usage: (group) => ({
      memoryBytes: number(at(group, 'memory.current')),
      peakBytes: number(at(group, 'memory.peak')),
      cpuMs: field(at(group, 'cpu.stat'), 'usage_usec') / 1_000,
      outOfMemory: field(at(group, 'memory.events'), 'oom_kill'),
    }),
  };
}
