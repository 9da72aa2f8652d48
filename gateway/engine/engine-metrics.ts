import { Gauge, TallyCounter, TallyHistogram, type Metrics } from '#kernel/metrics';

/** As the specification names them. */
export type OperationKind = 'query' | 'mutation' | 'subscription';

/** `ok`: data without errors; `partial`: data with errors; `refused`: no data. */
export type OperationResult = 'ok' | 'partial' | 'refused';

/** What an engine counts. Cheap enough for each fetch: children of metrics are looked up once. */
export interface EngineMetrics {
  operation(kind: OperationKind): (result: OperationResult) => void;
  /** Observes how long an operation took, in seconds. */
  duration(operation: MeasuredOperation): (result: OperationResult, seconds: number) => void;
  /** The cost of an untrusted operation that is within its limit. */
  cost(cost: number): void;
  prepared(cache: 'hit' | 'miss'): void;
  fetch(subgraph: string): (seconds: number) => void;
  /** Counts what the response cache did for an operation whose answers may be kept. */
  cached(outcome: 'hit' | 'miss' | 'bypass'): void;
  /** Counts a planning thread that took too long. */
  planningKilled(): void;
  /** Tells which generation answers. */
  generation(number: number): void;
  /** Counts a reload by what came of it. */
  reloaded(result: 'ok' | 'refused'): void;
  /** Adds to the number of open subscriptions. */
  subscriptions(change: 1 | -1): void;
}

/** An operation that is measured under its name. */
export interface MeasuredOperation {
  readonly kind: OperationKind;
  readonly name: string;
  readonly isTrusted: boolean;
}

/** Names of clients that get a label of their own. */
const mostNames = 200;

const longestName = 80;

const secondBuckets = [0.0001, 0.001, 0.01, 0.1, 1, 10, 60] as const;

/** The metrics of the engines that share a registry. */
export function createEngineMetrics(registry: Metrics): EngineMetrics {
  const registers = [registry];
  const operations = known(registry, 'graph_operations_total', TallyCounter) ?? new TallyCounter({
    name: 'graph_operations_total', help: 'Operations that the graph answered, events of subscriptions left out', labelNames: ['kind', 'result'], registers,
  });
  const durations = known(registry, 'graph_operation_seconds', TallyHistogram) ?? new TallyHistogram({
    name: 'graph_operation_seconds', help: 'Time that the engine took to answer an operation, or to open a subscription', labelNames: ['operation', 'kind', 'result'], registers, buckets: secondBuckets,
  });
  const preparations = known(registry, 'graph_prepare_total', TallyCounter) ?? new TallyCounter({
    name: 'graph_prepare_total', help: 'Untrusted documents, by whether they were known', labelNames: ['cache'], registers,
  });
  const fetches = known(registry, 'graph_fetch_seconds', TallyHistogram) ?? new TallyHistogram({
    name: 'graph_fetch_seconds', help: 'Time that subgraphs took to answer a fetch', labelNames: ['subgraph'], registers, buckets: secondBuckets,
  });
  const costs = known(registry, 'graph_operation_cost', TallyHistogram) ?? new TallyHistogram({
    name: 'graph_operation_cost', help: 'What untrusted operations cost, by @cost and @listSize', labelNames: [], registers, buckets: [1, 10, 100, 1_000, 10_000, 100_000],
  });
  const cached = known(registry, 'graph_response_cache_total', TallyCounter) ?? new TallyCounter({
    name: 'graph_response_cache_total', help: 'Operations whose answers may be kept, by what the response cache knew', labelNames: ['outcome'], registers,
  });
  const open = known(registry, 'graph_subscriptions_open', Gauge) ?? new Gauge({ name: 'graph_subscriptions_open', help: 'Subscriptions that are open', registers });
  const killed = known(registry, 'graph_planning_killed_total', TallyCounter) ?? new TallyCounter({ name: 'graph_planning_killed_total', help: 'Planning threads that were ended because a document took too long', labelNames: [], registers });
  const reloads = known(registry, 'graph_reloads_total', TallyCounter) ?? new TallyCounter({ name: 'graph_reloads_total', help: 'Reloads of the supergraph', labelNames: ['result'], registers });
  const generation = known(registry, 'graph_generation', Gauge) ?? new Gauge({ name: 'graph_generation', help: 'Number of the supergraph that answers, counted from the start', registers });
  const nameOf = namesOf(registry);
  const prepared = { hit: preparations.child({ cache: 'hit' }), miss: preparations.child({ cache: 'miss' }) };
  return {
    operation(kind) {
      const children = { ok: operations.child({ kind, result: 'ok' }), partial: operations.child({ kind, result: 'partial' }), refused: operations.child({ kind, result: 'refused' }) };
      return (result) => children[result](1);
    },
    duration(operation) {
      const labels = { operation: nameOf(operation), kind: operation.kind };
      const children: Partial<Record<OperationResult, (seconds: number) => void>> = {};
      return (result, seconds) => (children[result] ??= durations.child({ ...labels, result }))(seconds);
    },
    cost: costs.child({}),
    prepared: (cache) => prepared[cache](1),
    fetch: (subgraph) => fetches.child({ subgraph }),
    cached: (outcome) => cached.child({ outcome })(1),
    planningKilled: () => killed.child({})(1),
    generation: (number) => generation.set(number),
    reloaded: (result) => reloads.child({ result })(1),
    subscriptions: (change) => open.inc(change),
  };
}

const namesByRegistry = new WeakMap<Metrics, (operation: MeasuredOperation) => string>();

/** Labels that clients cannot make more of than a few: their own names count while there is room. */
function namesOf(registry: Metrics): (operation: MeasuredOperation) => string {
  const given = new Set<string>();
  const nameOf = namesByRegistry.get(registry) ?? (({ name, isTrusted }: MeasuredOperation): string => {
    if (isTrusted || given.has(name)) return name;
    if (given.size >= mostNames || name.length > longestName) return 'other';
    given.add(name);
    return name;
  });
  namesByRegistry.set(registry, nameOf);
  return nameOf;
}

/** A metric that an engine before this one registered. */
function known<TMetric extends object>(registry: Metrics, name: string, kind: new (...parameters: never[]) => TMetric): TMetric | undefined {
  const metric = registry.getSingleMetric(name);
  return metric instanceof kind ? metric : undefined;
}
