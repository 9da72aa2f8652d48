import { createGatewayTransport, type ReadinessCheck } from '#gateway';
import type { Authenticator } from '#kernel/authentication';
import type { SubgraphName } from '#kernel/config';
import type { Federation } from './federation.ts';
import { answers, type Foundation } from './foundation.ts';
import type { ListenerPlan } from './listeners.ts';

/** Parts of the graph that may be there and yet not be ready. */
const watched: readonly SubgraphName[] = ['inference', 'policies', 'workspace', 'execution'];

/** The graph for clients. */
export function planGateway({ config, database, metrics, lifecycle, logger }: Foundation, federation: Federation, authenticator: Authenticator): ListenerPlan {
  const asked = [...watched, ...(['identity', 'collaboration'] as const).filter((name) => !federation.local.has(name))];
  const readiness: readonly ReadinessCheck[] = [{ name: 'database', check: () => answers(database) }, ...asked.map((name) => ({ name, check: () => federation.ready(name) })), { name: 'schema', isAdvisory: true, check: () => federation.source.drift() }];
  const gateway = createGatewayTransport({ engine: federation.engine, authenticator, metrics, logger, corsAllowedOrigins: config.corsAllowedOrigins, readiness, ...config.graphql });
  lifecycle.onStop('streams', 'gateway', () => gateway.stop());
  // The thread that plans starts with its first document, for which no client should have to wait.
  void federation.engine.prepare({ query: '{ __typename }' });
  return { name: 'GraphQL', port: config.ports.graphql, path: '/graphql', hint: 'playground in a browser, API for programs', handler: gateway.handler, upgrade: gateway.upgrade, reload: () => gateway.reloadDocuments() };
}
