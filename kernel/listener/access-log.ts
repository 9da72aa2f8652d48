import type { IncomingMessage } from 'node:http';
import type { Logger } from '#kernel/logging';
import type { Exchange } from './exchange.ts';

/** An exchange that is over. */
export interface FinishedExchange {
  readonly exchange: Exchange;
  readonly request: IncomingMessage;
  /** HTTP status; 499 when the caller went away first. */
  readonly status: number;
  readonly durationMs: number;
}

/** Writes the access log line. */
export function logExchange(logger: Logger, { exchange, request, status, durationMs }: FinishedExchange): void {
  if (!logger.isLevelEnabled('info')) return;
  const { id, path, subject, logged } = exchange;
  logger.info({ request_id: id, method: request.method, path, status, duration_ms: Math.round(durationMs * 1000) / 1000, subject, ...logged }, 'request');
}
