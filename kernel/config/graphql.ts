import path from 'node:path';
import { DomainError } from '#kernel/errors';
import type { Environment } from './environment.ts';

/**
 * The graph as it is offered to clients. @throws DomainError BAD_USER_INPUT when only trusted documents may run and there are none
 */
export function toGraphql(env: Environment) {
  const manifest = env.GRAPHQL_TRUSTED_DOCUMENTS === undefined ? null : path.resolve(env.GRAPHQL_TRUSTED_DOCUMENTS);
  if (manifest === null && env.GRAPHQL_TRUSTED_ONLY) {
    throw new DomainError('BAD_USER_INPUT', 'Invalid configuration:\nGRAPHQL_TRUSTED_ONLY needs GRAPHQL_TRUSTED_DOCUMENTS, the path of a manifest: without one nothing could run');
  }
  const perCaller = (limit: number): number | null => (env.RATE_LIMITS ? limit : null);
  return {
    introspection: env.GRAPHQL_INTROSPECTION,
    trustedDocuments: { manifest, only: env.GRAPHQL_TRUSTED_ONLY },
    limits: {
      operationMs: env.GRAPHQL_TIMEOUT_SECONDS * 1000,
      operationsPerBatch: env.GRAPHQL_BATCH_LIMIT,
      operationsPerSocket: env.GRAPHQL_OPERATIONS_PER_SOCKET,
      operationsPerMinute: perCaller(env.GRAPHQL_RATE_PER_MINUTE),
      operationsPerCaller: perCaller(env.GRAPHQL_CONCURRENCY),
      streamsPerCaller: perCaller(env.GRAPHQL_STREAMS),
      socketsPerAddress: perCaller(env.GRAPHQL_SOCKETS_PER_ADDRESS),
    },
  };
}
