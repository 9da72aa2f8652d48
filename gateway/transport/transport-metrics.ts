import { Gauge, type Metrics } from '#kernel/metrics';

/** How many streams are open, and over what. */
export interface TransportMetrics {
  /** Counts one more stream until the returned function is called. */
  streamOpened(transport: 'sse' | 'multipart' | 'websocket'): () => void;
  /** The same for a WebSocket, with or without streams. */
  socketOpened(): () => void;
}

/** Gauges of the open streams and sockets of a gateway. */
export function createTransportMetrics(metrics: Metrics): TransportMetrics {
  const registers = [metrics];
  const streams = new Gauge({ name: 'graphql_open_streams', help: 'Operations being streamed to clients', labelNames: ['transport'], registers });
  const sockets = new Gauge({ name: 'graphql_open_sockets', help: 'Open GraphQL WebSockets', registers });
  return {
    streamOpened(transport) {
      streams.inc({ transport });
      return () => streams.dec({ transport });
    },
    socketOpened() {
      sockets.inc();
      return () => sockets.dec();
    },
  };
}
