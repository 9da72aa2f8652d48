import type { Stats } from 'node:fs';
import { chargeOf } from './charge.ts';
import { at, openWholeFolder, type Folder, type Name } from './folder.ts';
import { removeTree } from './remove-tree.ts';
import { nullOn, system } from './system-calls.ts';
import { isLeftOver } from './temporary-name.ts';
import type { DiskUsage } from './tenant-disk.ts';

/** What is in a folder. */
export interface Measured extends DiskUsage {
  /** Another one when anything in it was changed. */
  readonly fingerprint: string;
  /** False when there is more than was looked into. */
  readonly isWhole: boolean;
}

/** Folders in folders that are looked into; what is deeper counts as all there may be. */
export const maxDepth = 256;
const atOnce = 64;

interface Tally {
  bytes: number;
  files: number;
  changed: number;
  newest: number;
  isWhole: boolean;
  readonly seen: Set<string>;
}

/** Counts all that is in a folder, and removes what a process that ended in the middle has left there. Follows no link. */
export async function measure(root: Folder, limits: { readonly maxBytes: number; readonly maxFiles: number }): Promise<Measured> {
  const tally: Tally = { bytes: 0, files: 0, changed: 0, newest: 0, isWhole: true, seen: new Set() };

  async function visit(folder: Folder, depth: number): Promise<void> {
    if (depth > maxDepth) {
      tally.isWhole = false;
      tally.bytes += limits.maxBytes;
      tally.files += limits.maxFiles;
      return;
    }
    const names = await system.rawNamesIn(folder.path);
    for (let from = 0; from < names.length; from += atOnce) {
      const folders = await Promise.all(names.slice(from, from + atOnce).map((name) => look(folder, name)));
      for (const name of folders) if (name !== null) await enter(folder, name, depth + 1);
    }
  }

  /** The name, when it is that of a folder. */
  async function look(folder: Folder, name: Name): Promise<Name | null> {
    if (isLeftOver(name.toString())) {
      await removeTree(folder, name);
      return null;
    }
    const stats = await system.lstat(at(folder, name)).catch(nullOn('ENOENT'));
    if (stats === null) return null;
    add(tally, stats);
    return stats.isDirectory() ? name : null;
  }

  async function enter(parent: Folder, name: Name, depth: number): Promise<void> {
    const folder = await openWholeFolder(parent, name).catch(nullOn('ENOENT', 'ENOTDIR', 'ELOOP'));
    if (folder !== null) await visit(folder, depth).finally(() => folder.close());
  }

  await visit(root, 0);
  return { bytes: tally.bytes, files: tally.files, isWhole: tally.isWhole, fingerprint: `${tally.bytes} ${tally.files} ${tally.changed} ${tally.newest}` };
}

function add(tally: Tally, stats: Stats): void {
  tally.files += 1;
  tally.changed += stats.ctimeMs;
  tally.newest = Math.max(tally.newest, stats.ctimeMs);
  if (!stats.isFile()) return;
  const inode = stats.nlink > 1 ? `${stats.dev} ${stats.ino}` : null;
  if (inode !== null && tally.seen.has(inode)) return;
  if (inode !== null) tally.seen.add(inode);
  tally.bytes += chargeOf(stats);
}
