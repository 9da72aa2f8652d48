import { createLocalLink, createRemoteLink, type GraphEngine, type RemoteLink, type SubgraphLink } from '#gateway';
import { subgraphNames, type SubgraphName } from '#kernel/config';
import type { GraphPort } from '#kernel/graph-port';
import { followSupergraph } from './follow-supergraph.ts';
import { createGraph, type GraphOptions } from './graph.ts';
import { openGraphServices } from './graph-services.ts';
import type { Foundation } from './foundation.ts';
import { createLateGraphPort } from './late-graph-port.ts';
import type { Placement } from './placement.ts';
import type { SupergraphSource } from './supergraph-source.ts';
import type { StartedSubgraph } from './started-subgraph.ts';
import { startSubgraphs } from './subgraphs.ts';

/** The graph as this process reaches it. */
export interface Federation {
  readonly engine: GraphEngine;
  readonly graph: GraphPort;
  /** Where the engine has its supergraph from. */
  readonly source: SupergraphSource;
  /** The parts that this process runs. */
  readonly local: ReadonlyMap<SubgraphName, StartedSubgraph & { readonly link: SubgraphLink }>;
  /** Whether a part is ready, here or elsewhere. */
  ready(name: SubgraphName): Promise<boolean>;
}

/** Starts the parts of the graph that are to be here, finds the others, and puts an engine over all of them. */
export async function federate(foundation: Foundation, { local, remote }: Placement): Promise<Federation> {
  const { config, metrics, logger } = foundation;
  const late = createLateGraphPort();
  const started = await startSubgraphs({ ...foundation, local, graph: late.port });
  const report = (fault: unknown, { requestId }: { readonly requestId: string }): void => {
    logger.error({ request_id: requestId, err: fault }, 'a resolver failed');
  };
  const here = new Map([...started].map(([name, { subgraph, ready }]) => [name, { subgraph, ready, link: createLocalLink(subgraph, { report }) }]));
  const elsewhere = connect(foundation, remote);
  const options: GraphOptions = {
    config,
    subgraphs: [...here.values()].map(({ subgraph }) => subgraph),
    elsewhere: subgraphNames.filter((name) => !here.has(name)),
    links: new Map<string, SubgraphLink>([...elsewhere, ...[...here].map(([name, { link }]) => [name, link] as const)]),
    services: await openGraphServices(foundation),
    metrics,
    logger,
  };
  const { engine, supergraphSdl } = createGraph(options);
  foundation.lifecycle.onStop('jobs', 'planning', () => engine.close());
  const graph = engine.port();
  late.connect(graph);
  const source = followSupergraph(options, { engine, served: supergraphSdl, remotes: elsewhere });
  foundation.lifecycle.onStop('jobs', 'supergraph', () => source.stop());
  return { engine, graph, source, local: here, ready: async (name) => here.get(name)?.ready() ?? elsewhere.get(name)?.ready() ?? false };
}

function connect({ config, identity, metrics, lifecycle, logger }: Foundation, remote: Placement['remote']): ReadonlyMap<SubgraphName, RemoteLink> {
  return new Map([...remote].map(([name, url]) => {
    const link = createRemoteLink({ name, url, identity, metrics, logger, limits: { giveUpMs: config.reconnectSeconds * 1000 } });
    lifecycle.onStop('jobs', `the way to ${name}`, () => link.close());
    return [name, link];
  }));
}
