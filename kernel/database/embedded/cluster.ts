import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '#kernel/errors';
import type { Programs } from './programs.ts';
import { asWhom, type ServerAccount } from './server-account.ts';

export interface ClusterPlace {
  readonly programs: Programs;
  readonly account: ServerAccount | null;
  /** A folder that the server's account owns; the cluster becomes its `data`. */
  readonly folder: string;
}

/**
 * The data folder of the cluster, created on first use: it appears whole or not at all, so that two processes may do it at once.
 * @throws DomainError UNAVAILABLE when the folder was made by another major version, or cannot be reached by the server's account
 */
export function prepareCluster(place: ClusterPlace): string {
  const data = path.join(place.folder, 'data');
  const versionFile = path.join(data, 'PG_VERSION');
  if (!existsSync(versionFile)) createCluster(place, data);
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version === place.programs.majorVersion) return data;
  throw new DomainError(
    'UNAVAILABLE',
    `${data} holds data of PostgreSQL ${version}, but this is PostgreSQL ${place.programs.majorVersion}: bring the data over with a server of the old version, or move the folder away`,
  );
}

function createCluster({ programs, account, folder }: ClusterPlace, data: string): void {
  const draft = `${data}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  // Trust is safe: the server listens on a socket in a folder that nobody else may enter.
  const flags = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions', '--no-sync'];
  const { status, stderr, error } = spawnSync(programs.initdb, ['-D', draft, ...flags], { ...account, cwd: folder, env: {}, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new DomainError('UNAVAILABLE', `PostgreSQL could not create its data in ${folder}${asWhom(account)}: ${error?.message ?? stderr.trim()}`);
  }
  try {
    renameSync(draft, data);
  } catch (fault) {
    rmSync(draft, { recursive: true, force: true });
    if (existsSync(data)) return;
    throw fault;
  }
  // Bringing the new files to the disk takes seconds on some machines: the first start does not wait for it.
  spawn(programs.initdb, ['--sync-only', '-D', data], { ...account, cwd: folder, env: {}, stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
