import type { GraphEngine, SubgraphText } from '#gateway';
import type { Logger } from '#kernel/logging';
import { Counter, type Metrics } from '#kernel/metrics';
import type { DriftWatch } from './schema-drift.ts';
import type { SubgraphTexts } from './subgraph-texts.ts';

/** Keeps an engine at the supergraph that is to be served. */
export interface SupergraphSource {
  /** Looks for a change now, and serves it if there is one. Never rejects: what cannot be served is logged, and the graph stays as it is. */
  refresh(): Promise<void>;
  /** True, or which subgraphs elsewhere are not as the served graph has them. */
  drift(): true | string;
  stop(): void;
}

export interface SupergraphSourceOptions {
  readonly engine: Pick<GraphEngine, 'reload' | 'generation'>;
  readonly links: Parameters<GraphEngine['reload']>[0]['links'];
  /** What the engine serves already. */
  readonly served: string;
  /** The supergraph as a file has it; null when it is composed of the subgraphs as they are. */
  readonly readFile: (() => Promise<string>) | null;
  readonly compose: (subgraphs: readonly SubgraphText[]) => Promise<string>;
  readonly subgraphs: SubgraphTexts;
  readonly watch: DriftWatch;
  /** Milliseconds between two looks; null for none. */
  readonly pollMs: number | null;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Looks every so often, and whenever it is told to. One look after the other. */
export function createSupergraphSource(options: SupergraphSourceOptions): SupergraphSource {
  const { readFile, subgraphs, compose, watch, pollMs, logger } = options;
  const serving = createServing(options);
  let composedOf: string | undefined;

  const lookAtSubgraphs = async (): Promise<void> => {
    const texts = await subgraphs.read();
    const key = JSON.stringify(texts);
    if (key === composedOf) return;
    composedOf = key;
    await serving.follow(key, () => compose(texts));
  };
  const look = async (): Promise<void> => {
    try {
      if (readFile === null) await (subgraphs.canChange ? lookAtSubgraphs() : undefined);
      else {
        await serving.follow('the file', readFile);
        await watch.look(serving.served());
      }
    } catch (fault) {
      logger.error({ err: fault }, 'looking for a changed supergraph failed');
    }
  };

  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;
  const refresh = (): Promise<void> => {
    looking = looking.then(look);
    return looking;
  };
  const lookUnasked = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    await refresh();
    isLooking = false;
  };
  const timer = pollMs === null ? undefined : setInterval(() => void lookUnasked(), pollMs).unref();
  return { refresh, drift: () => watch.drift(), stop: () => clearInterval(timer) };
}

/** What is served, and what was tried and could not be. */
function createServing({ engine, links, served: first, metrics, logger }: SupergraphSourceOptions) {
  const failures = new Counter({ name: 'graph_supergraph_failures_total', help: 'Changes of the supergraph that could not be served', registers: [metrics] });
  let served = first.trim();
  let refused: string | undefined;

  /** Says once for each change why it is not served. */
  const refuse = (change: string, fault: unknown): void => {
    if (refused === change) return;
    refused = change;
    failures.inc();
    logger.error({ err: fault, generation: engine.generation }, 'the supergraph has changed, but cannot be served: the graph stays as it is');
  };
  const serve = async (supergraphSdl: string): Promise<void> => {
    if (supergraphSdl === refused) return;
    if (supergraphSdl === served) {
      refused = undefined;
      return;
    }
    try {
      await engine.reload({ supergraphSdl, links });
      served = supergraphSdl;
      refused = undefined;
      logger.info({ generation: engine.generation }, 'the graph was reloaded');
    } catch (fault) {
      refuse(supergraphSdl, fault);
    }
  };
  return {
    served: (): string => served,
    /** Serves what a source gives; `name` is what is refused when it gives nothing. */
    async follow(name: string, source: () => Promise<string>): Promise<void> {
      try {
        await serve((await source()).trim());
      } catch (fault) {
        refuse(name, fault);
      }
    },
  };
}
