import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { projectRoot } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import { createDatabase, withClient, withDatabase } from './database-url.ts';
import { migrate, openDatabase } from './index.ts';

const logger = createLogger({ level: 'silent' });
const { serverUrl } = inject('testServer');
const urlOf = (name: string): string => withDatabase(serverUrl, `migrate_${process.pid}_${name}`);
const names = ['together', 'opened', 'edited', 'spoilt', 'behind'];
const drop = (): Promise<unknown> =>
  Promise.all(names.map((name) => withClient(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS migrate_${process.pid}_${name} WITH (FORCE)`))));
const open = (databaseUrl: string, roles: string[]) => openDatabase({ config: { databaseUrl, dataDir: '/nowhere', roles }, logger });

beforeAll(drop);
afterAll(drop);

async function prisma(url: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['node_modules/prisma/build/index.js', ...args], { cwd: projectRoot, env: { PATH: '/usr/bin:/bin', DATABASE_URL: url } });
  return stdout;
}

test('two processes may migrate at once, and the Prisma CLI finds nothing left to do', async () => {
  const url = urlOf('together');
  await createDatabase(url);
  await Promise.all([migrate({ url, logger }), migrate({ url, logger })]);
  expect(await prisma(url, 'migrate', 'status')).toContain('Database schema is up to date!');
  expect(await prisma(url, 'migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema', '--exit-code')).toContain('No difference detected');
}, 120_000);

test('a database that does not exist is created and migrated when it is opened', async () => {
  const database = await open(urlOf('opened'), ['migrate']);
  expect(await database.prisma.account.count()).toBe(0);
  await database.close();
  const again = await open(urlOf('opened'), ['subgraph:identity']);
  await again.close();
});

test('a process that may not migrate refuses a database that is behind', async () => {
  await expect(open(urlOf('behind'), ['subgraph:identity'])).rejects.toThrow('_init');
});

test('a migration that was edited after it had been applied is refused by name', async () => {
  const url = urlOf('edited');
  await createDatabase(url);
  await migrate({ url, logger });
  await withClient(url, (client) => client.query("UPDATE _prisma_migrations SET checksum = 'other'"));
  await expect(migrate({ url, logger })).rejects.toThrow('edited');
});

test('a migration that fails leaves a clear reason', async () => {
  const url = urlOf('spoilt');
  await createDatabase(url);
  await withClient(url, (client) => client.query('CREATE SCHEMA identity CREATE TABLE accounts (nothing int)'));
  await expect(migrate({ url, logger })).rejects.toThrow('could not be migrated');
});

test('a database that cannot be reached is named without its password', async () => {
  const opening = open('postgresql://someone:hunter2@127.0.0.1:1/nothing', ['all']);
  await expect(opening).rejects.toThrow('127.0.0.1:1');
  await expect(opening).rejects.not.toThrow('hunter2');
});
