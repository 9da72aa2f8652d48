import type { Database } from '#kernel/database';

/** How much a bench of messages loads. */
export interface CollaborationLoad {
  readonly ais: number;
  readonly messages: number;
}

const firstNumber = 100_000;

/** The subject of one of the loaded AIs. */
export const loadedAi = (at: number): string => `cb:${firstNumber + at}`;

/**
 * Fills the collaboration domain: AIs, messages of 12 to 18 words out of 20,000 (few common, most rare), one of fifty a broadcast, one of a thousand for `reader`.
 * Everything is unread.
 */
export async function loadCollaboration({ pool }: Pick<Database, 'pool'>, { ais, messages }: CollaborationLoad, reader: string): Promise<void> {
  const indexes = (await pool.query<{ name: string; definition: string }>(`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid = 'collaboration.messages'::regclass AND NOT indisprimary`)).rows;
  for (const { name } of indexes) await pool.query(`DROP INDEX ${name}`);
  await pool.query('INSERT INTO collaboration.ai_profiles (subject, number, name) SELECT \'cb:\' || n, n, \'AI\' || n FROM generate_series($1::int, $2::int) n', [firstNumber, firstNumber + ais - 1]);
  await pool.query(`
    INSERT INTO collaboration.messages (sender, target, thread, type, content, metadata, created_at)
    SELECT 'cb:' || ($1 + (n * 7919) % $2), CASE WHEN n % 50 = 0 THEN NULL WHEN n % 1000 = 1 THEN $4 ELSE 'cb:' || ($1 + (n * 104729 + n / 97) % $2) END, CASE WHEN n % 50 = 0 THEN NULL ELSE 1 END, 'message',
      (SELECT string_agg('word' || floor(power(random(), 3) * 20000)::int, ' ') FROM generate_series(1, 12 + n % 7) WHERE n = n),
      jsonb_build_object('tags', jsonb_build_array('tag' || n % 1000)), now() - ($3 - n) * interval '1 second'
    FROM generate_series(1::bigint, $3::bigint) n`, [firstNumber, ais, messages, reader]);
  await pool.query(`
    INSERT INTO collaboration.inboxes (subject, received, unread, joined_after, broadcasts_before)
    SELECT subject, coalesce(received, 0), coalesce(received, 0), 0, 0 FROM collaboration.ai_profiles LEFT JOIN (SELECT target, count(*) AS received FROM collaboration.messages GROUP BY 1) messages ON target = subject
    ON CONFLICT (subject) DO UPDATE SET received = excluded.received, unread = excluded.unread`);
  await pool.query(`
    INSERT INTO collaboration.outboxes (subject, sent, broadcasts)
    SELECT subject, coalesce(sent, 0), coalesce(broadcasts, 0) FROM collaboration.ai_profiles
    LEFT JOIN (SELECT sender, count(*) AS sent, count(*) FILTER (WHERE target IS NULL) AS broadcasts FROM collaboration.messages GROUP BY 1) messages ON sender = subject
    ON CONFLICT (subject) DO NOTHING`);
  await pool.query('UPDATE collaboration.broadcast_counter SET sent = (SELECT count(*) FROM collaboration.messages WHERE target IS NULL)');
  for (const { definition } of indexes) await pool.query(definition);
  await pool.query('VACUUM ANALYZE collaboration.messages, collaboration.inboxes, collaboration.outboxes, collaboration.ai_profiles');
}
