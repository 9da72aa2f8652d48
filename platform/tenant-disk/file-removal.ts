import type { Subject } from '#kernel/principal';
import { changing } from './changing.ts';
import { difference, nothing, usageOfName } from './charge.ts';
import { refuseFor } from './disk-fault.ts';
import { toNamesBelow } from './disk-path.ts';
import { at, openPath, syncFolder, type Folder, type Name } from './folder.ts';
import type { FilesFoundation } from './foundation.ts';
import { removeTree } from './remove-tree.ts';
import { system } from './system-calls.ts';
import { temporaryName } from './temporary-name.ts';
import type { DiskUsage } from './tenant-disk.ts';
import type { TenantFiles } from './tenant-files.ts';

/** Removes files and folders. */
export function createFileRemoval({ disk, rootOf, inTurn }: FilesFoundation): Pick<TenantFiles, 'delete'> {
  async function remove(tenant: Subject, names: readonly string[], recursive: boolean): Promise<void> {
    const { root } = await rootOf(tenant);
    const folder = await openPath(root, names.slice(0, -1));
    try {
      await changing(disk, { tenant, growth: nothing }, async (count) => {
        const taken = await inTurn(tenant, () => takeAway(folder, names.at(-1) ?? '', recursive));
        await syncFolder(folder);
        count(difference(nothing, taken.usage));
        if (taken.remains !== null) count(difference(nothing, await removeTree(folder, taken.remains)));
      });
    } finally {
      folder.close();
    }
  }

  return {
    async delete(tenant, path, { recursive }) {
      const names = toNamesBelow('path', path);
      await remove(tenant, names, recursive).catch(refuseFor('path'));
      return names.join('/');
    },
  };
}

interface Taken {
  readonly usage: DiskUsage;
  /** The name of what is still to be removed. */
  readonly remains: Name | null;
}

/** Takes a name away at once. What is in a folder is removed after that, under a name that nobody sees. */
async function takeAway(folder: Folder, name: Name, recursive: boolean): Promise<Taken> {
  const stats = await system.lstat(at(folder, name));
  if (stats.isDirectory() && recursive) {
    const remains = temporaryName();
    await system.rename(at(folder, name), at(folder, remains));
    return { usage: nothing, remains };
  }
  await (stats.isDirectory() ? system.rmdir(at(folder, name)) : system.unlink(at(folder, name)));
  return { usage: usageOfName(stats), remains: null };
}
