import path from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './index.ts';

test('limits per caller are lifted together with the other rate limits, and those that protect the process stay', () => {
  const { limits } = loadConfig({ RATE_LIMITS: 'off', GRAPHQL_RATE_PER_MINUTE: '10', GRAPHQL_TIMEOUT_SECONDS: '5' }).graphql;
  expect(limits).toMatchObject({ operationsPerMinute: null, operationsPerCaller: null, streamsPerCaller: null, socketsPerAddress: null, operationMs: 5000, operationsPerBatch: 10, operationsPerSocket: 1000 });
  expect(loadConfig({ GRAPHQL_RATE_PER_MINUTE: '10' }).graphql.limits.operationsPerMinute).toBe(10);
});

test('trusted documents have a path, and only they can run only if there is one', () => {
  expect(loadConfig({ GRAPHQL_TRUSTED_DOCUMENTS: 'manifest.json', GRAPHQL_TRUSTED_ONLY: 'true' }).graphql.trustedDocuments).toEqual({ manifest: path.resolve('manifest.json'), only: true });
  expect(loadConfig({}).graphql).toMatchObject({ introspection: true, trustedDocuments: { manifest: null, only: false } });
  expect(() => loadConfig({ GRAPHQL_TRUSTED_ONLY: 'true' })).toThrow('GRAPHQL_TRUSTED_DOCUMENTS');
});
