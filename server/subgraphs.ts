import type { Config, SubgraphName } from '#kernel/config';
import { createDomainPort, type GraphPort } from '#kernel/graph-port';
import { createOperations } from '#platform/operations';
import { createCollaborationSubgraph, type CollaborationSubgraph } from '#subgraphs/collaboration';
import { createIdentitySubgraph, type IdentitySubgraph } from '#subgraphs/identity';
import { createInferenceSubgraph } from '#subgraphs/inference';
import { createPoliciesSubgraph } from '#subgraphs/policies';
import { ensureDemoAis } from './demo-ais.ts';
import type { Foundation } from './foundation.ts';
import { readRoles, type SurfaceName } from './roles.ts';
import type { NamedSubgraph, StartedSubgraph } from './started-subgraph.ts';
import { startTenantDomains } from './tenant-domains.ts';

export interface SubgraphDependencies extends Foundation {
  /** Which to start. */
  readonly local: ReadonlySet<SubgraphName>;
  /** The graph that these subgraphs will be part of. */
  readonly graph: GraphPort;
}

type Started = ReadonlyMap<SubgraphName, StartedSubgraph>;

const always = (): boolean => true;

/** Starts the parts of the graph that are to be in this process, in the order in which they need each other. */
export async function startSubgraphs(dependencies: SubgraphDependencies): Promise<Started> {
  const { local, config } = dependencies;
  const started = new Map<SubgraphName, StartedSubgraph>();
  const identity = local.has('identity') ? await startIdentity(dependencies) : null;
  if (identity !== null) started.set('identity', { subgraph: identity, ready: always });
  const collaboration = local.has('collaboration') ? createCollaboration(dependencies) : null;
  if (collaboration !== null) started.set('collaboration', { subgraph: collaboration, ready: always });
  const others = await Promise.all([
    local.has('inference') ? startInference(dependencies) : [],
    local.has('policies') ? startPolicies(dependencies) : [],
    local.has('workspace') ? startTenantDomains(dependencies, { must: mustServe(config, 'workspace', 'studio-api') }) : [],
  ]);
  for (const one of others.flat()) started.set(one.name, one);
  if (config.seedDemo) await ensureDemoAis({ identity, collaboration });
  return started;
}

async function startIdentity({ config, secrets, database, events, revocations, lifecycle, logger }: SubgraphDependencies): Promise<IdentitySubgraph> {
  const cloudbrain = { jwtSecret: secrets.cloudbrainJwtSecret, requireSecret: config.cloudbrain.requireSecret };
  const identity = await createIdentitySubgraph({ database, events, revocations, jwtSecret: secrets.authJwtSecret, cloudbrain, cyborg: config.cyborg.jwt, rateLimits: config.rateLimits });
  const presence = identity.watchPresence(logger);
  lifecycle.onStop('jobs', 'presence', () => presence.stop());
  await identity.ensureAdministrator({ username: config.admin.username, password: secrets.adminPassword.value });
  return identity;
}

const createCollaboration = ({ config, secrets, database, events, graph }: SubgraphDependencies): CollaborationSubgraph =>
  createCollaborationSubgraph({ database, events, graph: createDomainPort(graph), secretKey: config.cloudbrain.requireSecret ? secrets.cloudbrainJwtSecret : null });

async function startInference({ config, database, events, graph, lifecycle, metrics, logger }: SubgraphDependencies): Promise<NamedSubgraph[]> {
  const operations = createOperations({ database, events, logger });
  lifecycle.onStop('jobs', 'operations', () => operations.stop());
  const subgraph = createInferenceSubgraph({ config, database, graph: createDomainPort(graph), operations, metrics, logger });
  lifecycle.onStop('children', 'inference', () => subgraph.stop());
  await subgraph.start();
  operations.start();
  return [{ name: 'inference', subgraph, ready: () => subgraph.ready() }];
}

async function startPolicies({ config, database, lifecycle, metrics, logger }: SubgraphDependencies): Promise<NamedSubgraph[]> {
  const subgraph = createPoliciesSubgraph({ config: config.policies, database, metrics, logger });
  lifecycle.onStop('jobs', 'policies', () => subgraph.stop());
  await subgraph.start({ must: mustServe(config, 'policies', 'cyborg-mind') });
  return [{ name: 'policies', subgraph, ready: () => subgraph.ready() }];
}

const surfacePorts = { 'cyborg-mind': 'cyborg', 'studio-api': 'api' } as const satisfies Partial<Record<SurfaceName, keyof Config['ports']>>;

/** Whether a domain that only one process may serve is to be served by this one: as its role, or for a surface that is to be reached here. */
function mustServe(config: Config, name: SubgraphName, surface: keyof typeof surfacePorts): boolean {
  const roles = readRoles(config);
  return roles.subgraphs.has(name) || (roles.surfaces.has(surface) && config.ports[surfacePorts[surface]] !== 'off');
}
