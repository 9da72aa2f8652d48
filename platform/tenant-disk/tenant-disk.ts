import type { Subject } from '#kernel/principal';

/** What is on the disk of one tenant. */
export interface DiskUsage {
  readonly bytes: number;
  /** Files and folders. */
  readonly files: number;
}

/** The folder of one tenant, which its files and its sandboxed programs share. */
export interface TenantFolder {
  /** Absolute; it exists. */
  readonly folder: string;
  /** The host user that owns what is in it, where the server is root: one per tenant, from 200000 up; null otherwise. */
  readonly hostUser: number | null;
}

/** Room for a change. */
export interface Reservation {
  /** Counts what has really changed, once. Where that is not sure, it is measured before anything is refused for it. */
  settle(actual: DiskUsage, options?: { readonly isSure: boolean }): void;
}

/** The disk that tenants share, with one quota for all that a tenant does on it. */
export interface TenantDisk {
  readonly limits: { readonly maxBytes: number; readonly maxFiles: number };
  folderOf(tenant: Subject): Promise<TenantFolder>;
  /** What is known of it; measured when it is asked for the first time. */
  usageOf(tenant: Subject): Promise<DiskUsage>;
  /** Counts a change that is about to be made, so that two at once cannot pass the quota together. @throws DomainError DISK_QUOTA_EXCEEDED */
  reserve(tenant: Subject, growth: DiskUsage): Promise<Reservation>;
  /** Measures again, after or while programs run; tells listeners when anything was changed. Those who ask while it measures share the next one. */
  rescan(tenant: Subject): Promise<DiskUsage>;
  /** Calls the listener after each `rescan` of that tenant that has found changes. */
  onRescan(tenant: Subject, listener: () => void): () => void;
}
