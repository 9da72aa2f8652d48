import fs from 'node:fs';
import { codeOf, system } from './system-calls.ts';

/** A name in a folder; bytes where it may be no UTF-8. */
export type Name = string | Buffer;

/** A folder that is held open. */
export interface Folder {
  /** A path that means this folder whatever happens to its name. */
  readonly path: string;
  close(): void;
}

/** How far the folders opened here are safe from a rename between a look and a use. */
export type Containment = 'strict' | 'best-effort';

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = fs.constants;
// A handle that only stands for a place: Linux has it, and Node has no name for it.
const O_PATH = 0o10000000;
const descriptors = '/proc/self/fd';
const isRoot = process.getuid?.() === 0;

/** What this machine offers. */
export const containment: Containment = process.platform === 'linux' && fs.existsSync(descriptors) ? 'strict' : 'best-effort';

/** A folder that only the server can rename, by its path. */
export const trustedFolder = (path: string): Folder => ({ path, close: () => undefined });

/** Where a name of a folder is. */
export const at = (folder: Folder, name: Name): string | Buffer =>
  typeof name === 'string' ? `${folder.path}/${name}` : Buffer.concat([Buffer.from(`${folder.path}/`), name]);

/**
 * Opens a folder in a folder without following a link. On Linux the result is a descriptor and the path of its link in /proc, which leads to the folder itself: what
 * openat(2) with O_NOFOLLOW does, step by step, so that no rename leads outside. @throws ENOENT, ENOTDIR
 */
export async function openFolder(parent: Folder, name: Name): Promise<Folder> {
  const place = at(parent, name);
  if (containment === 'best-effort') {
    if ((await system.lstat(place)).isDirectory()) return trustedFolder(place.toString());
    throw Object.assign(new Error('Not a folder'), { code: 'ENOTDIR' });
  }
  const descriptor = await system.open(place, O_PATH | O_DIRECTORY | O_NOFOLLOW);
  return { path: `${descriptors}/${descriptor}`, close: () => system.close(descriptor) };
}

/** Opens a folder all of whose content is wanted: where its owner has taken the right to look into it away, it gets it back. */
export async function openWholeFolder(parent: Folder, name: Name): Promise<Folder> {
  const folder = await openFolder(parent, name);
  if (isRoot || containment === 'best-effort') return folder;
  // The link in /proc leads to what is open, so that this changes no other folder.
  const isOpen = await system.lstat(`${folder.path}/.`).then(({ mode }) => (mode & 0o700) === 0o700, () => false);
  if (!isOpen) await system.chmodAt(folder.path, 0o700).catch(() => undefined);
  return folder;
}

/** Opens the folder at the end of a path of names; the caller closes it. */
export async function openPath(root: Folder, names: readonly string[]): Promise<Folder> {
  let folder = root;
  for (const name of names) {
    const next = await openFolder(folder, name).finally(() => folder.close());
    folder = next;
  }
  return folder;
}

/** Makes what was done to the names of a folder outlast a loss of power. */
export async function syncFolder(folder: Folder): Promise<void> {
  const descriptor = await system.open(folder.path, O_RDONLY | O_DIRECTORY).catch((error: unknown) => {
    if (codeOf(error) === 'EACCES') return null; // its owner may have taken the right to read it away
    throw error;
  });
  if (descriptor === null) return;
  await system.sync(descriptor).finally(() => system.close(descriptor));
}

/** Makes a folder for the host user that owns it; false when there is something of that name. */
export async function makeFolder(parent: Folder, name: Name, owner: number | null): Promise<boolean> {
  try {
    await system.mkdir(at(parent, name), 0o755);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  if (owner !== null) await own(parent, name, owner);
  await syncFolder(parent);
  return true;
}

/** Gives a folder to a host user by its descriptor, so that no link is followed. */
export async function own(parent: Folder, name: Name, owner: number): Promise<void> {
  const descriptor = await system.open(at(parent, name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  await system.chown(descriptor, owner, owner).finally(() => system.close(descriptor));
}
