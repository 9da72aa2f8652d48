import pg from 'pg';

/** One process's stay at the embedded server. */
export interface Presence {
  /** Resolves when the server has gone away under us. */
  readonly lost: Promise<void>;
  /** Ends the stay; true when nobody else stays, in which case nobody can enter either until the server has stopped. */
  leave(): Promise<boolean>;
}

/** Any fixed number: everyone who uses the server holds this advisory lock, shared. */
const lock = 7_031_998;

/**
 * Enters the server behind a socket. `absent`: nobody listens there; `busy`: a server is there but cannot serve yet, or no longer.
 * The shared lock makes "who leaves last" a question that PostgreSQL answers without a race.
 */
export async function enterServer(socketFolder: string): Promise<Presence | 'absent' | 'busy'> {
  const client = new pg.Client({ host: socketFolder, user: 'postgres', database: 'postgres', application_name: 'pentagraph presence' });
  const lost = new Promise<void>((resolve) => client.once('end', resolve));
  client.on('error', () => undefined); // an 'end' follows
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [lock]);
  } catch (error) {
    await client.end().catch(() => undefined);
    return isAbsent(error) ? 'absent' : 'busy';
  }
  return { lost, leave: () => leave(client) };
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');

async function leave(client: pg.Client): Promise<boolean> {
  try {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [lock]);
    const { rows } = await client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [lock]);
    const last = rows[0]?.last === true;
    if (!last) await client.end();
    return last;
  } catch {
    return false; // the server is gone already
  }
}
