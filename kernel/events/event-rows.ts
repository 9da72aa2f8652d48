import type pg from 'pg';

/** One thing that has happened and is committed. */
export interface EventRecord {
  /** Grows in the order in which subscribers see events; a place to resume from. */
  readonly id: bigint;
  readonly topic: string;
  readonly key: string | null;
  readonly payload: unknown;
  readonly recordedAt: Date;
}

/** Which events a subscriber wants: any of the topics, and of these only one key if it is given. */
export interface EventFilter {
  readonly topics: readonly string[];
  readonly key?: string | null | undefined;
}

/** The channel of the wake-up; it carries nothing. */
export const channel = 'pentagraph_events';

/**
 * An event's id is the number of its transaction, shifted by this many bits, plus its place in that transaction.
 * Transactions that are older than every open one can never add an event: their events are settled, and settled events are read in the order of their ids.
 * (The watermark is PostgreSQL's own `pg_snapshot_xmin`; a plain `id > last` over a sequence would skip what commits late.)
 */
export const placeBits = 20;

const firstOf = (xid: string): string => `((${xid})::text::bigint << ${placeBits})`;
const watermark = firstOf('pg_snapshot_xmin(pg_current_snapshot())');

/** The newest settled place. */
export const newestPlaceQuery = `SELECT ${watermark} - 1 AS place`;

/** Events after $1, at most $2, settled or not. */
export const nextEventsQuery = `SELECT id, topic, key, payload, recorded_at, id < ${watermark} AS settled FROM events.events WHERE id > $1 ORDER BY id LIMIT $2`;

/** Events after $1 up to $2 of the topics $3 and the key $4 (null: any), at most $5. */
const pageQuery =
  'SELECT id, topic, key, payload, recorded_at FROM events.events WHERE id > $1 AND id <= $2 AND topic = ANY($3) AND ($4::text IS NULL OR key = $4) ORDER BY id LIMIT $5';

/** Deletes events older than $1 days, save for the newest ones that a slow clock may have put out of order. */
export const pruneQuery = `DELETE FROM events.events WHERE id < coalesce(
  (SELECT id FROM events.events WHERE recorded_at >= now() - make_interval(days => $1) ORDER BY id LIMIT 1), ${watermark})`;

/** Deletes events whose transactions this server has not seen: a database restored on another server counts its transactions anew. */
export const dropForeignQuery = `DELETE FROM events.events WHERE id >= ${firstOf('pg_snapshot_xmax(pg_current_snapshot())')}`;

export interface EventRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string | null;
  readonly payload: unknown;
  readonly recorded_at: Date;
}

export const toEvent = ({ id, topic, key, payload, recorded_at: recordedAt }: EventRow): EventRecord => ({ id: BigInt(id), topic, key, payload, recordedAt });

/** The events behind `after`, up to and with `upTo`, at most `limit`. */
export interface EventRange {
  readonly after: bigint;
  readonly upTo: bigint;
  readonly limit: number;
}

/** One page of events for one subscriber, read on any connection. */
export async function readPage(pool: pg.Pool, { topics, key = null }: EventFilter, { after, upTo, limit }: EventRange): Promise<readonly EventRecord[]> {
  const { rows } = await pool.query<EventRow>(pageQuery, [after, upTo, topics, key, limit]);
  return rows.map(toEvent);
}
