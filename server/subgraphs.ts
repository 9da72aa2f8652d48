import path from 'node:path';
import type { Config, Secrets } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import { createDomainPort, type GraphPort } from '#kernel/graph-port';
import type { Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { toSubject } from '#kernel/principal';
import { createOperations } from '#platform/operations';
import { createSandbox } from '#platform/sandbox';
import { createTenantDisk } from '#platform/tenant-disk';
import { createCollaborationSubgraph } from '#subgraphs/collaboration';
import { createExecutionSubgraph } from '#subgraphs/execution';
import { createIdentitySubgraph, type Revocations } from '#subgraphs/identity';
import { createInferenceSubgraph } from '#subgraphs/inference';
import { createPoliciesSubgraph } from '#subgraphs/policies';
import { createWorkspaceSubgraph } from '#subgraphs/workspace';
import { readRoles, type SurfaceName } from './roles.ts';

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
  const [{ workspace, execution }] = await Promise.all([
    startExecution(dependencies, { must: serves(config, 'studio-api', 'api') }),
    identity.ensureAdministrator({ username: config.admin.username, password: secrets.adminPassword.value }),
    inference.start(),
    policies.start({ must: serves(config, 'cyborg-mind', 'cyborg') }),
  ]);
  operations.start();
  if (config.seedDemo) {
    const accounts = await identity.ensureAiAccounts(demoAis.map(({ number, name }) => ({ number, username: name })));
    for (const { number, ...profile } of demoAis) if (accounts.has(number)) await collaboration.ensureProfile(toSubject('cb', number), profile);
  }
  return { identity, inference, collaboration, policies, workspace, execution };
}

/** Whether a surface is to be reached at this process. */
const serves = (config: Config, surface: SurfaceName, port: keyof Config['ports']): boolean => readRoles(config).surfaces.has(surface) && config.ports[port] !== 'off';

/**
 * The two domains that share the disk of the tenants; one process serves both. Whoever has the workspaces goes for the execution next, so that two processes that
 * start together do not get one each.
 */
async function startExecution({ config: { execution: config }, database, lifecycle, metrics, logger }: SubgraphDependencies, { must }: { readonly must: boolean }) {
  const disk = createTenantDisk({ folder: path.join(config.folder, 'workspaces'), limits: config.workspace });
  const offer = await createSandbox({ driver: config.driver, folder: path.join(config.folder, 'sandbox'), logger });
  if (offer.sandbox === null) logger.warn({ component: 'sandbox', reason: offer.reason }, 'there is no sandbox: programs and native micro sessions are refused');
  lifecycle.onStop('children', 'sandbox', () => offer.sandbox?.close());
  const workspace = createWorkspaceSubgraph({ config, database, disk, logger });
  lifecycle.onStop('jobs', 'workspace', () => workspace.stop());
  const execution = createExecutionSubgraph({ config, database, sandbox: offer, disk, metrics, logger });
  lifecycle.onStop('jobs', 'execution', () => execution.stop());
  await workspace.start({ must });
  const started = execution.start();
  if (must) await started;
  else started.catch((fault: unknown) => logger.warn({ component: 'execution', err: fault }, 'execution waits for its turn'));
  return { workspace, execution };
}

/** The AIs that CloudBrain's document speaks of, so that its examples run unchanged. */
const demoAis = [
  { number: 32, name: 'GLM47', nickname: 'GLM47', expertise: 'General', version: '1.0.0', project: 'cloudbrain' },
  { number: 33, name: 'GLM47_2', nickname: 'GLM47_2', expertise: 'General', version: '1.0.0', project: 'cloudbrain' },
];
