export { createTenantDisk } from './create-tenant-disk.ts';
export { createTenantFiles } from './create-tenant-files.ts';
export type { DiskEntry } from './disk-entry.ts';
export { refusePath, toNamesBelow } from './disk-path.ts';
export type { DiskUsage, TenantDisk } from './tenant-disk.ts';
export type { TenantFiles } from './tenant-files.ts';
