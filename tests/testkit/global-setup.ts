import type { TestProject } from 'vitest/node';
import { ensureClient } from '../../scripts/build.mjs';
import type { TestServer } from './test-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Once per test run: the Prisma client and a database server for tests. Returns the tear-down. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  await ensureClient();
  // Loaded late, because it imports the client that may just have been generated.
  const { startTestServer } = await import('./test-server.ts');
  const { server, shared } = await startTestServer();
  provide('testServer', shared);
  return () => server.stop();
}
