import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Config } from '#kernel/config';
import type { Logger } from '#kernel/logging';
import { PrismaClient } from '#prisma-client';
import { ensureDatabase } from './database-url.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrate, verifyMigrated } from './migrate.ts';

/** The open database of one process. */
export interface Database {
  readonly prisma: PrismaClient;
  /** The connections under `prisma`, for SQL that it cannot say. */
  readonly pool: pg.Pool;
  readonly url: string;
  /** Closes the connections; whoever closes last stops an embedded server. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir' | 'roles'>;
  readonly logger: Logger;
}

const database = 'pentagraph';

/**
 * Opens the configured database, or the embedded one, with the schema of this version: roles `all` and `migrate` bring it there, others only check.
 * @throws DomainError UNAVAILABLE with the reason
 */
export async function openDatabase({ config, logger }: OpenDatabaseOptions): Promise<Database> {
  const server = config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, logger }) : null;
  try {
    const url = config.databaseUrl ?? server?.urlOf(database) ?? '';
    await ensureDatabase(url);
    await (config.roles.some((role) => role === 'all' || role === 'migrate') ? migrate({ url, logger }) : verifyMigrated(url));
    return connectDatabase({ url, logger, afterClose: async () => server?.stop() });
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

export interface ConnectDatabaseOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Most connections at once. */
  readonly connections?: number;
  readonly afterClose?: () => Promise<void>;
}

/** Connects to a database that exists and has its schema. Connections are opened when they are needed. */
export function connectDatabase({ url, logger, connections = 16, afterClose }: ConnectDatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'pentagraph',
  });
  pool.on('error', (error) => {
    logger.warn({ component: 'database', err: error }, 'An idle database connection was lost');
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: { maxWait: 5_000, timeout: 10_000 } });
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await pool.end();
    await afterClose?.();
  };
  let closing: Promise<void> | undefined;
  return { prisma, pool, url, close: () => (closing ??= close()) };
}
