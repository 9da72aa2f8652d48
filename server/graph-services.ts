import { createMemoryStore, createRedisStore, type EngineOptions, type ResponseStore } from '#gateway';
import type { Config } from '#kernel/config';
import type { Lifecycle } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logging';
import { Counter, type Metrics } from '#kernel/metrics';
import type { Principal } from '#kernel/principal';
import { openTracing } from '#kernel/tracing';

export interface GraphServicesOptions {
  readonly config: Pick<Config, 'engine'>;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** What an engine works with besides its graph. */
export type GraphServices = Required<Pick<EngineOptions, 'limits' | 'policies' | 'responses' | 'tracing' | 'slowOperationMs'>>;

/** What `@policy` of the schema may name. */
const policies: ReadonlyMap<string, (principal: Principal) => boolean> = new Map<string, (principal: Principal) => boolean>([
  ['admin', ({ scopes }) => scopes.has('admin')],
  ['verified', ({ assurance }) => assurance === 'verified'],
]);

/** Opens what the configuration names: the response cache and the traces of this process. */
export async function openGraphServices({ config: { engine }, lifecycle, metrics, logger }: GraphServicesOptions): Promise<GraphServices> {
  const tracing = await openTracing({ ...engine.tracing, logger });
  if (tracing !== null) lifecycle.onStop('database', 'traces', () => tracing.close());
  const responses = openResponses(engine.responses, metrics, logger);
  if (responses !== null) lifecycle.onStop('database', 'response cache', () => responses.close());
  return { limits: { cost: engine.maxCost }, policies, responses, tracing, slowOperationMs: engine.slowOperationMs };
}

function openResponses({ url, maxBytes }: Config['engine']['responses'], metrics: Metrics, logger: Logger): ResponseStore | null {
  if (url === null) return maxBytes === 0 ? null : createMemoryStore({ maxBytes });
  const failures = new Counter({ name: 'graph_response_cache_failures_total', help: 'Times that Redis did not do what the response cache asked', registers: [metrics] });
  return createRedisStore({ url, logger, onFailure: () => failures.inc() });
}
