import { toEntry, type DiskEntry } from './disk-entry.ts';
import { refuseFor } from './disk-fault.ts';
import { toNames, toNamesBelow } from './disk-path.ts';
import { at, openPath, type Folder } from './folder.ts';
import type { FilesFoundation } from './foundation.ts';
import { readFile } from './read-file.ts';
import { nullOn, system } from './system-calls.ts';
import { isTemporary } from './temporary-name.ts';
import type { ListPage, TenantFiles } from './tenant-files.ts';

/** Looks at files. */
export function createFileReads({ rootOf }: Pick<FilesFoundation, 'rootOf'>, maxBytes: number): Pick<TenantFiles, 'spell' | 'stat' | 'read' | 'list'> {
  return {
    spell: (path) => toNames('path', path).join('/') || '.',
    async stat(tenant, path) {
      const names = toNames('path', path);
      const { root } = await rootOf(tenant);
      return statOf(root, names).catch(refuseFor('path'));
    },
    async read(tenant, path, part = {}) {
      const names = toNamesBelow('path', path);
      const { root } = await rootOf(tenant);
      return readFile(root, names, { field: 'path', maxBytes, ...part }).catch(refuseFor('path'));
    },
    async list(tenant, path, page) {
      const names = toNames('path', path);
      const { root } = await rootOf(tenant);
      return listOf(root, names, page).catch(refuseFor('path'));
    },
  };
}

/** What is at the end of a path of names. @throws errors of the system */
export async function statOf(root: Folder, names: readonly string[]): Promise<DiskEntry> {
  const name = names.at(-1);
  if (name === undefined) return toEntry(names, await system.lstat(root.path));
  const folder = await openPath(root, names.slice(0, -1));
  return toEntry(names, await system.lstat(at(folder, name)).finally(() => folder.close()));
}

async function listOf(root: Folder, names: readonly string[], { after, size }: ListPage) {
  const folder = await openPath(root, names);
  try {
    const found = (await system.namesIn(folder.path)).filter((name) => (after === null || name > after) && !isTemporary(name)).sort(byCodeUnits);
    const entries = await Promise.all(found.slice(0, size).map(async (name) => {
      const stats = await system.lstat(at(folder, name)).catch(nullOn('ENOENT'));
      return stats === null ? null : toEntry([...names, name], stats);
    }));
    return { entries: entries.filter((entry) => entry !== null), hasMore: found.length > size };
  } finally {
    folder.close();
  }
}

const byCodeUnits = (left: string, right: string): number => (left < right ? -1 : 1);
