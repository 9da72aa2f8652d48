import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { createHolds } from './holds.ts';

/** Bytes and their SHA-256 in hexadecimal. */
export interface Content {
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Contents by their SHA-256, each stored once. Rows refer to them; what no row refers to goes. */
export interface ContentStore {
  /** Stores contents, durably, and runs what makes rows refer to them. When that fails, they go again. */
  keep<T>(contents: readonly Content[], work: () => Promise<T>): Promise<T>;
  read(sha256: string): Promise<Buffer>;
  /** Removes those of the given ones that no row refers to. */
  collect(hashes: readonly string[]): Promise<void>;
  /** Removes all that no row refers to, and what a process that ended in the middle has left. Gives their number. */
  sweep(): Promise<number>;
}

export interface ContentStoreOptions {
  readonly folder: string;
  /** Those of the given hashes that rows refer to. */
  readonly referenced: (hashes: readonly string[]) => Promise<ReadonlySet<string>>;
}

const hashPattern = /^[0-9a-f]{64}$/u;

/** Bytes with their hash. */
export const toContent = (bytes: Buffer): Content => ({ bytes, sha256: createHash('sha256').update(bytes).digest('hex') });

/** A store in a folder of its own, for one process at a time. */
export function createContentStore({ folder, referenced }: ContentStoreOptions): ContentStore {
  const holds = createHolds();
  const folderOf = (sha256: string): string => path.join(folder, sha256.slice(0, 2));
  const placeOf = (sha256: string): string => path.join(folderOf(sha256), sha256);

  async function store({ sha256, bytes }: Content): Promise<void> {
    const isThere = await fs.stat(placeOf(sha256)).then(({ size }) => size === bytes.length, () => false);
    if (isThere) return;
    await fs.mkdir(path.dirname(folder), { recursive: true }); // others pass through it
    await fs.mkdir(folderOf(sha256), { recursive: true, mode: 0o700 });
    await writeDurably(placeOf(sha256), bytes);
  }

  const collect = (hashes: readonly string[]): Promise<number> => holds.remove(hashes, removeUnreferenced);

  async function removeUnreferenced(hashes: readonly string[]): Promise<number> {
    if (hashes.length === 0) return 0;
    const wanted = await referenced(hashes);
    const unwanted = hashes.filter((hash) => !wanted.has(hash));
    for (const hash of unwanted) await fs.rm(placeOf(hash), { force: true });
    return unwanted.length;
  }

  return {
    read: (sha256) => fs.readFile(placeOf(sha256)),
    async collect(hashes) {
      await collect(hashes);
    },

    async keep(contents, work) {
      const hashes = [...new Set(contents.map(({ sha256 }) => sha256))];
      await holds.take(hashes);
      let isDone = false;
      try {
        for (const content of contents) await store(content);
        const result = await work();
        isDone = true;
        return result;
      } finally {
        holds.release(hashes);
        if (!isDone) await collect(hashes);
      }
    },

    async sweep() {
      let removed = 0;
      for (const part of await fs.readdir(folder).catch(() => [])) {
        const names = await fs.readdir(path.join(folder, part));
        const leftOver = names.filter((name) => !hashPattern.test(name) && !name.endsWith(ownSuffix));
        for (const name of leftOver) await fs.rm(path.join(folder, part, name), { force: true });
        removed += leftOver.length + (await collect(names.filter((name) => hashPattern.test(name))));
      }
      return removed;
    },
  };
}

// What carries another one was left behind by a process that ended in the middle.
const ownSuffix = `.${randomBytes(8).toString('hex')}`;

/** All of it, on the disk, or nothing. */
async function writeDurably(place: string, bytes: Buffer): Promise<void> {
  const temporary = `${place}.${randomBytes(8).toString('hex')}${ownSuffix}`;
  try {
    const file = await fs.open(temporary, 'wx', 0o600);
    await file.writeFile(bytes).then(() => file.sync()).finally(() => file.close());
    await fs.rename(temporary, place);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
  const folder = await fs.open(path.dirname(place), 'r');
  await folder.sync().finally(() => folder.close());
}
