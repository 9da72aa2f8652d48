import { pino, type Logger } from 'pino';
import { timestamp } from './timestamp.ts';

/** Writes one line at level `info`. */
export type LineLog = (fields: Readonly<Record<string, unknown>>) => void;

/**
 * Lines of one kind, which all begin with `head`, on the stream of a logger. Each is made by one JSON.stringify: pino's way, piece by piece and with redaction, takes
 * three times as long, which counts where there is a line for every request. So nothing is redacted here: the fields have to be the product's own.
 */
export function createLineLog(logger: Logger, head: Readonly<Record<string, string>>): LineLog {
  const stream: unknown = Reflect.get(logger, pino.symbols.streamSym);
  if (!isTextStream(stream)) throw new TypeError('A logger has no stream');
  const beginning = JSON.stringify(head).slice(1, -1);
  return (fields) => {
    if (!logger.isLevelEnabled('info')) return;
    stream.write(`{"level":"INFO","timestamp":"${timestamp()}",${beginning},${JSON.stringify(fields).slice(1)}\n`);
  };
}

interface TextStream {
  write(text: string): unknown;
}

const isTextStream = (value: unknown): value is TextStream => typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function';
