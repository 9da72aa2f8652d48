import { readdirSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isOwnerAlive } from '../owner.ts';
import { endProcess, processesIn } from '../process-table.ts';

/** The group of this product; in it each process of ours has one, and in that each of its sandboxes. */
export const productGroup = 'pentagraph';
const patienceMs = 5_000;
const pauseMs = 5;

/** Makes a group; an existing one is fine. @throws when that is not allowed */
export const makeGroup = (folder: string): Promise<unknown> => mkdir(folder, { recursive: true });

/** Puts a process into a group. It can take the kernel some milliseconds. @throws when there is no such process any more */
export const joinGroup = (folder: string, pid: number): Promise<void> => writeFile(membersOf(folder), String(pid));

/** Ends every process of a group, and waits until they are gone. */
export async function emptyGroup(folder: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let left = processesIn(membersOf(folder)); left.length > 0 && Date.now() < deadline; left = processesIn(membersOf(folder))) {
    for (const pid of left) endProcess(pid);
    await delay(pauseMs);
  }
}

/** Removes an empty group; the kernel holds on to one for a moment after its last process. */
export async function removeGroup(folder: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const code = await rmdir(folder).then(() => null, (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error));
    if (code !== 'EBUSY') return;
    await delay(pauseMs);
  }
}

/** Removes the groups of owners that are dead, with the processes in them. Gives how many sandboxes that were. */
export async function sweepGroups(hierarchy: string): Promise<number> {
  const dead = foldersIn(path.join(hierarchy, productGroup)).filter((folder) => !isOwnerAlive(path.basename(folder)));
  const counts = await Promise.all(dead.map(async (folder) => {
    const left = foldersIn(folder);
    await Promise.all(left.map(endGroup));
    await removeGroup(folder);
    return left.length;
  }));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Ends a group with everything in it. */
export async function endGroup(folder: string): Promise<void> {
  await emptyGroup(folder);
  await removeGroup(folder);
}

const membersOf = (folder: string): string => path.join(folder, 'cgroup.procs');

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
  } catch {
    return [];
  }
}
