/** Bounds of what a subgraph takes from other processes. Times in milliseconds. */
export interface SubgraphServerLimits {
  /** Of one request, and of one message on a socket. */
  readonly bodyBytes: number;
  /** In one document: what a plan sends is long at times. */
  readonly tokens: number;
  /** Different documents that are kept ready. */
  readonly documents: number;
  readonly streamsPerSocket: number;
  /** Between two signs of life on a socket. */
  readonly pingMs: number;
  /** For sockets to close when the process stops. */
  readonly closeMs: number;
}

export const defaultServerLimits: SubgraphServerLimits = {
  bodyBytes: 64 * 1024 * 1024,
  tokens: 200_000,
  documents: 2_000,
  streamsPerSocket: 100_000,
  pingMs: 20_000,
  closeMs: 2_000,
};
