import { Gauge, TallyCounter, TallyHistogram, type Metrics } from '#kernel/metrics';

/** As the specification names them. */
export type OperationKind = 'query' | 'mutation' | 'subscription';

/** `ok`: data without errors; `partial`: data with errors; `refused`: no data. */
export type OperationResult = 'ok' | 'partial' | 'refused';

/** What an engine counts. Cheap enough for each fetch: children of metrics are looked up once. */
export interface EngineMetrics {
  operation(kind: OperationKind): (result: OperationResult) => void;
  prepared(cache: 'hit' | 'miss'): void;
  fetch(subgraph: string): (seconds: number) => void;
  /** Adds to the number of open subscriptions. */
  subscriptions(change: 1 | -1): void;
}

/** The metrics of the engines that share a registry. */
export function createEngineMetrics(registry: Metrics): EngineMetrics {
  const operations = known(registry, 'graph_operations_total', TallyCounter) ?? new TallyCounter({
    name: 'graph_operations_total', help: 'Operations that the graph answered, events of subscriptions left out', labelNames: ['kind', 'result'], registers: [registry],
  });
  const preparations = known(registry, 'graph_prepare_total', TallyCounter) ?? new TallyCounter({
    name: 'graph_prepare_total', help: 'Untrusted documents, by whether they were known', labelNames: ['cache'], registers: [registry],
  });
  const fetches = known(registry, 'graph_fetch_seconds', TallyHistogram) ?? new TallyHistogram({
    name: 'graph_fetch_seconds', help: 'Time that subgraphs took to answer a fetch', labelNames: ['subgraph'], registers: [registry],
    buckets: [0.0001, 0.001, 0.01, 0.1, 1, 10, 60],
  });
  const open = known(registry, 'graph_subscriptions_open', Gauge) ?? new Gauge({ name: 'graph_subscriptions_open', help: 'Subscriptions that are open', registers: [registry] });
  const hits = { hit: preparations.child({ cache: 'hit' }), miss: preparations.child({ cache: 'miss' }) };
  return {
    operation(kind) {
      const children = { ok: operations.child({ kind, result: 'ok' }), partial: operations.child({ kind, result: 'partial' }), refused: operations.child({ kind, result: 'refused' }) };
      return (result) => children[result](1);
    },
    prepared: (cache) => hits[cache](1),
    fetch: (subgraph) => fetches.child({ subgraph }),
    subscriptions: (change) => open.inc(change),
  };
}

/** A metric that an engine before this one registered. */
function known<TMetric extends object>(registry: Metrics, name: string, kind: new (...parameters: never[]) => TMetric): TMetric | undefined {
  const metric = registry.getSingleMetric(name);
  return metric instanceof kind ? metric : undefined;
}
