import type { ErrorCode } from '#kernel/errors';
import { Counter, Gauge, Histogram, type Metrics } from '#kernel/metrics';

/** Takes note of what the methods of a JSON-RPC API do. */
export interface RpcMetrics {
  /** `method` is null for what is no call of a method that there is. */
  called(call: { readonly method: string | null; readonly transport: 'http' | 'websocket'; readonly refusal: ErrorCode | null; readonly durationMs: number }): void;
  /** A subscription has begun; the result notes its end. */
  subscribed(method: string): () => void;
}

const known = new WeakMap<Metrics, RpcMetrics>();

/** The JSON-RPC metrics of a registry, shared by all its endpoints. */
export function rpcMetricsOf(metrics: Metrics): RpcMetrics {
  const existing = known.get(metrics);
  if (existing !== undefined) return existing;
  const registers = [metrics];
  const calls = new Counter({ name: 'rpc_calls_total', help: 'JSON-RPC calls by method and by how they were answered', labelNames: ['method', 'transport', 'outcome'] as const, registers });
  const duration = new Histogram({ name: 'rpc_call_duration_seconds', help: 'Time that JSON-RPC calls took', labelNames: ['method'] as const, buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60], registers });
  const subscriptions = new Gauge({ name: 'rpc_subscriptions', help: 'Subscriptions of WebSocket connections that are open', labelNames: ['method'] as const, registers });
  const created: RpcMetrics = {
    called({ method, transport, refusal, durationMs }) {
      const label = method ?? 'other';
      calls.inc({ method: label, transport, outcome: refusal ?? 'ok' });
      duration.observe({ method: label }, durationMs / 1000);
    },
    subscribed(method) {
      subscriptions.inc({ method });
      return () => subscriptions.dec({ method });
    },
  };
  known.set(metrics, created);
  return created;
}
