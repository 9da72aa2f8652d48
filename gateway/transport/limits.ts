/** Bounds of the transports; the bounds of a document belong to the engine. Those that say null may be lifted. */
export interface TransportLimits {
  /** Bytes of a request body and of one WebSocket message. */
  readonly bodyBytes: number;
  /** Milliseconds for a query or mutation. Long, because a chat is a mutation. */
  readonly operationMs: number;
  /** Operations in the list of one HTTP request; 1 takes no lists. */
  readonly operationsPerBatch: number;
  /** Operations of one caller in a minute. A caller is a principal, or the address of somebody who did not sign in. */
  readonly operationsPerMinute: number | null;
  /** Queries and mutations of one caller at a time. */
  readonly operationsPerCaller: number | null;
  /** Streams of one caller at a time, over all transports. */
  readonly streamsPerCaller: number | null;
  /** Operations open at a time on one WebSocket. */
  readonly operationsPerSocket: number;
  /** WebSockets from one address at a time. */
  readonly socketsPerAddress: number | null;
  /** Milliseconds for a new WebSocket to introduce itself. */
  readonly greetingMs: number;
  /** Milliseconds between two signs of life on a WebSocket; a peer that misses one is dropped. */
  readonly pingMs: number;
  /** Milliseconds between two signs of life on a stream in an HTTP answer. */
  readonly heartbeatMs: number;
  /** Milliseconds for streams to take in their end when the server stops. */
  readonly closeMs: number;
  /** Documents that clients may register by their hash, and the characters of all of them. */
  readonly persistedQueries: { readonly entries: number; readonly characters: number };
}

export const defaultTransportLimits: TransportLimits = {
  bodyBytes: 10 * 1024 * 1024,
  operationMs: 300_000,
  operationsPerBatch: 10,
  operationsPerMinute: 60_000,
  operationsPerCaller: 500,
  streamsPerCaller: 1000,
  operationsPerSocket: 1000,
  socketsPerAddress: 2000,
  greetingMs: 3000,
  pingMs: 20_000,
  heartbeatMs: 15_000,
  closeMs: 2000,
  persistedQueries: { entries: 5000, characters: 16_000_000 },
};
