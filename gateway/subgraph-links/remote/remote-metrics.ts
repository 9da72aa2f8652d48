import { Gauge, TallyCounter, type Metrics } from '#kernel/metrics';

/** What links to subgraphs elsewhere count, for one of them. */
export interface RemoteMetrics {
  circuit(isOpen: boolean): void;
  failed(): void;
  retried(): void;
  /** A query was answered together with an identical one. */
  shared(): void;
  /** A stream that was cut goes on. */
  reopened(): void;
}

type Registered = ReturnType<typeof register>;
const registered = new WeakMap<Metrics, Registered>();

/** The metrics of the link to `subgraph`, in a registry that all links share. */
export function createRemoteMetrics(registry: Metrics, subgraph: string): RemoteMetrics {
  const { circuit, failures, retries, shared, reopened } = registered.get(registry) ?? register(registry);
  const [fail, retry, share, reopen] = [failures, retries, shared, reopened].map((counter) => counter.child({ subgraph }));
  circuit.set({ subgraph }, 0);
  return {
    circuit: (isOpen) => circuit.set({ subgraph }, isOpen ? 1 : 0),
    failed: () => fail?.(1),
    retried: () => retry?.(1),
    shared: () => share?.(1),
    reopened: () => reopen?.(1),
  };
}

function register(registry: Metrics) {
  const labelNames = ['subgraph'] as const;
  const counter = (name: string, help: string) => new TallyCounter({ name, help, labelNames, registers: [registry] });
  const made = {
    circuit: new Gauge({ name: 'graph_remote_circuit_open', help: '1 while calls to a subgraph elsewhere are refused because it does not answer', labelNames, registers: [registry] }),
    failures: counter('graph_remote_failures_total', 'Attempts to reach a subgraph elsewhere that failed'),
    retries: counter('graph_remote_retries_total', 'Attempts to reach a subgraph elsewhere after the first of a query'),
    shared: counter('graph_remote_shared_total', 'Queries that were answered together with an identical one under way'),
    reopened: counter('graph_remote_streams_reopened_total', 'Streams of subgraphs elsewhere that went on after they were cut'),
  };
  registered.set(registry, made);
  return made;
}
