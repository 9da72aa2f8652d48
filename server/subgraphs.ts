import type { Config, Secrets } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import { createDomainPort, type GraphPort } from '#kernel/graph-port';
import type { Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { createIdentitySubgraph, type Revocations } from '#subgraphs/identity';
import { createInferenceSubgraph } from '#subgraphs/inference';

export interface SubgraphDependencies {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly database: Database;
  readonly events: Events;
  readonly revocations: Revocations;
  /** The graph that these subgraphs will be part of. */
  readonly graph: GraphPort;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Every domain of this process, started. */
export async function createSubgraphs(dependencies: SubgraphDependencies) {
  const { config, secrets, database, events, revocations, graph, lifecycle, metrics, logger } = dependencies;
  const identity = await createIdentitySubgraph({ database, events, revocations, jwtSecret: secrets.authJwtSecret, rateLimits: config.rateLimits });
  const inference = createInferenceSubgraph({ config, database, graph: createDomainPort(graph), metrics, logger });
  lifecycle.onStop('children', 'inference', () => inference.stop());
  await Promise.all([identity.ensureAdministrator({ username: config.admin.username, password: secrets.adminPassword.value }), inference.start()]);
  return { identity, inference };
}
