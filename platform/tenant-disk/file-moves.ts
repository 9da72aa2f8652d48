import type { Subject } from '#kernel/principal';
import { changing } from './changing.ts';
import { sum } from './charge.ts';
import { copyTree } from './copy-tree.ts';
import { toEntry } from './disk-entry.ts';
import { refuseFor } from './disk-fault.ts';
import { refusePath, toNamesBelow } from './disk-path.ts';
import { at, openPath, openWholeFolder, syncFolder, type Folder } from './folder.ts';
import type { FilesFoundation } from './foundation.ts';
import { measure } from './measure.ts';
import { removeTree } from './remove-tree.ts';
import { system } from './system-calls.ts';
import { put, renameOver, withTarget, type Place, type TargetPath } from './target.ts';
import { temporaryName } from './temporary-name.ts';
import type { DiskUsage } from './tenant-disk.ts';
import type { TenantFiles, Way } from './tenant-files.ts';

type Names = readonly [string, ...string[]];

interface MovePath extends TargetPath {
  readonly previousPath: string;
}

/** Copies and moves files and folders. */
export function createFileMoves({ disk, rootOf, inTurn }: FilesFoundation): Pick<TenantFiles, 'copy' | 'move'> {
  const copyTo = (tenant: Subject, source: Place, path: TargetPath) =>
    withTarget(path, async (target) => {
      const atMost = await usageAt(source, disk.limits);
      return changing(disk, { tenant, growth: sum(atMost, { bytes: 0, files: target.missing.length }) }, async (count) => {
        await target.make(count);
        const temporary = temporaryName();
        const used = await copyTree(source, { folder: target.folder, name: temporary }, { owner: path.place.owner, atMost }).catch(async (error: unknown) => {
          await removeTree(target.folder, temporary);
          throw error;
        });
        count(await inTurn(tenant, () => put({ temporary, used }, target, 'to')));
        await syncFolder(target.folder);
        return { entry: toEntry(path.names, await system.lstat(at(target.folder, target.name))), bytes: used.bytes };
      });
    });

  const moveTo = (tenant: Subject, source: Place, { previousPath, ...path }: MovePath) =>
    withTarget(path, async (target) => {
      await system.lstat(at(source.folder, source.name));
      return changing(disk, { tenant, growth: { bytes: 0, files: target.missing.length } }, async (count) => {
        await target.make(count);
        count(await inTurn(tenant, () => renameOver(source, target, 'to')));
        await Promise.all([syncFolder(target.folder), syncFolder(source.folder)]);
        return { entry: toEntry(path.names, await system.lstat(at(target.folder, target.name))), previousPath };
      });
    });

  async function withWay<T>(tenant: Subject, way: Way, work: (source: Place, path: MovePath) => Promise<T>): Promise<T> {
    const { from, to } = toWay(way);
    const place = await rootOf(tenant);
    return withSource(place.root, from, (source) => work(source, { place, names: to, field: 'to', previousPath: from.join('/') }));
  }

  return {
    copy: (tenant, way) => withWay(tenant, way, (source, path) => copyTo(tenant, source, path)),
    move: (tenant, way) => withWay(tenant, way, (source, path) => moveTo(tenant, source, path)),
  };
}

function toWay(way: Way): { readonly from: Names; readonly to: Names } {
  const [from, to] = [toNamesBelow('from', way.from), toNamesBelow('to', way.to)];
  if (from.every((name, index) => name === to[index])) refusePath('to', from.length === to.length ? 'must be another path' : 'must not be in what goes there');
  return { from, to };
}

/** Names the source in the refusals of the way to it and of the work. */
async function withSource<T>(root: Folder, names: Names, work: (source: Place) => Promise<T>): Promise<T> {
  const folder = await openPath(root, names.slice(0, -1)).catch(refuseFor('from'));
  return work({ folder, name: names.at(-1) ?? '' }).catch(refuseFor('from')).finally(() => folder.close());
}

/** What a copy would take. */
async function usageAt({ folder, name }: Place, limits: { readonly maxBytes: number; readonly maxFiles: number }): Promise<DiskUsage> {
  const stats = await system.lstat(at(folder, name));
  if (stats.isFile()) return { bytes: stats.size, files: 1 };
  if (!stats.isDirectory()) refusePath('from', stats.isSymbolicLink() ? 'is a symbolic link, which is not followed' : 'is not a file');
  const inner = await openWholeFolder(folder, name);
  const { bytes, files } = await measure(inner, limits).finally(() => inner.close());
  return { bytes, files: files + 1 };
}
