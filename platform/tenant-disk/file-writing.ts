import type { Stats } from 'node:fs';
import { DomainError } from '#kernel/errors';
import type { Subject } from '#kernel/principal';
import { changing } from './changing.ts';
import { chargeOf, difference, usageOfName } from './charge.ts';
import { toEntry, type DiskEntry } from './disk-entry.ts';
import { refuseFor } from './disk-fault.ts';
import { toNamesBelow } from './disk-path.ts';
import { at, syncFolder } from './folder.ts';
import type { FilesFoundation } from './foundation.ts';
import { nullOn, system } from './system-calls.ts';
import { aFolderIsThere, put, withTarget, type Target } from './target.ts';
import type { DiskUsage } from './tenant-disk.ts';
import { temporaryName } from './temporary-name.ts';
import type { TenantFiles } from './tenant-files.ts';
import { writeWhole } from './write-whole.ts';

type Names = readonly [string, ...string[]];

interface Attempt {
  /** What is replaced, as it was before. */
  readonly old: Stats | null;
  readonly growth: DiskUsage;
  /** Runs what gives the file its name. */
  readonly commit: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Writes files. */
export function createFileWriting({ disk, rootOf, inTurn }: FilesFoundation): Pick<TenantFiles, 'write'> {
  async function write(tenant: Subject, names: Names, bytes: Uint8Array): Promise<DiskEntry> {
    const place = await rootOf(tenant);
    const attempt = (target: Target, { old, growth, commit }: Attempt): Promise<DiskEntry> =>
      changing(disk, { tenant, growth }, async (count) => {
        if (old?.isDirectory() === true) throw aFolderIsThere('path');
        await target.make(count);
        const temporary = temporaryName();
        const stats = await writeWhole(target.folder, temporary, { owner: place.owner, mode: old?.isFile() === true ? old.mode : 0o644, content: [bytes] });
        count(await commit(() => put({ temporary, used: { bytes: chargeOf(stats), files: 1 } }, target, 'path')));
        await syncFolder(target.folder);
        return toEntry(names, stats);
      });

    return withTarget({ place, names, field: 'path' }, async (target) => {
      const growth: DiskUsage = { bytes: bytes.byteLength, files: 1 + target.missing.length };
      try {
        return await attempt(target, { old: await lookAt(target), growth, commit: (work) => inTurn(tenant, work) });
      } catch (error) {
        if (!isOverQuota(error)) throw error;
        // What it replaces may make room, as long as nobody takes that away meanwhile.
        return await inTurn(tenant, async () => {
          const old = await lookAt(target);
          return attempt(target, { old, growth: old === null ? growth : difference(growth, usageOfName(old)), commit: (work) => work() });
        });
      }
    });
  }

  return { write: async (tenant, path, bytes) => write(tenant, toNamesBelow('path', path), bytes).catch(refuseFor('path')) };
}

const lookAt = async ({ folder, name, missing }: Target): Promise<Stats | null> => (missing.length > 0 ? null : system.lstat(at(folder, name)).catch(nullOn('ENOENT')));

const isOverQuota = (error: unknown): boolean => DomainError.isInstance(error) && error.code === 'DISK_QUOTA_EXCEEDED';
