import pg from 'pg';

/** One connection that listens; it is made anew by the first query after a loss. */
export interface ListeningConnection {
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export interface ListeningConnectionOptions {
  readonly url: string;
  readonly channel: string;
  /** Called at every notification, and when the connection is lost. */
  readonly onWake: () => void;
}

const timeoutMs = 5_000;

/** Connects at the first query. A query that takes more than five seconds counts as a lost connection. */
export function createListeningConnection({ url, channel, onWake }: ListeningConnectionOptions): ListeningConnection {
  let current: Promise<pg.Client> | null = null;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, keepAlive: true, query_timeout: timeoutMs, connectionTimeoutMillis: timeoutMs, application_name: 'pentagraph events' });
    client.on('notification', onWake);
    client.on('error', () => undefined); // an 'end' follows
    client.once('end', onWake);
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      return client;
    } catch (error) {
      release(client);
      throw error;
    }
  }

  return {
    async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      const connecting = (current ??= connect());
      try {
        return (await (await connecting).query<Row>(text, [...values])).rows;
      } catch (error) {
        if (current === connecting) current = null;
        connecting.then(release, () => undefined);
        throw error;
      }
    },
    async close() {
      const client = await current?.catch(() => null);
      client?.removeListener('end', onWake);
      await client?.end().catch(() => undefined);
    },
  };
}

function release(client: pg.Client): void {
  client.end().catch(() => undefined);
}
