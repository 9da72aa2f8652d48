import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '#kernel/errors';

/** The bytes of kept modules. */
export interface ModuleStore {
  /** Durable when it returns; harmless when they are there. */
  write(sha256: string, bytes: Uint8Array): Promise<void>;
  /** @throws DomainError NOT_FOUND */
  read(sha256: string): Promise<Uint8Array>;
  remove(sha256: string): Promise<void>;
}

/** Keeps each module once, in a file under `folder` that has its SHA-256 as its name. */
export function createModuleStore(folder: string): ModuleStore {
  const fileOf = (sha256: string): string => path.join(folder, sha256.slice(0, 2), sha256);
  return {
    async write(sha256, bytes) {
      const file = fileOf(sha256);
      const draft = `${file}.draft`;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeDurably(draft, bytes);
      await rename(draft, file);
      await syncFolder(path.dirname(file));
    },
    async read(sha256) {
      try {
        return await readFile(fileOf(sha256));
      } catch (cause) {
        throw new DomainError('NOT_FOUND', 'The bytes of this module are gone; upload it again', { cause });
      }
    },
    remove: (sha256) => rm(fileOf(sha256), { force: true }),
  };
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
