import type { LineLog } from '#kernel/logging';
import type { FinishedExchange } from './exchange.ts';

/** Writes the access log line: as the API that answered documents it, else plainly. */
export function logExchange(log: LineLog, finished: FinishedExchange): void {
  log(finished.exchange.observer?.(finished) ?? plainLine(finished));
}

function plainLine({ exchange, request, status, durationMs }: FinishedExchange): Readonly<Record<string, unknown>> {
  const { id, path, subject, logged } = exchange;
  return { msg: 'request', request_id: id, method: request.method, path, status, duration_ms: Math.round(durationMs * 1000) / 1000, subject, ...logged };
}
