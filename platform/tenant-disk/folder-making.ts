import { DomainError } from '#kernel/errors';
import type { Subject } from '#kernel/principal';
import { changing } from './changing.ts';
import { toEntry, type DiskEntry } from './disk-entry.ts';
import { refuseFor } from './disk-fault.ts';
import { toNames } from './disk-path.ts';
import { at, makeFolder } from './folder.ts';
import type { FilesFoundation } from './foundation.ts';
import { nullOn, system } from './system-calls.ts';
import { withTarget } from './target.ts';
import type { TenantFiles } from './tenant-files.ts';

type Names = readonly [string, ...string[]];

/** Makes folders. */
export function createFolderMaking({ disk, rootOf }: FilesFoundation): Pick<TenantFiles, 'makeDirectory'> {
  async function makeDirectory(tenant: Subject, names: Names, recursive: boolean): Promise<DiskEntry> {
    const place = await rootOf(tenant);
    return withTarget({ place, names, field: 'path' }, async (target) => {
      if (target.missing.length > 0 && !recursive) throw new DomainError('NOT_FOUND', 'The folder that it should be in is not there', { details: { what: 'file', field: 'path' } });
      const isThere = target.missing.length === 0 && (await system.lstat(at(target.folder, target.name)).catch(nullOn('ENOENT'))) !== null;
      return changing(disk, { tenant, growth: { bytes: 0, files: target.missing.length + (isThere ? 0 : 1) } }, async (count) => {
        await target.make(count);
        const isNew = await makeFolder(target.folder, target.name, place.owner);
        if (isNew) count({ bytes: 0, files: 1 });
        const stats = await system.lstat(at(target.folder, target.name));
        if (!isNew && !(recursive && stats.isDirectory())) throw isThereAlready();
        return toEntry(names, stats);
      });
    });
  }

  return {
    async makeDirectory(tenant, path, { recursive }) {
      const [first, ...others] = toNames('path', path);
      if (first !== undefined) return makeDirectory(tenant, [first, ...others], recursive).catch(refuseFor('path'));
      if (!recursive) throw isThereAlready();
      return toEntry([], await system.lstat((await rootOf(tenant)).root.path));
    },
  };
}

const isThereAlready = (): DomainError => new DomainError('CONFLICT', 'There is something of that name already', { details: { field: 'path' } });
