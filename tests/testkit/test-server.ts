import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { loadConfig, projectRoot } from '#kernel/config';
import { migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '#kernel/database';
import { createLogger } from '#kernel/logging';

/** What a test file needs to make databases of its own. */
export interface TestServer {
  readonly serverUrl: string;
  /** The database to copy. */
  readonly template: string;
}

const logger = createLogger({ level: 'warn' });
const setUpLock = 7_032_000;

/** Runs one statement outside any transaction. */
export async function runSql(url: string, statement: string): Promise<void> {
  await withClient(url, (client) => client.query(statement));
}

/**
 * A server for tests only, shared by test runs that go on at the same time, with a migrated template database.
 * It neither syncs to the disk nor cleans up in the background, and whoever uses it first removes what dead runs left behind.
 */
export async function startTestServer(): Promise<{ readonly server: EmbeddedPostgres; readonly shared: TestServer }> {
  const dataDir = path.join(loadConfig().dataDir, 'test');
  const server = await startEmbeddedPostgres({ dataDir, logger, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' } });
  const shared = { serverUrl: server.urlOf('postgres'), template: `template_${migrationsDigest()}` };
  try {
    await prepareTemplate(server, shared);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, shared };
}

async function prepareTemplate(server: EmbeddedPostgres, { serverUrl, template }: TestServer): Promise<void> {
  await withClient(serverUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [setUpLock]);
    if (server.started) await dropLeftovers(client);
    await ensureTemplate(client, server, template);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function dropLeftovers(client: pg.Client): Promise<void> {
  for (const name of await listDatabases(client)) {
    if (name.startsWith('test_')) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function ensureTemplate(client: pg.Client, server: EmbeddedPostgres, template: string): Promise<void> {
  if ((await listDatabases(client)).includes(template)) return;
  const draft = `${template}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${draft}`);
  await migrate({ url: server.urlOf(draft), logger });
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

async function listDatabases(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE NOT datistemplate');
  return rows.map(({ datname }) => datname);
}

/** Another set of migrations is another template. */
function migrationsDigest(): string {
  const folder = path.join(projectRoot, 'prisma/migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
