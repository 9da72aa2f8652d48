import { spawnSync } from 'node:child_process';
import { chmodSync, lchownSync, lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '#kernel/errors';

/** The system account that PostgreSQL runs as. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

const overflowId = 65_534;

/** `nobody` when this process is root, because PostgreSQL refuses to run as root; null when it runs as the caller. */
export function serverAccount(): ServerAccount | null {
  return process.getuid?.() === 0 ? { uid: idOfNobody('-u'), gid: idOfNobody('-g') } : null;
}

function idOfNobody(flag: '-u' | '-g'): number {
  const { status, stdout } = spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : overflowId;
}

/** For error messages: says that the server is not who started it. */
export const asWhom = (account: ServerAccount | null): string =>
  account === null ? '' : ` (it runs as nobody, because this process is root: every folder above PENTAGRAPH_DATA_DIR must let nobody through)`;

/**
 * Makes sure that `folder` exists, belongs to the server and is closed to everyone else.
 * @throws DomainError UNAVAILABLE when somebody else laid a folder or a link there first, as anyone may in /tmp
 */
export function ownFolder(folder: string, account: ServerAccount | null): string {
  const made = makeFolder(folder);
  if (made && account !== null) lchownSync(folder, account.uid, account.gid);
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== (account?.uid ?? process.getuid?.())) {
    throw new DomainError('UNAVAILABLE', `${folder} belongs to somebody else: remove it`);
  }
  chmodSync(folder, 0o700);
  return folder;
}

/** Makes sure that `folder` exists; what is made of its path lets everyone through, whatever the umask says. */
export function openFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) chmodSync(made, 0o755);
}

function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
