/** Bounds of what is asked of a subgraph in another process. Times in milliseconds. */
export interface RemoteLimits {
  readonly connectMs: number;
  /** For a whole query with its retries, where the request has no nearer deadline. */
  readonly queryMs: number;
  /** The same for a mutation; long, because a chat is one. */
  readonly mutationMs: number;
  /** Between two pieces of an answer. */
  readonly stallMs: number;
  /** Bytes of one answer or event. */
  readonly answerBytes: number;
  /** Open connections. */
  readonly connections: number;
  /** How often a query is asked at most. */
  readonly attempts: number;
  /** About how long before the second attempt; doubled for each further one. */
  readonly retryMs: number;
  /** Failures in a row that open the circuit. */
  readonly failuresToOpen: number;
  /** How long the circuit stays open at first, and at most. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** Events of one stream under way or waiting for its reader. */
  readonly window: number;
  /** Between two signs of life of a socket; a peer that gives none is dropped. */
  readonly pingMs: number;
  /** Before a stream that was cut is opened again: at first, and at most. */
  readonly reopenMs: number;
  readonly maxReopenMs: number;
  /** After which a stream that was cut ends for good. */
  readonly giveUpMs: number;
}

export const defaultRemoteLimits: RemoteLimits = {
  connectMs: 2_000,
  queryMs: 30_000,
  mutationMs: 300_000,
  stallMs: 30_000,
  answerBytes: 64 * 1024 * 1024,
  connections: 256,
  attempts: 3,
  retryMs: 50,
  failuresToOpen: 5,
  openMs: 500,
  maxOpenMs: 5_000,
  window: 64,
  pingMs: 10_000,
  reopenMs: 100,
  maxReopenMs: 5_000,
  giveUpMs: 120_000,
};
