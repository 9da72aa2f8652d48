import path from 'node:path';
import type { Subject } from '#kernel/principal';
import { openWholeFolder, trustedFolder } from './folder.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { measure, type Measured } from './measure.ts';
import type { TenantDisk } from './tenant-disk.ts';
import { createTenantFolders } from './tenant-folders.ts';

export interface TenantDiskOptions {
  /** Where the folders of the tenants are; made when it is not there. Nothing else may be in it. */
  readonly folder: string;
  /** Of each tenant. */
  readonly limits: { readonly maxBytes: number; readonly maxFiles: number };
}

/** The folders of tenants on the disk of this machine. Nothing is touched before the first use. One process at a time may use a folder. */
export function createTenantDisk({ folder, limits }: TenantDiskOptions): TenantDisk {
  const folders = createTenantFolders(folder);
  const ledgers = new Map<Subject, Ledger>();

  async function measureOf(tenant: Subject): Promise<Measured> {
    const { folder: own } = await folders.of(tenant);
    const open = await openWholeFolder(trustedFolder(path.dirname(own)), path.basename(own));
    return measure(open, limits).finally(() => open.close());
  }

  function ledgerOf(tenant: Subject): Ledger {
    const known = ledgers.get(tenant);
    if (known !== undefined) return known;
    const ledger = createLedger({ limits, measure: () => measureOf(tenant) });
    ledgers.set(tenant, ledger);
    return ledger;
  }

  return {
    limits,
    folderOf: (tenant) => folders.of(tenant),
    usageOf: (tenant) => ledgerOf(tenant).usage(),
    reserve: (tenant, growth) => ledgerOf(tenant).reserve(growth),
    rescan: (tenant) => ledgerOf(tenant).rescan(),
    onRescan: (tenant, listener) => ledgerOf(tenant).onChange(listener),
  };
}
