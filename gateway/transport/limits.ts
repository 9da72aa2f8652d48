/** Bounds of the transports; the bounds of a document belong to the engine. */
export interface TransportLimits {
  /** Bytes of a request body and of one WebSocket message. */
  readonly bodyBytes: number;
  /** Milliseconds for a query or mutation. Long, because a chat is a mutation. */
  readonly operationMs: number;
  /** Operations open at a time on one WebSocket. */
  readonly operationsPerSocket: number;
  /** Milliseconds between two signs of life on a WebSocket; a peer that misses one is dropped. */
  readonly pingMs: number;
  /** Milliseconds between two comments on an event stream. */
  readonly heartbeatMs: number;
  /** Milliseconds for streams to take in their end when the server stops. */
  readonly closeMs: number;
}

export const defaultTransportLimits: TransportLimits = {
  bodyBytes: 10 * 1024 * 1024,
  operationMs: 300_000,
  operationsPerSocket: 1000,
  pingMs: 20_000,
  heartbeatMs: 15_000,
  closeMs: 2000,
};
