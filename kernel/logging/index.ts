import { pino, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/**
 * The process log on standard output: one JSON object per line, or readable lines with `pretty`. Secrets are redacted by name, whatever logs them.
 * JSON lines are written in blocks, a quarter of a second late at most, and all at the end of the process.
 */
export function createLogger({ level, pretty: readable = false }: { readonly level: string; readonly pretty?: boolean }): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: createTimestamp(),
    formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    // Under any other name than `err` pino would write an error as {}.
    serializers: { error: pino.stdSerializers.err },
    redact: { paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization', '*.secret'], censor: '[redacted]' },
  };
  return readable ? pino(options, pretty({ timestampKey: 'timestamp', translateTime: 'SYS:HH:MM:ss', singleLine: true, sync: true })) : pino(options, pino.destination({ sync: false, minLength: 8_192, periodicFlush: 250 }));
}

/** RFC 3339 in UTC with milliseconds; made once per millisecond, not once per line. */
function createTimestamp(): () => string {
  let last = 0;
  let text = '';
  return () => {
    const now = Date.now();
    if (now === last) return text;
    last = now;
    text = `,"timestamp":"${new Date(now).toISOString()}"`;
    return text;
  };
}
