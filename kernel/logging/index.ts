import { pino, type Logger } from 'pino';

export type { Logger };

/** The process log: one JSON object per line on standard output. Secrets are redacted by name, whatever logs them. */
export function createLogger({ level }: { readonly level: string }): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Under any other name than `err` pino would write an error as {}.
    serializers: { error: pino.stdSerializers.err },
    redact: { paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization', '*.secret'], censor: '[redacted]' },
  });
}
