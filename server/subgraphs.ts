import type { Config, Secrets } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import { createDomainPort, type GraphPort } from '#kernel/graph-port';
import type { Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { toSubject } from '#kernel/principal';
import { createOperations } from '#platform/operations';
import { createCollaborationSubgraph } from '#subgraphs/collaboration';
import { createIdentitySubgraph, type Revocations } from '#subgraphs/identity';
import { createInferenceSubgraph } from '#subgraphs/inference';
import { createPoliciesSubgraph } from '#subgraphs/policies';
import { readRoles } from './roles.ts';

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
  const identity = await createIdentitySubgraph({ database, events, revocations, jwtSecret: secrets.authJwtSecret, cloudbrain: { jwtSecret: secrets.cloudbrainJwtSecret, requireSecret: config.cloudbrain.requireSecret }, cyborg: config.cyborg.jwt, rateLimits: config.rateLimits });
  const presence = identity.watchPresence(logger);
  lifecycle.onStop('jobs', 'presence', () => presence.stop());
  const operations = createOperations({ database, events, logger });
  lifecycle.onStop('jobs', 'operations', () => operations.stop());
  const inference = createInferenceSubgraph({ config, database, graph: createDomainPort(graph), operations, metrics, logger });
  lifecycle.onStop('children', 'inference', () => inference.stop());
  const collaboration = createCollaborationSubgraph({ database, events, graph: createDomainPort(graph), secretKey: config.cloudbrain.requireSecret ? secrets.cloudbrainJwtSecret : null });
  const policies = createPoliciesSubgraph({ config: config.policies, database, metrics, logger });
  lifecycle.onStop('jobs', 'policies', () => policies.stop());
  const mustServePolicies = readRoles(config).surfaces.has('cyborg-mind') && config.ports.cyborg !== 'off';
  await Promise.all([identity.ensureAdministrator({ username: config.admin.username, password: secrets.adminPassword.value }), inference.start(), policies.start({ must: mustServePolicies })]);
  operations.start();
  if (config.seedDemo) {
    const accounts = await identity.ensureAiAccounts(demoAis.map(({ number, name }) => ({ number, username: name })));
    for (const { number, ...profile } of demoAis) if (accounts.has(number)) await collaboration.ensureProfile(toSubject('cb', number), profile);
  }
  return { identity, inference, collaboration, policies };
}

/** The AIs that CloudBrain's document speaks of, so that its examples run unchanged. */
const demoAis = [
  { number: 32, name: 'GLM47', nickname: 'GLM47', expertise: 'General', version: '1.0.0', project: 'cloudbrain' },
  { number: 33, name: 'GLM47_2', nickname: 'GLM47_2', expertise: 'General', version: '1.0.0', project: 'cloudbrain' },
];
