import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadConfig } from '#kernel/config';
import { openDatabase } from '#kernel/database';
import { createLogger } from '#kernel/logging';
import { startServer } from '../server/server.ts';

/** A whole server in this process with an embedded database of its own, and a second connection to that database for direct calls. */
export async function startBenchServer() {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-bench-'));
  chmodSync(dataDir, 0o711); // as root, PostgreSQL runs as another user and has to get there
  const config = loadConfig({
    NODE_ENV: 'test', PENTAGRAPH_DATA_DIR: dataDir, GRAPHQL_PORT: '0', AUTH_PORT: '0', LLM_PORT: '0', CLOUDBRAIN_PORT: '0', LOG_LEVEL: 'silent', LLM_THREADS: '1', RATE_LIMITS: 'off', ADMIN_PASSWORD: 'correct horse battery',
  });
  const logger = createLogger(config.log);
  const server = await startServer({ config, logger });
  const database = await openDatabase({ config, logger });
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

/** Mean wall milliseconds of `task`, the best of three rounds after a warm-up. */
export async function meanMilliseconds(task: () => Promise<unknown>, rounds: number): Promise<number> {
  for (let index = 0; index < 3; index += 1) await task();
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const started = performance.now();
    for (let index = 0; index < rounds; index += 1) await task();
    best = Math.min(best, (performance.now() - started) / rounds);
  }
  return best;
}
