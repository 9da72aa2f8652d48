import { DomainError } from '#kernel/errors';
import type { InternalIdentity } from '#kernel/internal-identity';
import { exchangeOf, pathOf, refuseUpgrade, type RequestHandler, type UpgradeHandler } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import { Gauge, type Metrics } from '#kernel/metrics';
import type { Subgraph } from '#kernel/subgraph';
import { subgraphHeader, type SubgraphLink } from '../subgraph-links/index.ts';
import { createProbes, type ReadinessCheck } from '../transport/pages/probes.ts';
import { createFetchHandler } from './fetch-handler.ts';
import { createServedOperations } from './served-operations.ts';
import { defaultServerLimits, type SubgraphServerLimits } from './server-limits.ts';
import { createStreamSockets } from './stream-sockets.ts';

export interface SubgraphServerOptions {
  readonly subgraph: Subgraph;
  /** Reaches it in this process. */
  readonly link: SubgraphLink;
  readonly identity: InternalIdentity;
  /** What `/ready` asks. */
  readonly readiness: readonly ReadinessCheck[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Bounds; what is left out keeps its default. */
  readonly limits?: Partial<SubgraphServerLimits>;
}

/** One subgraph for other processes of this installation, to be mounted on a listener. */
export interface SubgraphServer {
  readonly handler: RequestHandler;
  readonly upgrade: UpgradeHandler;
  /** Ends every stream; answers that have an end are the listener's to wait for. */
  stop(): Promise<void>;
}

/** `/graphql` by POST and WebSocket for who has the keys of this installation, and `/health`, `/ready` and `/metrics` for who watches it. */
export function createSubgraphServer({ subgraph, link, identity, readiness, metrics, logger, limits: given }: SubgraphServerOptions): SubgraphServer {
  const { name, schema } = subgraph;
  const limits = { ...defaultServerLimits, ...given };
  const operations = createServedOperations({ subgraph, link, limits });
  const fetches = createFetchHandler({ name, operations, identity, limits, logger });
  const open = streamGauge(metrics);
  open.set({ subgraph: name }, 0);
  const sockets = createStreamSockets({ name, schema, operations, identity, limits, logger, count: (change) => open.inc({ subgraph: name }, change) });
  const probes = createProbes({ readiness, metrics, logger });
  const routes: Readonly<Record<string, RequestHandler>> = {
    '/graphql': fetches,
    '/health': (_, response) => probes.health(response),
    '/ready': (_, response) => probes.ready(response),
    '/metrics': (_, response) => probes.metrics(response),
  };

  return {
    handler(request, response) {
      const path = pathOf(request);
      const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
      exchangeOf(request).route = route === undefined ? 'other' : path.slice(1);
      response.setHeader(subgraphHeader, name);
      if (route === undefined) throw nothingHere();
      return route(request, response);
    },
    upgrade(request, socket, head) {
      if (pathOf(request) === '/graphql') sockets.upgrade(request, socket, head);
      else refuseUpgrade(socket, nothingHere());
    },
    stop: () => sockets.stop(),
  };
}

const nothingHere = (): DomainError => new DomainError('NOT_FOUND', 'Nothing is served at this path');

const gauges = new WeakMap<Metrics, Gauge<'subgraph'>>();

function streamGauge(metrics: Metrics): Gauge<'subgraph'> {
  const known = gauges.get(metrics);
  if (known !== undefined) return known;
  const made = new Gauge({ name: 'graph_served_streams_open', help: 'Streams of this process that other processes follow', labelNames: ['subgraph'] as const, registers: [metrics] });
  gauges.set(metrics, made);
  return made;
}
