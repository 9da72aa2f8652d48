import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { projectRoot } from '#kernel/config';

/** One migration as it ships. */
export interface Migration {
  readonly name: string;
  readonly script: string;
  /** SHA-256 of the script, hex: what the migrations table records. */
  readonly checksum: string;
}

const folder = path.join(projectRoot, 'prisma/migrations');
const scriptOf = (name: string): string => path.join(folder, name, 'migration.sql');

/** The migrations of this version, in their order. */
export function readMigrations(): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(scriptOf(name)))
    .sort()
    .map((name) => {
      const script = readFileSync(scriptOf(name), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    });
}

/** The same migrations as the schema engine takes them. */
export function toMigrationList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(path.join(folder, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({ path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } } })),
  };
}
