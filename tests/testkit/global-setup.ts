import type { TestProject } from 'vitest/node';
import { ensureClient, ensureProduct } from '../../scripts/build.mjs';
import type { TestServer } from './test-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Once per test run: the Prisma client, the build, which threads and processes run, and a database server for tests. Returns the tear-down. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await ensureClient();
  await ensureProduct();
  project.onTestsRerun(async () => {
    await ensureProduct();
  });
  // Loaded late, because it imports the client that may just have been generated.
  const { startTestServer } = await import('./test-server.ts');
  const { server, shared } = await startTestServer();
  project.provide('testServer', shared);
  return () => server.stop();
}
