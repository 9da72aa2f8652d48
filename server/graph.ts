import { readFileSync } from 'node:fs';
import path from 'node:path';
import { composeSupergraph, createGraphEngine, createLocalLink, type GraphEngine } from '#gateway';
import { projectRoot, type Config } from '#kernel/config';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { Subgraph } from '#kernel/subgraph';

export interface GraphOptions {
  readonly config: Pick<Config, 'environment'>;
  readonly subgraphs: readonly Subgraph[];
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** The engine over this process's subgraphs. Production serves the committed supergraph, development composes. */
export function createGraph({ config, subgraphs, metrics, logger }: GraphOptions): GraphEngine {
  const report = (fault: unknown, { requestId }: { readonly requestId: string }): void => {
    logger.error({ request_id: requestId, err: fault }, 'a resolver failed');
  };
  return createGraphEngine({
    supergraphSdl: config.environment === 'production' ? readFileSync(path.join(projectRoot, 'gateway/supergraph.graphql'), 'utf8') : composeSupergraph(subgraphs),
    links: new Map(subgraphs.map((subgraph) => [subgraph.name, createLocalLink(subgraph, { report })])),
    metrics,
    logger,
  });
}
