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
  const stop = (reason: string, exitCode: number): void => {
    if (stopping) return;
    stopping = true;
    console.error(`\n${reason}: stopping …`);
    starting.then((server) => server.stop()).catch(() => undefined).finally(() => process.exit(exitCode));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal, 0));
  // Who closes a terminal wants the program to end; a service manager that sends this wants it to look for a changed graph.
  process.on('SIGHUP', () => (process.stdout.isTTY ? stop('SIGHUP', 0) : void starting.then((server) => server.reload()).catch(() => undefined)));
  process.on('unhandledRejection', (fault) => logger.error({ err: fault }, 'unhandled rejection'));
  process.on('uncaughtException', (fault) => {
    logger.fatal({ err: fault }, 'uncaught exception');
    stop('A fault', 1);
  });

  const server = await starting;
  if (server.rows.length > 0) announce(server);
  else stop('Nothing to serve', 0); // only migrations were asked for
}

const announce = ({ rows, signIn }: RunningServer): void => console.log(urlTable(rows, signIn));

main().catch((fault: unknown) => {
  // A DomainError was written for the operator; anything else is a fault of the program, with its stack.
  console.error('Cannot start:', DomainError.isInstance(fault) ? fault.message : fault);
  process.exit(1);
});
