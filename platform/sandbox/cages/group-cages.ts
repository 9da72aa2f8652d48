import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cage, Cages, CageUsage } from './cage.ts';
import type { GroupDialect, GroupSetting } from './group-dialect.ts';
import { emptyGroup, endGroup, joinGroup, makeGroup, productGroup, removeGroup } from './group-folders.ts';

/** Counted by the caller as well, since no control group bounds the processor time of a sandbox as a whole. */
const lookMs = 1_000;
/** Freeing makes the kernel ask all processors, which costs more than a short program. */
const worthFreeing = 4 * 1024 * 1024;

/** Cages of control groups. Groups that can be renewed are used again: each removed one would leave a shadow in the kernel while pages that it was charged for are cached. */
export function createGroupCages(dialect: GroupDialect, owner: string): Cages {
  const ours = path.join(productGroup, owner);
  const foldersOf = (group: string): readonly string[] => dialect.hierarchies.map((hierarchy) => path.join(hierarchy, group));
  const everywhere = (group: string, act: (folder: string) => Promise<unknown>): Promise<unknown> => Promise.all(foldersOf(group).map(act));
  const renewed: string[] = [];
  const retiring = new Set<Promise<void>>();
  let made = 0;

  async function retire(group: string): Promise<void> {
    const renewal = dialect.renewal(group);
    if (renewal === null) await everywhere(group, removeGroup);
    else {
      if (dialect.usage(group).memoryBytes > worthFreeing) await writeFile(renewal.file, renewal.value).catch(() => undefined);
      renewed.push(group);
    }
  }

  /** Nobody waits for the folders. */
  async function release(group: string): Promise<void> {
    await everywhere(group, emptyGroup);
    const retirement = retire(group).finally(() => retiring.delete(retirement));
    retiring.add(retirement);
  }

  async function make(): Promise<string> {
    const group = path.join(ours, String((made += 1)));
    await everywhere(group, makeGroup);
    return group;
  }

  return {
    memory: dialect.memory,
    lookMs,
    async open() {
      const group = renewed.pop() ?? await make();
      return createGroupCage({ group, dialect, join: (pid) => everywhere(group, (folder) => joinGroup(folder, pid)), release });
    },
    async close() {
      await Promise.all(retiring);
      await Promise.all(renewed.splice(0).map((group) => everywhere(group, endGroup)));
      await everywhere(ours, removeGroup);
    },
  };
}

interface GroupCageParts {
  readonly group: string;
  readonly dialect: GroupDialect;
  readonly join: (pid: number) => Promise<unknown>;
  readonly release: (group: string) => Promise<void>;
}

function createGroupCage({ group, dialect, join, release }: GroupCageParts): Cage {
  let before: CageUsage = { memoryBytes: 0, peakBytes: 0, cpuMs: 0, outOfMemory: 0 };
  return {
    async join(pid) {
      await join(pid);
    },
    bound(limits) {
      apply(dialect.bounds(group, limits));
      before = dialect.usage(group);
    },
    usage() {
      const now = dialect.usage(group);
      return { ...now, cpuMs: now.cpuMs - before.cpuMs, outOfMemory: now.outOfMemory - before.outOfMemory };
    },
    release: () => release(group),
  };
}

function apply(settings: readonly GroupSetting[]): void {
  for (const { file, value, optional = false } of settings) {
    try {
      writeFileSync(file, value);
    } catch (error) {
      if (!optional) throw error;
    }
  }
}
