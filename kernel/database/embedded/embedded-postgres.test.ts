import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { createLogger } from '#kernel/logging';
import { withClient } from '../database-url.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../index.ts';

const logger = createLogger({ level: 'silent' });
// One cluster for all tests, because making one takes long; the first start makes it.
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-embedded-'));
chmodSync(dataDir, 0o711); // as root the server is another user, and must get through
const note = path.join(dataDir, 'pg/data/postmaster.pid');
const servers: EmbeddedPostgres[] = [];

afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
afterAll(() => rmSync(dataDir, { recursive: true }));

async function start(log = logger): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, logger: log, settings: { fsync: 'off' } });
  servers.push(server);
  return server;
}

const serverPid = (): number => Number(readFileSync(note, 'utf8').split('\n')[0]);
const query = (server: EmbeddedPostgres, text: string): Promise<unknown[]> => withClient(server.urlOf('postgres'), async (client) => (await client.query<object>(text)).rows);

test('several starts at once make one cluster and one server, which whoever leaves last stops', async () => {
  const users = await Promise.all([start(), start(), start()]);
  const [first, second, third] = users;
  expect(users.filter(({ started }) => started)).toHaveLength(1);
  expect(await query(users[0], "SELECT current_setting('data_directory') AS folder")).toEqual([{ folder: path.join(dataDir, 'pg/data') }]);
  await Promise.all([first.stop(), second.stop()]);
  expect(await query(third, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await third.stop();
  expect(existsSync(note)).toBe(false);
  await expect(query(third, 'SELECT 1')).rejects.toThrow();
});

test('data outlive a server that is killed, and its user gets a new one', async () => {
  const server = await start();
  await query(server, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill(serverPid(), 'SIGKILL');
  await expect.poll(() => query(server, 'SELECT answer FROM kept').catch(() => null), { timeout: 15_000 }).toEqual([{ answer: 42 }]);
});

test('a server that cannot be started again is tried until it can', async () => {
  const fatal = vi.fn<() => void>();
  const server = await start(Object.assign(createLogger({ level: 'silent' }), { fatal }));
  const [control, away] = [path.join(dataDir, 'pg/data/global/pg_control'), path.join(dataDir, 'pg_control')];
  renameSync(control, away);
  process.kill(serverPid(), 'SIGKILL');
  await expect.poll(() => fatal.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(0);
  renameSync(away, control);
  await expect.poll(() => query(server, 'SELECT 1 AS one').catch(() => null), { timeout: 15_000 }).toEqual([{ one: 1 }]);
});

test('a server that was left behind is joined, and stopped by the one who joined', async () => {
  const deserter = fork('tests/testkit/embedded-process.ts', [dataDir], { execArgv: ['--import', 'tsx', '--conditions=source'] });
  await once(deserter, 'message');
  const pid = serverPid();
  deserter.kill('SIGKILL');
  await once(deserter, 'exit');
  const heir = await start();
  expect(heir.started).toBe(false);
  expect(serverPid()).toBe(pid);
  await heir.stop();
  expect(existsSync(note)).toBe(false);
});

test('a note of a crashed server whose process number belongs to another program now is no obstacle', async () => {
  await (await start()).stop();
  writeFileSync(note, `${process.pid}\n${path.join(dataDir, 'pg/data')}\n1700000000\n5432\n/nowhere\n\n0 0\nready\n`);
  const server = await start();
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('data of another major version are refused with the reason', async () => {
  await (await start()).stop();
  writeFileSync(path.join(dataDir, 'pg/data/PG_VERSION'), '12\n');
  await expect(start()).rejects.toThrow('PostgreSQL 12');
});
