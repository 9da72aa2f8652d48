import { loadConfig } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import { createLogger } from '#kernel/logging';
import { startServer, type RunningServer } from './server.ts';
import { urlTable } from './url-table.ts';

/** The process entry: starts what the environment asks for, prints where it is, and stops cleanly on the first signal. */
async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger(config.log);
  const starting = startServer({ config, logger });

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    console.error(`\n${signal}: stopping …`);
    starting.then((server) => server.stop()).catch(() => undefined).finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('uncaughtException', (fault) => {
    logger.fatal({ err: fault }, 'uncaught exception');
    stop('SIGTERM');
  });
  process.on('unhandledRejection', (fault) => logger.error({ err: fault }, 'unhandled rejection'));

  announce(await starting);
}

function announce({ rows, signIn }: RunningServer): void {
  if (rows.length > 0) console.log(urlTable(rows, signIn));
}

main().catch((fault: unknown) => {
  console.error(fault instanceof Error && !DomainError.isInstance(fault) && !fault.message.startsWith('Invalid configuration') ? fault : `Cannot start: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exit(1);
});
