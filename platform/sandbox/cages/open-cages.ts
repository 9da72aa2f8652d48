import { accessSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readState } from '../process-table.ts';
import type { Cages } from './cage.ts';
import { createGroupCages } from './group-cages.ts';
import { dialectOfVersion1, dialectOfVersion2, type GroupDialect } from './group-dialect.ts';
import { makeGroup, productGroup, sweepGroups } from './group-folders.ts';
import { createPlainCages } from './plain-cages.ts';

const controllers = ['memory', 'pids', 'cpu'] as const;

/** The best cages that this process may make; what dead processes left is swept away. */
export async function openCages(owner: string): Promise<{ readonly cages: Cages; readonly swept: number }> {
  const dialect = (await findVersion2(owner)) ?? findVersion1();
  if (dialect === null) return { cages: createPlainCages(), swept: 0 };
  const swept = await Promise.all(dialect.hierarchies.map(sweepGroups));
  const cages = createGroupCages(dialect, owner);
  const tried = await cages.open().then((cage) => cage.release(), (error: unknown) => error);
  return { cages: tried === undefined ? cages : createPlainCages(), swept: Math.max(...swept) };
}

/** Only where the controllers can be handed down to our groups; a container's own root with processes in it cannot do that. */
async function findVersion2(owner: string): Promise<GroupDialect | null> {
  const mount = mounts().find(({ type }) => type === 'cgroup2')?.folder;
  if (mount === undefined || !controllers.every((name) => wordsOf(path.join(mount, 'cgroup.controllers')).includes(name))) return null;
  try {
    const product = path.join(mount, productGroup);
    for (const folder of [mount, product, path.join(product, owner)]) {
      await makeGroup(folder);
      writeFileSync(path.join(folder, 'cgroup.subtree_control'), controllers.map((name) => `+${name}`).join(' '));
    }
    return dialectOfVersion2(mount);
  } catch {
    return null;
  }
}

function findVersion1(): GroupDialect | null {
  const mountOf = (controller: string): string | undefined => mounts().find(({ type, folder, options }) => type === 'cgroup' && options.includes(controller) && isWritable(folder))?.folder;
  const [memory, pids, cpu, cpuacct] = [...controllers, 'cpuacct'].map(mountOf);
  if (memory === undefined || pids === undefined || cpu === undefined || cpuacct === undefined) return null;
  return dialectOfVersion1({ memory, pids, cpu, cpuacct });
}

function mounts(): readonly { readonly folder: string; readonly type: string; readonly options: readonly string[] }[] {
  const lines = (readState('/proc/self/mounts') ?? '').split('\n');
  return lines.map((line) => line.split(' ')).map(([, folder = '', type = '', options = '']) => ({ folder, type, options: options.split(',') }));
}

const wordsOf = (file: string): readonly string[] => (readState(file) ?? '').trim().split(' ');

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
