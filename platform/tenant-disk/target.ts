import { DomainError } from '#kernel/errors';
import { difference, nothing, sum, usageOfName } from './charge.ts';
import { refuseFor } from './disk-fault.ts';
import { at, makeFolder, openFolder, type Folder, type Name } from './folder.ts';
import type { TenantRoot } from './foundation.ts';
import { removeTree } from './remove-tree.ts';
import { nullOn, system } from './system-calls.ts';
import type { DiskUsage } from './tenant-disk.ts';

/** Counts what has changed. */
export type Count = (change: DiskUsage) => void;

/** A name in a folder that is held open. */
export interface Place {
  readonly folder: Folder;
  readonly name: Name;
}

/** A name to be made, in a folder that is there as far as it is. */
export interface Target extends Place {
  readonly name: string;
  /** Folders between what is there and the name. */
  readonly missing: readonly string[];
  /** Makes them; from then on `folder` is that of the name. */
  make(count: Count): Promise<void>;
}

export interface TargetPath {
  readonly place: TenantRoot;
  readonly names: readonly [string, ...string[]];
  /** The argument that named the path. */
  readonly field: string;
}

/** Opens as much of the way to a name as is there, and closes it when the work is done. @throws DomainError for the way; what the work throws */
export async function withTarget<T>({ place: { root, owner }, names, field }: TargetPath, work: (target: Target) => Promise<T>): Promise<T> {
  const parents = names.slice(0, -1);
  let folder = root;
  let depth = 0;
  const enter = async (name: string): Promise<Folder> => {
    const inner = await openFolder(folder, name);
    folder.close();
    return (folder = inner);
  };
  const make = async (count: Count): Promise<void> => {
    for (const name of parents.slice(depth)) {
      if (await makeFolder(folder, name, owner)) count({ bytes: 0, files: 1 });
      await enter(name);
    }
  };
  try {
    while (depth < parents.length && (await enter(parents[depth] ?? '').catch(nullOn('ENOENT')).catch(refuseFor(field))) !== null) depth += 1;
    return await work({
      missing: parents.slice(depth),
      name: names.at(-1) ?? '',
      make: (count) => make(count).catch(refuseFor(field)),
      get folder() {
        return folder;
      },
    });
  } finally {
    folder.close();
  }
}

/** Gives what is whole its name, in place of what is no folder, and tells by how much the usage has grown. When it cannot, nothing stays of it. */
export async function put({ temporary, used }: { readonly temporary: Name; readonly used: DiskUsage }, { folder, name }: Place, field: string): Promise<DiskUsage> {
  try {
    return sum(used, await renameOver({ folder, name: temporary }, { folder, name }, field));
  } catch (error) {
    await removeTree(folder, temporary);
    throw error;
  }
}

/** Renames, in place of what is no folder, and tells by how much the usage has grown. @throws DomainError CONFLICT; errors of the system */
export async function renameOver(from: Place, to: Place, field: string): Promise<DiskUsage> {
  const [source, old] = await Promise.all([system.lstat(at(from.folder, from.name)), system.lstat(at(to.folder, to.name)).catch(nullOn('ENOENT'))]);
  if (old?.isDirectory() === true) throw aFolderIsThere(field);
  // Only the name of a folder is taken by a folder: a file gives way before.
  if (old !== null && source.isDirectory()) await system.unlink(at(to.folder, to.name));
  await system.rename(at(from.folder, from.name), at(to.folder, to.name));
  return old === null ? nothing : difference(nothing, usageOfName(old));
}

/** The refusal to replace a folder. */
export const aFolderIsThere = (field: string): DomainError => new DomainError('CONFLICT', 'There is a folder of that name', { details: { field } });
