import { DomainError } from '#kernel/errors';
import { nothing, sum } from './charge.ts';
import { at, makeFolder, openFolder, openWholeFolder, syncFolder, type Folder, type Name } from './folder.ts';
import { refusePath } from './disk-path.ts';
import { maxDepth } from './measure.ts';
import { openFile } from './read-file.ts';
import { nullOn, system } from './system-calls.ts';
import type { Place } from './target.ts';
import type { DiskUsage } from './tenant-disk.ts';
import { writeWhole } from './write-whole.ts';

export interface CopyOptions {
  /** The host user that gets the copy; null: the server's own. */
  readonly owner: number | null;
  /** What was reserved: a copy that grows beyond it ends. */
  readonly atMost: DiskUsage;
}

const partBytes = 262_144;
const atOnce = 8;

/**
 * Copies a file, or a folder with what is in it, to a name that is not taken, and gives what that is. Links and devices are left out.
 * @throws errors of the system; DomainError CONFLICT when the source grows meanwhile
 */
export async function copyTree(from: Place, to: Place, { owner, atMost }: CopyOptions): Promise<DiskUsage> {
  let copied = nothing;
  const count = (one: DiskUsage): void => {
    copied = sum(copied, one);
    if (copied.bytes > atMost.bytes || copied.files > atMost.files) throw new DomainError('CONFLICT', 'What is copied is being changed; try again', { details: { field: 'from' } });
  };

  async function copyFile(source: Place, target: Place): Promise<void> {
    const { descriptor, stats } = await openFile(source.folder, source.name, 'from');
    try {
      count({ bytes: stats.size, files: 1 });
      await writeWhole(target.folder, target.name, { owner, mode: stats.mode, content: partsOf(descriptor, stats.size) });
    } finally {
      system.close(descriptor);
    }
  }

  async function copyFolder(source: Place, target: Place, depth: number): Promise<void> {
    if (depth > maxDepth) refusePath('from', 'is nested too deep');
    count({ bytes: 0, files: 1 });
    const inner = await openWholeFolder(source.folder, source.name);
    try {
      await makeFolder(target.folder, target.name, owner);
      const made = await openFolder(target.folder, target.name);
      await copyNames(inner, made, depth).then(async () => syncFolder(made)).finally(() => made.close());
    } finally {
      inner.close();
    }
  }

  async function copyNames(source: Folder, target: Folder, depth: number): Promise<void> {
    const names = await system.rawNamesIn(source.path);
    for (let first = 0; first < names.length; first += atOnce) {
      const folders = await all(names.slice(first, first + atOnce).map((name) => copyUnlessFolder({ folder: source, name }, { folder: target, name })));
      for (const name of folders) if (name !== null) await copyFolder({ folder: source, name }, { folder: target, name }, depth + 1);
    }
  }

  /** The name, when it is that of a folder. */
  async function copyUnlessFolder(source: Place, target: Place): Promise<Name | null> {
    const stats = await system.lstat(at(source.folder, source.name)).catch(nullOn('ENOENT'));
    if (stats?.isFile() === true) await copyFile(source, target);
    return stats?.isDirectory() === true ? source.name : null;
  }

  const stats = await system.lstat(at(from.folder, from.name));
  await (stats.isDirectory() ? copyFolder(from, to, 0) : copyFile(from, to));
  return copied;
}

/** Waits for all also when one fails: what is left of the copy can be removed only then. */
async function all<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Not more than its length at the beginning, however it grows. */
async function* partsOf(descriptor: number, size: number): AsyncIterable<Uint8Array> {
  const part = Buffer.allocUnsafe(Math.min(size, partBytes));
  for (let position = 0; position < size; ) {
    const count = await system.read(descriptor, part.subarray(0, Math.min(part.length, size - position)), position);
    if (count === 0) return;
    position += count;
    yield part.subarray(0, count);
  }
}
