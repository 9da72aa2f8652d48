import type { Stats } from 'node:fs';
import { DomainError } from '#kernel/errors';
import { nothing, sum, usageOfName } from './charge.ts';
import { at, openWholeFolder, type Folder, type Name } from './folder.ts';
import { nullOn, system } from './system-calls.ts';
import { temporaryName } from './temporary-name.ts';
import type { DiskUsage } from './tenant-disk.ts';

const levels = 32;
const atOnce = 32;
// Each round takes 32 levels off; more are only needed while a program goes on making files in it.
const maxRounds = 10_000;

/** Removes what has a name, with all that is in it, and gives what that was. Follows no link. @throws DomainError CONFLICT when programs go on making files in it */
export async function removeTree(parent: Folder, name: Name): Promise<DiskUsage> {
  const stats = await system.lstat(at(parent, name)).catch(nullOn('ENOENT'));
  if (stats === null) return nothing;
  return stats.isDirectory() ? removeFolder(parent, name) : removeName(parent, name, stats);
}

async function removeName(parent: Folder, name: Name, stats: Stats): Promise<DiskUsage> {
  const isGone = await system.unlink(at(parent, name)).then(() => true, nullOn('ENOENT'));
  return isGone === true ? usageOfName(stats) : nothing;
}

async function removeFolder(parent: Folder, name: Name): Promise<DiskUsage> {
  const folder = await openWholeFolder(parent, name).catch(nullOn('ENOENT'));
  if (folder === null) return nothing;
  let removed: DiskUsage = { bytes: 0, files: 1 };
  try {
    for (let round = 0; round < maxRounds; round += 1) {
      removed = sum(removed, await empty(folder, { top: folder, level: 0 }));
      if ((await system.rmdir(at(parent, name)).then(() => true, nullOn('ENOTEMPTY', 'EEXIST'))) === true) return removed;
    }
  } finally {
    folder.close();
  }
  throw new DomainError('CONFLICT', 'The folder is being changed; end what does that first', { details: { field: 'path' } });
}

/** Empties a folder. What is deeper than can be held open at once is moved up to the top, for the next round. */
async function empty(folder: Folder, { top, level }: { readonly top: Folder; readonly level: number }): Promise<DiskUsage> {
  const names = await system.rawNamesIn(folder.path);
  let removed = nothing;

  async function removeOne(name: Name): Promise<Name | null> {
    const stats = await system.lstat(at(folder, name)).catch(nullOn('ENOENT'));
    if (stats === null) return null;
    if (stats.isDirectory()) return name;
    const gone = await removeName(folder, name, stats);
    removed = sum(removed, gone);
    return null;
  }

  async function enter(name: Name): Promise<void> {
    const inner = await openWholeFolder(folder, name).catch(nullOn('ENOENT', 'ENOTDIR'));
    if (inner === null) return;
    try {
      if (level === levels) {
        await system.rename(at(folder, name), at(top, temporaryName()));
        return;
      }
      const gone = await empty(inner, { top, level: level + 1 });
      removed = sum(removed, gone);
    } finally {
      inner.close();
    }
    const isGone = await system.rmdir(at(folder, name)).then(() => true, nullOn('ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'));
    if (isGone === true) removed = sum(removed, { bytes: 0, files: 1 });
  }

  for (let from = 0; from < names.length; from += atOnce) {
    const folders = await Promise.all(names.slice(from, from + atOnce).map(removeOne));
    for (const name of folders) if (name !== null) await enter(name);
  }
  return removed;
}
