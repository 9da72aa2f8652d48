import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, print } from 'graphql';
import { composeSupergraph, createApolloQueries, createGraphEngine, type GraphEngine, type SubgraphLink, type SubgraphText } from '#gateway';
import { projectRoot, type Config, type SubgraphName } from '#kernel/config';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { Subgraph } from '#kernel/subgraph';
import type { GraphServices } from './graph-services.ts';

export interface GraphOptions {
  readonly config: Pick<Config, 'environment' | 'engine'>;
  /** Those of this process. */
  readonly subgraphs: readonly Subgraph[];
  /** Those of other processes, whose schemas are those of this version. */
  readonly elsewhere: readonly SubgraphName[];
  readonly links: ReadonlyMap<string, SubgraphLink>;
  readonly services: GraphServices;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** The subgraphs as this version has them. */
export const subgraphTexts = ({ subgraphs, elsewhere }: Pick<GraphOptions, 'subgraphs' | 'elsewhere'>): readonly SubgraphText[] => [
  ...subgraphs.map(({ name, typeDefs }) => ({ name, sdl: print(typeDefs) })),
  ...elsewhere.map((name) => ({ name, sdl: readFileSync(new URL(`../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8') })),
];

/** Where the supergraph is written down that is served; null when it is composed of the subgraphs as they are. */
export function supergraphFile({ environment, engine }: GraphOptions['config']): string | null {
  if (engine.supergraphFile !== null) return engine.supergraphFile;
  return environment === 'production' ? path.join(projectRoot, 'gateway/supergraph.graphql') : null;
}

/** The engine over the subgraphs that this process reaches. Production serves the committed supergraph, development composes. */
export function createGraph(options: GraphOptions): { readonly engine: GraphEngine; readonly supergraphSdl: string } {
  const { config, links, services, metrics, logger } = options;
  const file = supergraphFile(config);
  const supergraphSdl = file === null ? composeSupergraph(subgraphTexts(options).map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) }))) : readFileSync(file, 'utf8');
  const engine = createGraphEngine({
    supergraphSdl,
    links,
    ...services,
    planning: config.engine.planning,
    ...(config.engine.executor === 'apollo' && { compileQueries: (graph) => createApolloQueries(graph, logger) }),
    metrics,
    logger,
  });
  return { engine, supergraphSdl };
}
