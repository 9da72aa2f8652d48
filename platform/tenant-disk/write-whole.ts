import fs from 'node:fs';
import { at, type Folder } from './folder.ts';
import { system } from './system-calls.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;

export interface NewFile {
  /** The host user that gets it; null: the server's own. */
  readonly owner: number | null;
  readonly mode: number;
  /** Gives the content part by part. */
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Makes a file that was not there, whole and on the disk, and gives what it is. When that fails there is none. */
export async function writeWhole(folder: Folder, name: string | Buffer, { owner, mode, content }: NewFile): Promise<fs.Stats> {
  const place = at(folder, name);
  const descriptor = await system.open(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    for await (const part of content) await writeAll(descriptor, part);
    if (owner !== null) await system.chown(descriptor, owner, owner);
    await system.chmod(descriptor, mode & 0o777);
    await system.sync(descriptor);
    return await system.stat(descriptor);
  } catch (error) {
    await system.unlink(place).catch(() => undefined);
    throw error;
  } finally {
    system.close(descriptor);
  }
}

async function writeAll(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.byteLength; ) written += await system.write(descriptor, bytes.subarray(written));
}
