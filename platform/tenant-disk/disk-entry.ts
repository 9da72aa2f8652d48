import type { Stats } from 'node:fs';

/** What a name is. Links are told, and never followed. */
export type DiskEntryType = 'file' | 'directory' | 'symlink' | 'other';

/** A name in the folder of a tenant. */
export interface DiskEntry {
  /** Relative, with `/`; `.` is the folder itself. */
  readonly path: string;
  readonly name: string;
  readonly type: DiskEntryType;
  /** Bytes; 0 for what is no file. */
  readonly size: number;
  readonly modifiedAt: Date;
}

function typeOf(stats: Stats): DiskEntryType {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : 'other';
}

/** The entry of a path of names. */
export const toEntry = (names: readonly string[], stats: Stats): DiskEntry => ({
  path: names.join('/') || '.',
  name: names.at(-1) ?? '.',
  type: typeOf(stats),
  size: stats.isFile() ? stats.size : 0,
  modifiedAt: stats.mtime,
});
