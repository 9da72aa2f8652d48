import type { DiskUsage, TenantDisk } from '#platform/tenant-disk';
import type { Subject } from '#kernel/principal';

const firstMs = 250;
const betweenMs = 500;
/** Measuring takes this share of the time at most. */
const share = 0.05;

/** Whether that is more than a tenant may have. */
export const isOver = ({ bytes, files }: DiskUsage, { maxBytes, maxFiles }: TenantDisk['limits']): boolean => bytes > maxBytes || files > maxFiles;

/** Measures the folder of a tenant while a program writes to it; limits of files do not bound how many there are. Gives the function that stops. */
export function watchQuota({ disk, tenant, onExceeded, onFault }: { readonly disk: Pick<TenantDisk, 'limits' | 'rescan'>; readonly tenant: Subject; readonly onExceeded: () => void; readonly onFault: (error: unknown) => void }): () => void {
  let isStopped = false;
  let timer = setTimeout(() => void look(), firstMs);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };

  async function look(): Promise<void> {
    const begin = performance.now();
    try {
      const usage = await disk.rescan(tenant);
      if (!isStopped && isOver(usage, disk.limits)) onExceeded();
    } catch (error) {
      onFault(error);
    }
    if (!isStopped) timer = setTimeout(() => void look(), Math.max(betweenMs, (performance.now() - begin) / share));
  }
}
