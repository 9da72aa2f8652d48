import { createClient, type Sink, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { CallerHeaders } from './caller.ts';
import type { RemoteLimits } from './remote-limits.ts';

/** A subscription for a subgraph elsewhere. */
export interface StreamRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Subscription {
  /** Lets the subgraph send so many more events. */
  more(events: number): void;
  cancel(): void;
}

/** One socket to a subgraph elsewhere, which all its streams share; open while there are any. */
export interface SocketClient {
  /** `window`: how many events may come before `more`. */
  subscribe(request: StreamRequest & { readonly window: number; readonly caller: CallerHeaders }, sink: Sink): Subscription;
  /** Ends all streams, also those to come. */
  close(): void;
}

export interface SocketClientOptions {
  readonly url: string;
  readonly limits: Pick<RemoteLimits, 'answerBytes' | 'connectMs' | 'pingMs'>;
  /** Says which process connects; asked at each connection, of which it is the headers. */
  readonly initialCaller: () => CallerHeaders;
}

const lingerMs = 1_000;

/**
 * A client of graphql-transport-ws. Each subscription says on whose behalf it is, and has a window of events: the payload of a ping opens it further, so that a slow
 * reader holds back its own source and no other stream of the socket.
 */
export function createSocketClient({ url, limits: { answerBytes, connectMs, pingMs }, initialCaller }: SocketClientOptions): SocketClient {
  class BoundedSocket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers: initialCaller(), maxPayload: answerBytes, perMessageDeflate: false, handshakeTimeout: connectMs });
    }
  }
  let socket: WebSocket | null = null;
  let watch: NodeJS.Timeout | undefined;
  let count = 0;
  let closed = false;
  const stopWatching = (): void => clearTimeout(watch);

  const client = createClient({
    url,
    webSocketImpl: BoundedSocket,
    connectionAckWaitTimeout: connectMs,
    lazyCloseTimeout: lingerMs,
    keepAlive: pingMs,
    disablePong: true,
    // Streams are opened again one by one, by who knows whether that may be.
    retryAttempts: 0,
    generateID: () => String(count),
    on: {
      connected: (opened) => (socket = opened instanceof WebSocket ? opened : null),
      ping(received) {
        if (received) return;
        stopWatching();
        watch = setTimeout(() => client.terminate(), pingMs);
      },
      pong: stopWatching,
      closed() {
        stopWatching();
        socket = null;
      },
    },
  });

  return {
    subscribe({ query, operationName, variables, window, caller }, sink) {
      if (closed) {
        sink.complete();
        return { more: () => undefined, cancel: () => undefined };
      }
      count += 1;
      const stream = String(count);
      const payload: SubscribePayload = { query, variables: { ...variables }, ...(operationName !== undefined && { operationName }), extensions: { caller, window } };
      const cancel = client.subscribe(payload, sink);
      return {
        cancel,
        more(events) {
          if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'ping', payload: { stream, more: events } }));
        },
      };
    },
    close() {
      closed = true;
      stopWatching();
      // Rejects when a connection that is being made fails, which ends its streams already.
      Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}
