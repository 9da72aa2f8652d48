import type { Stats } from 'node:fs';
import type { DiskUsage } from './tenant-disk.ts';

/** Bytes that a file is charged for: its length, or what it takes where more was set aside for it than its length tells. */
export const chargeOf = ({ size, blocks, blksize }: Pick<Stats, 'size' | 'blocks' | 'blksize'>): number => Math.max(size, blocks * 512 - blksize);

/** What a name stands for in the quota; a file of several names is charged for with its last one. */
export const usageOfName = (stats: Stats): DiskUsage => ({ bytes: stats.isFile() && stats.nlink === 1 ? chargeOf(stats) : 0, files: 1 });

/** No usage. */
export const nothing: DiskUsage = { bytes: 0, files: 0 };

/** Both together. */
export const sum = (left: DiskUsage, right: DiskUsage): DiskUsage => ({ bytes: left.bytes + right.bytes, files: left.files + right.files });

/** The first without the second. */
export const difference = (left: DiskUsage, right: DiskUsage): DiskUsage => ({ bytes: left.bytes - right.bytes, files: left.files - right.files });
