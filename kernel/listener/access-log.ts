import type { Logger } from '#kernel/logging';
import type { FinishedExchange } from './exchange.ts';

/** Writes the access log line: as the API that answered documents it, else plainly. */
export function logExchange(logger: Logger, finished: FinishedExchange): void {
  const { observer } = finished.exchange;
  const documented = observer?.(finished);
  if (!logger.isLevelEnabled('info')) return;
  if (documented === undefined) logger.info(plainLine(finished), 'request');
  else logger.info(documented);
}

function plainLine({ exchange, request, status, durationMs }: FinishedExchange): object {
  const { id, path, subject, logged } = exchange;
  return { request_id: id, method: request.method, path, status, duration_ms: Math.round(durationMs * 1000) / 1000, subject, ...logged };
}
