import type { Subject } from '#kernel/principal';
import type { Folder } from './folder.ts';
import type { TenantDisk } from './tenant-disk.ts';

/** The folder of a tenant, as its files need it. */
export interface TenantRoot {
  readonly root: Folder;
  readonly owner: number | null;
}

/** What the functions on files share. */
export interface FilesFoundation {
  readonly disk: TenantDisk;
  readonly rootOf: (tenant: Subject) => Promise<TenantRoot>;
  /** What changes the names of one tenant happens one after another, so that the quota is exact. */
  readonly inTurn: <T>(tenant: Subject, work: () => Promise<T>) => Promise<T>;
}
