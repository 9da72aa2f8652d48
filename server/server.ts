import { createGatewayTransport, type ReadinessCheck } from '#gateway';
import { loadSecrets, type Config } from '#kernel/config';
import { openDatabase } from '#kernel/database';
import { createEvents } from '#kernel/events';
import { createLifecycle, type Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { createAuthSurface, createLlmSurface } from '#rest-compat/cyber-dev-studio';
import { createIdentityAuthenticator, createResolveApiKey, createRevocations } from '#subgraphs/identity';
import { createGraph } from './graph.ts';
import { createLateGraphPort } from './late-graph-port.ts';
import { listen, type ListenerPlan } from './listeners.ts';
import { readRoles, type Roles } from './roles.ts';
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
  const metrics = createMetrics({ process: true });
  const database = await openDatabase({ config, logger });
  lifecycle.onStop('database', 'database', () => database.close());
  if (roles.migrateOnly) return { rows: [], signIn: null, stop: () => lifecycle.stop() };

  const events = await createEvents({ database, logger });
  lifecycle.onStop('jobs', 'events', () => events.close());
  const revocations = await createRevocations({ database, events, logger });
  const late = createLateGraphPort();
  const { identity, inference } = await createSubgraphs({ config, secrets, database, events, revocations, graph: late.port, lifecycle, metrics, logger });
  const engine = createGraph({ config, subgraphs: [identity, inference], metrics, logger });
  const graph = engine.port();
  late.connect(graph);

  const authenticator = createIdentityAuthenticator({ jwtSecret: secrets.authJwtSecret, revocations, resolveApiKey: createResolveApiKey(graph) });
  const answersDatabase = async (): Promise<boolean> => database.pool.query('SELECT 1').then(() => true, () => false);
  const readiness: readonly ReadinessCheck[] = [
    { name: 'database', check: answersDatabase },
    { name: 'inference', check: () => inference.ready() },
  ];
  const common = { graph, authenticator, metrics, logger, config };
  const gateway = createGatewayTransport({ engine, authenticator, metrics, logger, corsAllowedOrigins: config.corsAllowedOrigins, readiness });
  lifecycle.onStop('streams', 'gateway', () => gateway.stop());

  const rows = await listen({
    config,
    logger,
    metrics,
    lifecycle,
    plans: plan({
      roles,
      gateway,
      auth: createAuthSurface({ ...common, healthy: answersDatabase }),
      llm: createLlmSurface({ ...common, healthy: answersDatabase, ratePerMinute: config.llm.ratePerMinute }),
    }),
  });
  return { rows, signIn: signInHint(config, secrets), stop: () => lifecycle.stop() };
}

type Mounted = Pick<ListenerPlan, 'handler' | 'upgrade'>;

/** What would listen, by role. */
function plan({ roles, gateway, auth, llm }: { readonly roles: Roles; readonly gateway: Mounted; readonly auth: Mounted; readonly llm: Mounted }): readonly ListenerPlan[] {
  const graphql: ListenerPlan = { ...gateway, name: 'GraphQL', port: 'graphql', path: '/graphql', hint: 'playground in a browser, API for programs' };
  const studioAuth: ListenerPlan = { ...auth, name: 'CyberDevStudio auth', port: 'auth', path: '', hint: 'POST /auth/login' };
  const studioLlm: ListenerPlan = { ...llm, name: 'CyberDevStudio LLM', port: 'llm', path: '', hint: 'POST /v1/chat/completions' };
  return [...(roles.gateway ? [graphql] : []), ...(roles.surfaces.has('studio-auth') ? [studioAuth] : []), ...(roles.surfaces.has('studio-llm') ? [studioLlm] : [])];
}

function signInHint({ environment, admin }: Config, { adminPassword }: ReturnType<typeof loadSecrets>): string | null {
  if (environment !== 'development') return null;
  return adminPassword.generated ? `${admin.username} / ${adminPassword.value}` : `${admin.username} / the ADMIN_PASSWORD that you set`;
}
