import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { connectDatabase, type Database } from '#kernel/database';
import { createLogger, type Logger } from '#kernel/logging';
import { runSql } from './test-server.ts';

export interface TestDatabaseOptions {
  readonly logger?: Logger;
}

/** A database of its own with the present schema and no rows, a copy of a template; `close()` drops it. For one test file. */
export async function createTestDatabase({ logger = createLogger({ level: 'silent' }) }: TestDatabaseOptions = {}): Promise<Database> {
  const { serverUrl, template } = inject('testServer');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Where nothing is synced to the disk, copying files is less work than writing every page to the log.
  await runSql(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return connectDatabase({
    url: url.toString(),
    logger,
    connections: 8,
    afterClose: () => runSql(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  });
}
