import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadConfig } from '#kernel/config';
import { openDatabase } from '#kernel/database';
import { createLogger } from '#kernel/logging';
import { setTimeout as delay } from 'node:timers/promises';
import { startServer, type RunningServer } from '../server/server.ts';

/** A whole server in this process with an embedded database of its own, and a second connection to that database for direct calls. */
export async function startBenchServer() {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-bench-'));
  chmodSync(dataDir, 0o711); // as root, PostgreSQL runs as another user and has to get there
  const config = loadConfig({
    NODE_ENV: 'test', PENTAGRAPH_DATA_DIR: dataDir, GRAPHQL_PORT: '0', AUTH_PORT: '0', API_PORT: '0', LLM_PORT: '0', CYBORG_PORT: '0', CLOUDBRAIN_PORT: '0', LOG_LEVEL: 'silent', LLM_THREADS: '1', RATE_LIMITS: 'off', ADMIN_PASSWORD: 'correct horse battery',
  });
  const logger = createLogger(config.log);
  const server = await startServer({ config, logger });
  const database = await openDatabase({ config, logger });
  await modelIsLoaded(server.rows);
  const urlOf = (name: string): string => server.rows.find((row) => row.name === name)?.url ?? '';
  return {
    config,
    database,
    logger,
    urls: { graphql: urlOf('GraphQL'), auth: urlOf('CyberDevStudio auth'), llm: urlOf('CyberDevStudio LLM'), cloudbrain: urlOf('CloudBrain') },
    credentials: { username: config.admin.username, password: 'correct horse battery' },
    async close(): Promise<void> {
      await database.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Tasks<TName extends string> = Readonly<Record<TName, () => Promise<unknown>>>;

/** Median wall milliseconds of each task. They run in turn, so that all meet the same neighbours on the machine. */
export async function medianMilliseconds<TName extends string>(tasks: Tasks<TName>, rounds: number): Promise<Readonly<Record<string, number>>> {
  const times = new Map<string, number[]>();
  for (let round = -5; round < rounds; round += 1) {
    for (const [name, task] of Object.entries<() => Promise<unknown>>(tasks)) {
      const started = performance.now();
      await task();
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), performance.now() - started]);
    }
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN]));
}

/** Loading a model takes a core for a second or two, which is nobody's cost here. */
async function modelIsLoaded(rows: RunningServer['rows']): Promise<void> {
  const ready = new URL('/ready', rows.find(({ name }) => name === 'GraphQL')?.url);
  while (!(await fetch(ready)).ok) await delay(100);
}
