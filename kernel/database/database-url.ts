import pg from 'pg';
import { DomainError } from '#kernel/errors';

const oldestVersion = 15;
const missing = '3D000';
const exists = new Set(['42P04', '23505']); // the second when two processes create it at once

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.toString();
}

/** The database that a URL names. */
export const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** One connection for one piece of work. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'pentagraph' });
  client.on('error', () => undefined); // the query in flight reports it
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Makes sure that the database exists on a server that is new enough.
 * @throws DomainError UNAVAILABLE when the server does not answer, refuses us or is too old
 */
export async function ensureDatabase(url: string): Promise<void> {
  try {
    await checkVersion(url);
  } catch (error) {
    if (DomainError.isInstance(error)) throw error;
    if (sqlState(error) !== missing) throw unreachable(url, error);
    await createDatabase(url);
    await checkVersion(url);
  }
}

/** Creates the database of a URL unless it exists. @throws DomainError UNAVAILABLE */
export async function createDatabase(url: string): Promise<void> {
  try {
    await withClient(withDatabase(url, 'postgres'), (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(databaseOf(url))}`));
  } catch (error) {
    if (!exists.has(sqlState(error) ?? '')) throw unreachable(url, error);
  }
}

/** The SQLSTATE or system code of a failed query; null when the error has none. */
export const sqlState = (error: unknown): string | null => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null);

async function checkVersion(url: string): Promise<void> {
  const { rows } = await withClient(url, (client) => client.query<{ major: number }>("SELECT current_setting('server_version_num')::int / 10000 AS major"));
  const major = rows[0]?.major ?? 0;
  if (major < oldestVersion) throw new DomainError('UNAVAILABLE', `The database server is PostgreSQL ${major}; this product needs ${oldestVersion} or newer`);
}

/** Names the server, never the credentials. */
function unreachable(url: string, cause: unknown): DomainError {
  const { hostname, port } = new URL(url);
  const reason = sqlState(cause) ?? 'unknown reason';
  return new DomainError('UNAVAILABLE', `The database ${databaseOf(url)} at ${hostname}:${port === '' ? '5432' : port} cannot be used (${reason})`, { cause });
}
