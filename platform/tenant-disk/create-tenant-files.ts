import { createFileMoves } from './file-moves.ts';
import { createFileReads } from './file-reads.ts';
import { createFileRemoval } from './file-removal.ts';
import { createFileWriting } from './file-writing.ts';
import { containment, trustedFolder } from './folder.ts';
import { createFolderMaking } from './folder-making.ts';
import type { FilesFoundation } from './foundation.ts';
import { createLocks } from './locks.ts';
import type { TenantDisk } from './tenant-disk.ts';
import type { TenantFiles } from './tenant-files.ts';

const maxTransferBytes = 8 * 1024 * 1024;

/** The files on a disk. There may be one of these per disk. */
export function createTenantFiles(disk: TenantDisk): TenantFiles {
  const foundation: FilesFoundation = {
    disk,
    inTurn: createLocks(),
    async rootOf(tenant) {
      const { folder, hostUser } = await disk.folderOf(tenant);
      return { root: trustedFolder(folder), owner: hostUser };
    },
  };
  return { containment, maxTransferBytes, ...createFileReads(foundation, maxTransferBytes), ...createFileWriting(foundation), ...createFolderMaking(foundation), ...createFileMoves(foundation), ...createFileRemoval(foundation) };
}
