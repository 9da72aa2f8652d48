import pg from 'pg';
import { createDatabase, databaseOf, sqlState, withClient, withDatabase } from '../database-url.ts';

/** Receives one line of the engine's log, which is where the Prisma CLI looks for errors. */
export type LogLine = (line: string) => void;

const commands: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  'can-connect-to-database': (url) => withClient(url, (client) => client.query('SELECT 1')),
  'create-database': createDatabase,
  'drop-database': (url) =>
    withClient(withDatabase(url, 'postgres'), (client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(databaseOf(url))} WITH (FORCE)`)),
};

/** Runs one of the engine's `cli` sub-commands; returns its exit status. */
export async function runDatabaseCommand(name: string, url: string, log: LogLine): Promise<0 | 1> {
  try {
    await commands[name]?.(url);
    return 0;
  } catch (error) {
    const missing = sqlState(error) === '3D000';
    log(logEntry('INFO', { message: 'The command failed' })); // the CLI passes over the first line
    log(
      logEntry('ERROR', {
        error_code: missing ? 'P1003' : 'P1001',
        message: missing ? `Database ${databaseOf(url)} does not exist` : `Can't reach the database server: ${error instanceof Error ? error.message : String(error)}`,
        is_panic: false,
        meta: {},
      }),
    );
    return 1;
  }
}

const logEntry = (level: string, fields: object): string => `${JSON.stringify({ level, target: 'schema_engine::logger', timestamp: new Date().toISOString(), fields })}\n`;
