import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { withDatabase } from '../database-url.ts';

/** The schema engine's way to a database. */
export interface MigrationDriver {
  /** What the engine is constructed with. */
  readonly factory: object;
  /** Closes the connections, which the engine leaves open. */
  close(): Promise<void>;
}

/**
 * How the schema engine talks to PostgreSQL: Prisma's own adapter, with three faults of it put right (version 7.10.0):
 * it cannot read the types of the system catalogue, it splits scripts at every semicolon, and its shadow database is the main one when it was given a URL.
 */
export function createMigrationDriver(url: string): MigrationDriver {
  const open: SqlDriverAdapter[] = [];
  const keep = async (connecting: Promise<SqlDriverAdapter>): Promise<SqlDriverAdapter> => {
    const adapter = await connecting;
    open.push(adapter);
    return adapter;
  };
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => keep(connect(url)),
    connectToShadowDb: () => connectToShadowDatabase(url),
  };
  return {
    factory: bindMigrationAwareSqlAdapterFactory(factory),
    close: async () => {
      await Promise.all(open.splice(0).map((adapter) => adapter.dispose()));
    },
  };
}

/** One connection, kept open: the engine holds an advisory lock of the session while it migrates. */
async function connect(url: string): Promise<SqlDriverAdapter> {
  const config = { connectionString: url, max: 1, idleTimeoutMillis: 0, application_name: 'pentagraph migration' };
  const adapter = await new PrismaPg(config).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => queryCatalogue(adapter, query),
    executeRaw: (query) => adapter.executeRaw(query),
    // A query without arguments goes out as one script.
    executeScript: async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    },
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo(),
    dispose: () => adapter.dispose(),
  };
}

async function connectToShadowDatabase(url: string): Promise<SqlDriverAdapter> {
  const database = `prisma_migrate_shadow_db_${randomUUID()}`;
  const main = await connect(url);
  await main.executeScript(`CREATE DATABASE "${database}"`);
  const shadow = await connect(withDatabase(url, database));
  return {
    ...shadow,
    dispose: async () => {
      await shadow.dispose();
      await main.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      await main.dispose();
    },
  };
}

const text = 25;
const character = 18;
/** "char", int2vector, regproc, oidvector, pg_node_tree, regclass, regtype: all of them text on the wire. */
const catalogueTypes = new Set([character, 22, 24, 30, 194, 2205, 2206]);

interface RawResult {
  readonly fields?: readonly { dataTypeID: number }[];
}
type RawAdapter = SqlDriverAdapter & { performIO(query: SqlQuery): Promise<RawResult> };

const isRaw = (adapter: SqlDriverAdapter): adapter is RawAdapter => 'performIO' in adapter && typeof adapter.performIO === 'function';

/** Reads catalogue types as text, save "char", for which the engine expects a type of its own. */
async function queryCatalogue(adapter: SqlDriverAdapter, query: SqlQuery): Promise<SqlResultSet> {
  if (!isRaw(adapter)) throw new Error('@prisma/adapter-pg has changed: its adapter has no performIO');
  const characters: number[] = [];
  const relabel = async (raw: SqlQuery): Promise<RawResult> => {
    const result = await adapter.performIO(raw);
    result.fields?.forEach((field, index) => {
      if (field.dataTypeID === character) characters.push(index);
      if (catalogueTypes.has(field.dataTypeID)) field.dataTypeID = text;
    });
    return result;
  };
  const reader = new Proxy(adapter, { get: (target, name): unknown => (name === 'performIO' ? relabel : Reflect.get(target, name)) });
  const result = await reader.queryRaw(query);
  for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character;
  return result;
}
