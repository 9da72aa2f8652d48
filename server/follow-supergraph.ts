import { readFile } from 'node:fs/promises';
import { composeAside, type GraphEngine } from '#gateway';
import { subgraphTexts, supergraphFile, type GraphOptions } from './graph.ts';
import { createDriftWatch } from './schema-drift.ts';
import { createSubgraphTexts, type RemoteSchema } from './subgraph-texts.ts';
import { createSupergraphSource, type SupergraphSource } from './supergraph-source.ts';

interface Followed {
  readonly engine: GraphEngine;
  /** The supergraph that the engine has. */
  readonly served: string;
  readonly remotes: ReadonlyMap<string, RemoteSchema>;
}

/** Keeps the engine of this process at what the configuration says is served: a file, or the subgraphs as they are. */
export function followSupergraph(options: GraphOptions, { engine, served, remotes }: Followed): SupergraphSource {
  const { config, links, metrics, logger } = options;
  const file = supergraphFile(config);
  const own = subgraphTexts(options);
  const subgraphs = createSubgraphTexts(own, remotes, logger);
  return createSupergraphSource({
    engine,
    links,
    served,
    readFile: file === null ? null : () => readFile(file, 'utf8'),
    compose: composeAside,
    subgraphs,
    watch: createDriftWatch({ own, subgraphs, compose: composeAside, metrics }),
    pollMs: config.engine.supergraphPollMs,
    metrics,
    logger,
  });
}
