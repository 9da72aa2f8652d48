import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Subject } from '#kernel/principal';
import { own, trustedFolder } from './folder.ts';
import type { TenantFolder } from './tenant-disk.ts';
import { temporaryName } from './temporary-name.ts';

/** The folders of tenants by tenant. */
export interface TenantFolders {
  of(tenant: Subject): Promise<TenantFolder>;
}

const firstHostUser = 200_000;
// With a thousand million of them two tenants of a large installation hardly ever share one, and all are below 2^31.
const hostUsers = 1_000_000_000;

/** Folders that are made at their first use, each for its own host user where the server can give files away. */
export function createTenantFolders(base: string): TenantFolders {
  const made = new Map<Subject, Promise<TenantFolder>>();
  let prepared: Promise<boolean> | null = null;

  async function prepare(): Promise<boolean> {
    const isRoot = process.getuid?.() === 0;
    await fs.mkdir(base, { recursive: true });
    // Programs of tenants go through it, and cannot look around in it.
    await fs.chmod(base, isRoot ? 0o711 : 0o700);
    return isRoot && canGiveAway(base);
  }

  async function make(tenant: Subject): Promise<TenantFolder> {
    const givesAway = await (prepared ??= prepare());
    const hash = createHash('sha256').update(tenant).digest();
    const name = hash.toString('hex').slice(0, 32);
    const folder = path.join(base, name);
    const hostUser = givesAway ? firstHostUser + (hash.readUInt32BE(16) % hostUsers) : null;
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    if (hostUser !== null && (await fs.lstat(folder)).uid !== hostUser) await own(trustedFolder(base), name, hostUser);
    return { folder, hostUser };
  }

  return {
    of(tenant) {
      const known = made.get(tenant);
      if (known !== undefined) return known;
      const making = make(tenant);
      made.set(tenant, making);
      making.catch(() => {
        made.delete(tenant);
        prepared = null;
      });
      return making;
    },
  };
}

/** Whether root may give files away and still use them, which a container can forbid. */
async function canGiveAway(base: string): Promise<boolean> {
  const name = temporaryName();
  const folder = path.join(base, name);
  await fs.mkdir(folder, { mode: 0o700 });
  try {
    await own(trustedFolder(base), name, firstHostUser + hostUsers - 1);
    await fs.writeFile(path.join(folder, 'probe'), '');
    return true;
  } catch {
    return false;
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
