import type { Subject } from '#kernel/principal';
import { nothing, sum } from './charge.ts';
import type { Count } from './target.ts';
import type { DiskUsage, TenantDisk } from './tenant-disk.ts';

export interface Change {
  readonly tenant: Subject;
  /** The most by which it may grow. */
  readonly growth: DiskUsage;
}

/** Makes room for a change, makes it, and settles what has really changed. @throws DomainError DISK_QUOTA_EXCEEDED; what the work throws */
export async function changing<T>(disk: TenantDisk, { tenant, growth }: Change, work: (count: Count) => Promise<T>): Promise<T> {
  const reservation = await disk.reserve(tenant, growth);
  let actual = nothing;
  let isSure = false; // what broke off in the middle may have been counted by who removed what it was in
  try {
    const result = await work((change) => (actual = sum(actual, change)));
    isSure = true;
    return result;
  } finally {
    reservation.settle(actual, { isSure });
  }
}
