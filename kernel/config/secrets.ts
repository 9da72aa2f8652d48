import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newId, newSecret } from '#kernel/ids';
import type { Config } from './config.ts';
import { newPrivateKey, readInternalKeys, type InternalKeys } from './internal-keys.ts';

/** The keys of this installation. */
export interface Secrets {
  /** Signs and checks CyberDevStudio tokens (HS256). */
  readonly authJwtSecret: string;
  /** Signs and checks CloudBrain tokens (HS256). */
  readonly cloudbrainJwtSecret: string;
  /** By which processes of this installation know each other. */
  readonly internalKeys: InternalKeys;
  /** The first administrator's password, and whether this product chose it. */
  readonly adminPassword: { readonly value: string; readonly generated: boolean };
}

/**
 * The configured secrets, or ones generated at the first start and kept in `<data>/secrets` (files 0600, folder 0711).
 * Safe against two processes starting at once: the first to write wins.
 */
export function loadSecrets(config: Pick<Config, 'dataDir' | 'authJwtSecret' | 'cloudbrain' | 'admin' | 'internalKeys'>): Secrets {
  const folder = path.join(config.dataDir, 'secrets');
  return {
    authJwtSecret: config.authJwtSecret ?? stored(folder, 'auth-jwt-secret', () => newSecret(48)),
    cloudbrainJwtSecret: config.cloudbrain.jwtSecret ?? stored(folder, 'cloudbrain-jwt-secret', () => newSecret(48)),
    internalKeys: readInternalKeys(config.internalKeys, () => stored(folder, 'internal-private-key', newPrivateKey)),
    adminPassword:
      config.admin.password === null
        ? { value: stored(folder, 'admin-password', () => newSecret(12)), generated: true }
        : { value: config.admin.password, generated: false },
  };
}

function stored(folder: string, name: string, generate: () => string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const file = path.join(folder, name);
  const draft = `${file}.${newId()}`;
  try {
    writeFileSync(draft, generate(), { mode: 0o600, flag: 'wx' });
    linkSync(draft, file); // appears whole, and only if nobody was first
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

const isAlreadyThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';
