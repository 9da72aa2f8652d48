import type { Environment } from './environment.ts';

/** The parts of the graph, by the names that roles and variables use. */
export const subgraphNames = ['identity', 'inference', 'collaboration', 'policies', 'workspace', 'execution'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** Where a part of the graph is. */
export interface SubgraphPlace {
  /** Its port in a process with its role. */
  readonly port: number;
  /** Where another process serves it, without a slash at the end; null when none does. */
  readonly url: string | null;
}

/** How processes find and know each other. */
export const toFederation = (env: Environment) => ({
  subgraphs: toSubgraphs(env),
  /** Seconds after which a stream over a subgraph that went away ends for good. */
  reconnectSeconds: env.SUBGRAPH_RECONNECT_SECONDS,
  internalKeys: { privateKey: env.INTERNAL_PRIVATE_KEY ?? null, publicKey: env.INTERNAL_PUBLIC_KEY ?? null },
});

const toSubgraphs = (env: Environment): Readonly<Record<SubgraphName, SubgraphPlace>> => ({
  identity: place(env.SUBGRAPH_IDENTITY_PORT, env.SUBGRAPH_IDENTITY_URL),
  inference: place(env.SUBGRAPH_INFERENCE_PORT, env.SUBGRAPH_INFERENCE_URL),
  collaboration: place(env.SUBGRAPH_COLLABORATION_PORT, env.SUBGRAPH_COLLABORATION_URL),
  policies: place(env.SUBGRAPH_POLICIES_PORT, env.SUBGRAPH_POLICIES_URL),
  workspace: place(env.SUBGRAPH_WORKSPACE_PORT, env.SUBGRAPH_WORKSPACE_URL),
  execution: place(env.SUBGRAPH_EXECUTION_PORT, env.SUBGRAPH_EXECUTION_URL),
});

const place = (port: number, url: string | undefined): SubgraphPlace => ({ port, url: url?.replace(/\/+$/u, '') ?? null });
