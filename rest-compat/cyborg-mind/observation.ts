import type { ExchangeObserver, FinishedExchange } from '#kernel/listener';
import { Counter, Gauge, TallyCounter, TallyHistogram, type Metrics } from '#kernel/metrics';
import type { AnsweredMessage, Observation } from '#rest-compat/core';

type Result = 'success' | 'error' | 'auth_failed';

const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics and log lines that the document names. One for all endpoints of a listener. */
export function createCyborgMindObservation(metrics: Metrics): Observation {
  const registers = [metrics];
  const requests = new TallyCounter({ name: 'request_count_total', help: 'Total requests by endpoint', labelNames: ['endpoint', 'status'] as const, registers });
  const latency = new TallyHistogram({ name: 'request_latency_seconds', help: 'Request latency', labelNames: ['endpoint'] as const, buckets, registers });
  const connections = new Counter({ name: 'cyborg_websocket_connections_total', help: 'WebSocket connections by how they were answered', labelNames: ['status'] as const, registers });
  const openConnections = new Gauge({ name: 'cyborg_websocket_connections', help: 'WebSocket connections that are open', registers });

  const bind = (endpoint: string): ((result: Result, milliseconds: number) => void) => {
    const children = { success: requests.child({ endpoint, status: 'success' }), error: requests.child({ endpoint, status: 'error' }), auth_failed: requests.child({ endpoint, status: 'auth_failed' }) };
    const observe = latency.child({ endpoint });
    return (result, milliseconds) => {
      children[result](1);
      observe(milliseconds / 1000);
    };
  };

  return {
    endpoint(path): ExchangeObserver {
      const endpoint = path.replace(/:(\w+)/gu, '{$1}');
      const count = bind(endpoint);
      return (finished) => {
        const result = resultOf(finished.status);
        count(result, finished.durationMs);
        return toLine(endpoint, result, finished);
      };
    },
    socket(path) {
      const count = bind(path);
      const [connected, refused] = ['connected', 'refused'].map((status) => connections.labels({ status }));
      return {
        connected() {
          connected?.inc();
          openConnections.inc();
        },
        refused: () => refused?.inc(),
        answered: ({ refusal, durationMs }) => count(resultOfMessage(refusal), durationMs),
        connection(finished) {
          openConnections.dec();
          return toLine(path, 'success', finished);
        },
      };
    },
  };
}

function resultOf(status: number): Result {
  if (status < 400) return 'success';
  return status === 401 || status === 403 ? 'auth_failed' : 'error';
}

function resultOfMessage(refusal: AnsweredMessage['refusal']): Result {
  if (refusal === null) return 'success';
  return refusal === 'UNAUTHENTICATED' || refusal === 'FORBIDDEN' ? 'auth_failed' : 'error';
}

/** The documented line; `timestamp` and `level` are on every line. */
function toLine(endpoint: string, status: Result, { exchange, durationMs }: FinishedExchange): Readonly<Record<string, unknown>> {
  return { endpoint, agent_id: exchange.logged?.['agent_id'] ?? null, latency_ms: Math.round(durationMs * 1000) / 1000, status, request_id: exchange.id };
}
