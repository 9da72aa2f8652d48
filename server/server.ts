import { createGatewayTransport, type ReadinessCheck } from '#gateway';
import { loadSecrets, type Config } from '#kernel/config';
import { openDatabase } from '#kernel/database';
import { createEvents } from '#kernel/events';
import { createLifecycle, type Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { createCloudBrainSurface } from '#rest-compat/cloudbrain';
import { createApiSurface, createAuthSurface, createLlmSurface } from '#rest-compat/cyber-dev-studio';
import { createCyborgMindSurface } from '#rest-compat/cyborg-mind';
import { createRevocations } from '#subgraphs/identity';
import { createAuthenticators } from './authenticators.ts';
import { createGraph } from './graph.ts';
import { checkInsecureDefaults } from './insecure-defaults.ts';
import { createLateGraphPort } from './late-graph-port.ts';
import { listen } from './listeners.ts';
import { planListeners } from './listener-plan.ts';
import { readRoles } from './roles.ts';
import { createSubgraphs } from './subgraphs.ts';
import type { UrlRow } from './url-table.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly logger: Logger;
}

/** A server whose every listener accepts. */
export interface RunningServer {
  /** What listens where. */
  readonly rows: readonly UrlRow[];
  /** How to sign in; null where nobody should be told. */
  readonly signIn: string | null;
  /** Drains and stops everything: listeners, streams, jobs, children, database. */
  stop(): Promise<void>;
}

/**
 * Starts the roles that the configuration names, in one process.
 * @throws DomainError or Error with a message for the operator; whatever had started is stopped again
 */
export async function startServer({ config, logger }: ServerOptions): Promise<RunningServer> {
  const lifecycle = createLifecycle({ logger, phaseTimeoutMs: 30_000 });
  try {
    return await start({ config, logger, lifecycle });
  } catch (fault) {
    await lifecycle.stop();
    throw fault;
  }
}

async function start({ config, logger, lifecycle }: ServerOptions & { readonly lifecycle: Lifecycle }): Promise<RunningServer> {
  const roles = readRoles(config);
  const secrets = loadSecrets(config);
  checkInsecureDefaults(config, roles, logger);
  const metrics = createMetrics({ process: true });
  const database = await openDatabase({ config, logger });
  lifecycle.onStop('database', 'database', () => database.close());
  if (roles.migrateOnly) return { rows: [], signIn: null, stop: () => lifecycle.stop() };

  const events = await createEvents({ database, logger });
  lifecycle.onStop('jobs', 'events', () => events.close());
  const revocations = await createRevocations({ database, events, logger });
  const late = createLateGraphPort();
  const subgraphs = await createSubgraphs({ config, secrets, database, events, revocations, graph: late.port, lifecycle, metrics, logger });
  const engine = createGraph({ config, subgraphs: Object.values(subgraphs), metrics, logger });
  const graph = engine.port();
  late.connect(graph);

  const authenticators = createAuthenticators({ config, secrets, revocations, graph, logger });
  const answersDatabase = async (): Promise<boolean> => database.pool.query('SELECT 1').then(() => true, () => false);
  const readiness: readonly ReadinessCheck[] = [
    { name: 'database', check: answersDatabase },
    { name: 'inference', check: () => subgraphs.inference.ready() },
    { name: 'policies', check: () => subgraphs.policies.ready() },
    { name: 'workspace', check: () => subgraphs.workspace.ready() },
    { name: 'execution', check: () => subgraphs.execution.ready() },
  ];
  const common = { graph, authenticator: authenticators.cyberDevStudio, metrics, logger, config };
  const gateway = createGatewayTransport({ engine, authenticator: authenticators.anyRealm, metrics, logger, corsAllowedOrigins: config.corsAllowedOrigins, readiness });
  lifecycle.onStop('streams', 'gateway', () => gateway.stop());
  const cyborgMind = createCyborgMindSurface({ ...common, ...config.cyborg, authenticator: authenticators.cyborg, healthy: async () => subgraphs.policies.ready() && answersDatabase() });
  lifecycle.onStop('streams', 'CyborgMind', () => cyborgMind.stop());

  const llm = createLlmSurface({ ...common, healthy: answersDatabase, ratePerMinute: config.llm.ratePerMinute, maxStreamingSeconds: config.llm.maxStreamingSeconds });
  lifecycle.onStop('streams', 'CyberDevStudio LLM', () => llm.stop());

  const api = createApiSurface({ ...common, healthy: async () => subgraphs.workspace.ready() && subgraphs.execution.ready() && answersDatabase(), ratePerMinute: config.llm.ratePerMinute });
  lifecycle.onStop('streams', 'CyberDevStudio API', () => api.stop());

  const rows = await listen({
    config,
    logger,
    metrics,
    lifecycle,
    plans: planListeners(roles, {
      gateway,
      'studio-auth': createAuthSurface({ ...common, healthy: answersDatabase }),
      'studio-api': api,
      'studio-llm': llm,
      'cyborg-mind': { ...cyborgMind, host: config.cyborg.host },
      cloudbrain: createCloudBrainSurface({ ...common, authenticator: authenticators.cloudBrain, healthy: answersDatabase }),
    }),
  });
  return { rows, signIn: signInHint(config, secrets), stop: () => lifecycle.stop() };
}

function signInHint({ environment, admin }: Config, { adminPassword }: ReturnType<typeof loadSecrets>): string | null {
  if (environment !== 'development') return null;
  return adminPassword.generated ? `${admin.username} / ${adminPassword.value}` : `${admin.username} / the ADMIN_PASSWORD that you set`;
}
