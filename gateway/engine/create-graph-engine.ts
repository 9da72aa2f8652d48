import { DomainError } from '#kernel/errors';
import { defaultLimits } from './document/limits.ts';
import { createEngineMetrics } from './engine-metrics.ts';
import { createGeneration } from './generation.ts';
import { createGenerations } from './generations.ts';
import type { EngineOptions, GraphEngine, GraphSource } from './graph-engine.ts';
import { defaultPlanningBounds } from './planning/worker-planning.ts';
import { defaultStreamBounds } from './stream/shared-stream.ts';
import { readAside, readNow, type ReadOptions } from './supergraph.ts';

/** An engine over one supergraph. @throws Error when the SDL is no supergraph */
export function createGraphEngine(options: EngineOptions): GraphEngine {
  const { logger, policies = new Map<string, never>(), cacheSize = 2_000, responses = null, tracing = null, slowOperationMs = null, planning, compileQueries } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const metrics = createEngineMetrics(options.metrics);
  const reading: ReadOptions = { limits, worker: planning === undefined ? null : { ...defaultPlanningBounds, ...planning }, logger, onKilled: () => metrics.planningKilled() };
  const environment = { limits, policies, metrics, logger, cacheSize, responses, tracing, slowMs: slowOperationMs, streams: { ...defaultStreamBounds, ...options.streams } };

  const generations = createGenerations({
    first: { supergraph: readNow(options.supergraphSdl, reading), graph: options },
    read: (supergraphSdl) => readAside(supergraphSdl, reading),
    generate: (supergraph, { supergraphSdl, links }, { number, lineageOf }) =>
      createGeneration({ number, supergraph, links, compileQuery: compileQueries?.({ supergraphSdl, links }) }, { ...environment, lineageOf }),
    metrics,
  });
  const { current, trusted } = generations;
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  const isClosed = (): boolean => closing.signal.aborted;

  const reload = async (graph: GraphSource): Promise<void> => {
    try {
      if (isClosed()) throw new DomainError('UNAVAILABLE', 'The graph is stopping');
      await generations.replace(graph);
      metrics.reloaded('ok');
      if (isClosed()) current().release();
    } catch (fault) {
      metrics.reloaded('refused');
      throw fault;
    }
    for (const listener of listeners) listener();
  };
  let reloading: Promise<unknown> = Promise.resolve();

  return {
    get generation() {
      return current().number;
    },
    get schema() {
      return current().publicSchema;
    },
    get internalSchema() {
      return current().internalSchema;
    },
    port: () => trusted.port,
    prepare: (...request) => current().prepare(...request),
    isPrepared: (request) => current().isPrepared(request),
    reload(graph) {
      const result = reloading.then(() => reload(graph));
      reloading = result.catch(() => undefined);
      return result;
    },
    onReload(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closing.abort();
      current().release();
    },
  };
}
