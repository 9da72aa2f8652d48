import { pino, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';
import { standardOutput } from './standard-output.ts';
import { timestamp } from './timestamp.ts';

export { createLineLog, type LineLog } from './line-log.ts';
export type { Logger };

/** The process log on standard output: one JSON object per line, or readable lines with `pretty`. Secrets are redacted by name, whatever logs them. */
export function createLogger({ level, pretty: readable = false }: { readonly level: string; readonly pretty?: boolean }): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: () => `,"timestamp":"${timestamp()}"`,
    formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    // Under any other name than `err` pino would write an error as {}.
    serializers: { error: pino.stdSerializers.err },
    redact: { paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization', '*.secret'], censor: '[redacted]' },
  };
  return readable ? pino(options, pretty({ timestampKey: 'timestamp', translateTime: 'SYS:HH:MM:ss', singleLine: true, sync: true })) : pino(options, standardOutput());
}
