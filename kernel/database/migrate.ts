import type pg from 'pg';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { sqlState, withClient } from './database-url.ts';
import { readMigrations, toMigrationList, type Migration } from './schema-engine/migration-files.ts';
import { openSchemaEngine } from './schema-engine/wasm-engine.ts';

/** Any fixed number of our own; the schema engine takes another lock on a connection of its own. */
const lock = 7_031_999;
const tableMissing = '42P01';

/**
 * Brings the database to the schema of this version; the Prisma CLI then calls it up to date. Safe from several processes at once.
 * A database that is up to date costs one query.
 * @throws DomainError UNAVAILABLE when a migration fails, or was edited after it had been applied
 */
export async function migrate({ url, logger }: { readonly url: string; readonly logger: Logger }): Promise<void> {
  const migrations = readMigrations();
  await withClient(url, async (client) => {
    if ((await unapplied(client, migrations)).length === 0) return;
    await client.query('SELECT pg_advisory_lock($1)', [lock]); // freed with the connection
    if ((await unapplied(client, migrations)).length === 0) return;
    const applied = await applyMigrations(url, migrations);
    logger.info({ component: 'database', migrations: applied }, 'Database migrated');
  });
}

/** Checks that the database has the schema of this version, without touching it. @throws DomainError UNAVAILABLE when it is behind */
export async function verifyMigrated(url: string): Promise<void> {
  const missing = await withClient(url, (client) => unapplied(client, readMigrations()));
  if (missing.length === 0) return;
  throw new DomainError('UNAVAILABLE', `The database lacks ${missing.map(({ name }) => name).join(', ')}: start a process with the role migrate first`);
}

interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

async function unapplied(client: pg.Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = new Map((await appliedMigrations(client)).map(({ name, checksum }) => [name, checksum]));
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited !== undefined) {
    throw new DomainError('UNAVAILABLE', `The migration ${edited.name} was edited after it had been applied: restore the file, or "npx prisma migrate reset" a database that may be emptied`);
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

async function appliedMigrations(client: pg.Client): Promise<readonly AppliedMigration[]> {
  try {
    const query = 'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL';
    return (await client.query<AppliedMigration>(query)).rows;
  } catch (error) {
    if (sqlState(error) === tableMissing) return [];
    throw error;
  }
}

async function applyMigrations(url: string, migrations: readonly Migration[]): Promise<readonly string[]> {
  const opened = await openSchemaEngine(url);
  try {
    const { appliedMigrationNames } = await opened.engine.applyMigrations({ migrationsList: toMigrationList(migrations), filters: { externalTables: [], externalEnums: [] } });
    return appliedMigrationNames;
  } catch (cause) {
    throw new DomainError('UNAVAILABLE', `The database could not be migrated: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    await opened.close();
  }
}
