import type { ErrorCode } from '#kernel/errors';
import type { ExchangeObserver } from '#kernel/listener';

/** The metrics and log lines that the documentation of an API asks for, beside those of every listener. */
export interface Observation {
  /** For the answers of one endpoint. `path` is as the table writes it, or `other` for what is in no table. */
  endpoint(path: string): ExchangeObserver;
  /** For the messages of one WebSocket endpoint. */
  socket(path: string): SocketObserver;
}

/** How the answer to one message ended. */
export interface AnsweredMessage {
  /** Null for a good answer. */
  readonly refusal: ErrorCode | null;
  readonly durationMs: number;
}

/** Takes note of what happens on the connections of an endpoint. */
export interface SocketObserver {
  connected(): void;
  /** A connection was not let in. */
  refused(): void;
  answered(message: AnsweredMessage): void;
  /** For a connection that has ended. */
  readonly connection: ExchangeObserver;
}
