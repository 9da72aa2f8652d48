import type { Config, Secrets } from '#kernel/config';
import { createLifecycle, type Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import { createAuthenticators } from './authenticators.ts';
import { federate, type Federation } from './federation.ts';
import { layFoundation, openLastingDatabase, type Foundation } from './foundation.ts';
import { planGateway } from './gateway-role.ts';
import { checkInsecureDefaults } from './insecure-defaults.ts';
import { listen, type ListenerPlan } from './listeners.ts';
import { placeSubgraphs } from './placement.ts';
import { readRoles, type Roles } from './roles.ts';
import { planSubgraphs } from './subgraph-role.ts';
import { planSurfaces } from './surface-roles.ts';
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
  /** Looks for a changed graph at once. Never rejects. */
  reload(): Promise<void>;
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
  const placement = placeSubgraphs(config, roles);
  checkInsecureDefaults(config, roles, logger);
  const database = await openLastingDatabase({ config, lifecycle, logger });
  if (roles.migrateOnly) return { rows: [], signIn: null, reload: async () => undefined, stop: () => lifecycle.stop() };

  const foundation = await layFoundation({ config, database, lifecycle, logger });
  const federation = await federate(foundation, placement);
  const plans = [...planSubgraphs(foundation, federation, roles.subgraphs), ...planClients(foundation, federation, roles)];
  const rows = await listen({ config, logger, metrics: foundation.metrics, lifecycle, plans });
  return { rows, signIn: roles.surfaces.size > 0 ? signInHint(config, foundation.secrets) : null, reload: () => reload([() => federation.source.refresh(), ...plans.flatMap((plan) => plan.reload ?? [])], logger), stop: () => lifecycle.stop() };
}

/** One after the other; what fails leaves its own part as it was. */
async function reload(parts: readonly (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (const part of parts) await part().catch((error: unknown) => logger.error({ error }, 'not reloaded'));
}

/** What is for clients, who prove themselves with credentials of their own. */
function planClients(foundation: Foundation, federation: Federation, { gateway, surfaces }: Roles): readonly ListenerPlan[] {
  if (!gateway && surfaces.size === 0) return [];
  const authenticators = createAuthenticators({ ...foundation, graph: federation.graph });
  return [
    ...(gateway ? [planGateway(foundation, federation, authenticators.anyRealm)] : []),
    ...planSurfaces(surfaces, { ...foundation, graph: federation.graph, ready: (name) => federation.ready(name), authenticators }),
  ];
}

function signInHint({ environment, admin }: Config, { adminPassword }: Secrets): string | null {
  if (environment !== 'development') return null;
  return adminPassword.generated ? `${admin.username} / ${adminPassword.value}` : `${admin.username} / the ADMIN_PASSWORD that you set`;
}
