import type { Subject } from '#kernel/principal';
import type { DiskEntry } from './disk-entry.ts';
import type { Containment } from './folder.ts';
import type { Part } from './read-file.ts';

/**
 * The files of tenants, by paths relative to their folders. No link is followed, and what is written is whole and on the disk when it is acknowledged.
 * Paths are checked: DomainError BAD_USER_INPUT with the argument's name as `field`; what is not there is NOT_FOUND; everything counts for the quota, DISK_QUOTA_EXCEEDED.
 */
export interface TenantFiles {
  readonly containment: Containment;
  /** Bytes of one read or write. */
  readonly maxTransferBytes: number;
  /** The one spelling of a path, without looking whether it is there. */
  spell(path: string): string;
  stat(tenant: Subject, path: string): Promise<DiskEntry>;
  read(tenant: Subject, path: string, part?: Part): Promise<Buffer>;
  /** Names behind `after`, in the order of their UTF-16 code units. Names that are no UTF-8 are left out; they go with their folder. */
  list(tenant: Subject, path: string, page: ListPage): Promise<{ readonly entries: readonly DiskEntry[]; readonly hasMore: boolean }>;
  /** Replaces a file or link, or makes a file and the folders on the way. */
  write(tenant: Subject, path: string, bytes: Uint8Array): Promise<DiskEntry>;
  /** @throws DomainError CONFLICT when it is there already, save a folder with `recursive` */
  makeDirectory(tenant: Subject, path: string, options: { readonly recursive: boolean }): Promise<DiskEntry>;
  /** Gives the path in its one spelling. @throws DomainError CONFLICT for a folder that is not empty, without `recursive` */
  delete(tenant: Subject, path: string, options: { readonly recursive: boolean }): Promise<string>;
  /** Replaces a file, never a folder: CONFLICT. Folders on the way are made. */
  copy(tenant: Subject, way: Way): Promise<{ readonly entry: DiskEntry; readonly bytes: number }>;
  /** Replaces a file, never a folder: CONFLICT. Folders on the way are made. */
  move(tenant: Subject, way: Way): Promise<{ readonly entry: DiskEntry; readonly previousPath: string }>;
}

export interface ListPage {
  readonly after: string | null;
  readonly size: number;
}

export interface Way {
  readonly from: string;
  readonly to: string;
}
