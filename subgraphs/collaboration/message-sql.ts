// Streams, read states and counters are explained in README.md. $1 is always the reader or sender.

/** Rows of the partial indexes that serve an inbox. */
export const present = 'm.deleted_at IS NULL AND m.target_deleted_at IS NULL';
/** A message `m` as it is stored. */
export const columns = 'm.id, m.sender, m.target, coalesce(m.thread, m.broadcast_thread) AS thread, m.type, m.content, m.metadata, m.created_at';
/** A message of a page as it is answered. */
export const answerColumns = 'page.id, page.sender, page.target, page.thread, page.type, page.content, page.metadata, page.created_at, page.read';

/** Whether the reader $1, whose inbox is in `inbox`, has read the message `m`. */
export const readByReader = `CASE WHEN m.target = $1 THEN inbox.direct_read @> m.id WHEN m.target IS NULL AND m.sender <> $1 THEN inbox.broadcast_read @> m.id ELSE true END AS read`;

/** Direct messages: $2 target, $3 thread, $4 type, $5 content, $6 metadata. No row when the sender or the target has no inbox. */
export const sendDirectSql = `
  WITH mine AS (
    UPDATE collaboration.outboxes SET sent = sent + 1 WHERE subject = $1 AND EXISTS (SELECT FROM collaboration.inboxes WHERE subject = $2) RETURNING subject
  ), turn AS (
    UPDATE collaboration.inboxes inbox SET received = received + 1, unread = unread + 1 FROM mine WHERE inbox.subject = $2 RETURNING inbox.subject
  ), m AS (
    INSERT INTO collaboration.messages (sender, target, thread, type, content, metadata, created_at)
    SELECT $1, $2, $3, $4, $5, $6::jsonb, clock_timestamp() FROM turn RETURNING id, created_at
  )
  SELECT id, created_at, events.publish('collaboration.messages.' || $2, NULL, jsonb_build_object('id', id::text, 'sender', $1::text)) FROM m`;

/** Broadcasts: $2 thread, $3 type, $4 content, $5 metadata. No row when the sender has no outbox. */
export const sendBroadcastSql = `
  WITH mine AS (
    UPDATE collaboration.outboxes SET sent = sent + 1, broadcasts = broadcasts + 1 WHERE subject = $1 RETURNING subject
  ), turn AS (
    UPDATE collaboration.broadcast_counter SET sent = sent + 1 FROM mine RETURNING sent
  ), m AS (
    INSERT INTO collaboration.messages (sender, broadcast_thread, type, content, metadata, created_at)
    SELECT $1, $2, $3, $4, $5::jsonb, clock_timestamp() FROM turn RETURNING id, created_at
  )
  SELECT id, created_at, events.publish('collaboration.broadcasts', NULL, jsonb_build_object('id', id::text, 'sender', $1::text)) FROM m`;

export interface InboxVariant {
  readonly unreadOnly: boolean;
  /** True: only messages of the conversation number $5. */
  readonly inThread: boolean;
  /** True: the messages of the page count as read afterwards; the answer shows the state before. */
  readonly take: boolean;
}

/**
 * A page of an inbox, newest first: $2 ids below this one, $3 rows, and one more to see whether there are more, $4 rows to pass over.
 * One row without a message when the page is empty, none when the reader has no inbox. Not `settled`: another statement has changed the read sets since, so that
 * nothing was marked and the answer counts for nothing. (A lock would keep the others off, but would write to the disk also when nothing is unread.)
 */
export function inboxSql({ unreadOnly, inThread, take }: InboxVariant): string {
  const direct = `m.target = $1 AND ${present} ${inThread ? 'AND m.thread = $5' : ''}`;
  const broadcast = `m.target IS NULL AND m.sender <> $1 AND m.id > (SELECT joined_after FROM inbox) AND ${present} ${inThread ? 'AND m.broadcast_thread = $5' : ''}`;
  const stream = (where: string, readSet: string): string => (unreadOnly ? unreadStreamSql(where, readSet) : streamSql(where, readSet));
  const totals = inThread ? threadTotalsSql({ direct, broadcast, unreadOnly }) : `SELECT ${unreadOnly ? 'unread' : 'received'} AS total, unread FROM whole`;
  return `
  WITH inbox AS MATERIALIZED (
    SELECT * FROM collaboration.inboxes WHERE subject = $1
  ), page AS MATERIALIZED (
    SELECT * FROM (${stream(direct, 'direct_read')} UNION ALL ${stream(broadcast, 'broadcast_read')}) both_streams ORDER BY id DESC LIMIT $3::int + 1 OFFSET $4::int
  ), ${wholeSql}, totals AS (${totals})
  ${take ? `, seen AS (SELECT * FROM (SELECT * FROM page ORDER BY id DESC LIMIT $3::int) shown WHERE NOT read), ${markSql}` : ''}
  SELECT totals.total, totals.unread, ${take ? settledSql : 'true'} AS settled, ${answerColumns} FROM totals LEFT JOIN page ON true ORDER BY page.id DESC`;
}

const streamSql = (where: string, readSet: string): string => `
    (SELECT ${columns}, (SELECT ${readSet} FROM inbox) @> m.id AS read FROM collaboration.messages m
     WHERE ${where} AND m.id < $2::bigint ORDER BY m.id DESC LIMIT $3::int + 1 + $4::int::bigint)`;

/** Looks only into the gaps of the read set, however much has been read. */
const unreadStreamSql = (where: string, readSet: string): string => `
    (SELECT unseen.* FROM unnest(int8multirange(int8range(0, $2::bigint)) - (SELECT ${readSet} FROM inbox)) AS gap(ids)
     CROSS JOIN LATERAL (
       SELECT ${columns}, false AS read FROM collaboration.messages m
       WHERE ${where} AND m.id >= lower(gap.ids) AND m.id < upper(gap.ids) ORDER BY m.id DESC LIMIT $3::int + 1 + $4::int::bigint
     ) unseen ORDER BY unseen.id DESC LIMIT $3::int + 1 + $4::int::bigint)`;

/** All there is for the reader: the counters, less the broadcasts that were deleted since. */
const wholeSql = `whole AS (
    SELECT inbox.received + ever - gone.all AS received, greatest(inbox.unread + ever - inbox.broadcasts_read - gone.unread, 0) AS unread
    FROM inbox
    CROSS JOIN LATERAL (
      SELECT counter.sent - inbox.broadcasts_before - mine.broadcasts AS ever FROM collaboration.broadcast_counter counter, collaboration.outboxes mine WHERE mine.subject = $1
    ) broadcasts
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS all, count(*) FILTER (WHERE NOT inbox.broadcast_read @> m.id)::int AS unread FROM collaboration.messages m
      WHERE m.target IS NULL AND m.deleted_at IS NOT NULL AND m.sender <> $1 AND m.id > inbox.joined_after
    ) gone
  )`;

function threadTotalsSql({ direct, broadcast, unreadOnly }: { readonly direct: string; readonly broadcast: string; readonly unreadOnly: boolean }): string {
  const countSql = (where: string, readSet: string): string =>
    `(SELECT count(*)::int FROM collaboration.messages m WHERE ${where} ${unreadOnly ? `AND NOT (SELECT ${readSet} FROM inbox) @> m.id` : ''})`;
  return `SELECT ${countSql(direct, 'direct_read')} + ${countSql(broadcast, 'broadcast_read')} AS total, unread FROM whole`;
}

/**
 * Adds the unread messages of `seen` to the read sets. Each is added with the gap behind it, down to the message of its stream that comes before:
 * nothing can come into that gap any more, and so neighbours grow into one range.
 */
const markSql = `news AS (
    SELECT count(target)::int AS direct, (count(*) - count(target))::int AS broadcasts,
      coalesce(range_agg(ids) FILTER (WHERE target IS NOT NULL), '{}') AS direct_ids, coalesce(range_agg(ids) FILTER (WHERE target IS NULL), '{}') AS broadcast_ids
    FROM seen CROSS JOIN LATERAL (
      SELECT int8range(coalesce(CASE WHEN seen.target IS NULL
        THEN (SELECT m.id FROM collaboration.messages m WHERE m.target IS NULL AND m.sender <> $1 AND m.id < seen.id ORDER BY m.id DESC LIMIT 1)
        ELSE (SELECT m.id FROM collaboration.messages m WHERE m.target = $1 AND ${present} AND m.id < seen.id ORDER BY m.id DESC LIMIT 1) END, 0), seen.id, '(]') AS ids
    ) behind
  ), marked AS (
    UPDATE collaboration.inboxes changed SET unread = changed.unread - news.direct, direct_read = changed.direct_read + news.direct_ids,
      broadcasts_read = changed.broadcasts_read + news.broadcasts, broadcast_read = changed.broadcast_read + news.broadcast_ids
    FROM news, inbox
    WHERE changed.subject = $1 AND news.direct + news.broadcasts > 0 AND changed.direct_read = inbox.direct_read AND changed.broadcast_read = inbox.broadcast_read
    RETURNING changed.subject
  )`;

/** Whether what was unread has been marked by this statement. */
const settledSql = '((SELECT direct + broadcasts FROM news) = 0 OR EXISTS (SELECT FROM marked))';

/** Marks the messages $2 of an inbox as read; how many were unread. No row when the reader has no inbox; `settled` as for a page. */
export const markReadSql = `
  WITH inbox AS MATERIALIZED (
    SELECT * FROM collaboration.inboxes WHERE subject = $1
  ), seen AS MATERIALIZED (
    SELECT m.id, m.target FROM inbox, collaboration.messages m
    WHERE m.id = ANY($2::bigint[]) AND ${present}
      AND (m.target = $1 AND NOT inbox.direct_read @> m.id OR m.target IS NULL AND m.sender <> $1 AND m.id > inbox.joined_after AND NOT inbox.broadcast_read @> m.id)
  ), ${markSql}
  SELECT news.direct + news.broadcasts AS marked, ${settledSql} AS settled FROM inbox, news`;

/** A page of what $1 has sent: $2 ids below this one, $3 rows and one more, $4 rows to pass over. */
export const sentSql = `
  SELECT mine.sent AS total, ${answerColumns}
  FROM collaboration.outboxes mine JOIN collaboration.inboxes inbox USING (subject)
  LEFT JOIN LATERAL (
    SELECT ${columns}, ${readByReader} FROM collaboration.messages m
    WHERE m.sender = $1 AND m.deleted_at IS NULL AND m.id < $2::bigint ORDER BY m.id DESC LIMIT $3::int + 1 OFFSET $4::int
  ) page ON true
  WHERE subject = $1 ORDER BY page.id DESC`;

/**
 * A page of a conversation that $1 is part of: $2 ids below this one, $3 rows and one more, $4 the lesser subject, $5 the greater (null: $4's broadcasts), $6 the number.
 */
export function threadSql({ broadcasts }: { readonly broadcasts: boolean }): string {
  const where = broadcasts
    ? 'm.sender = $4 AND m.target IS NULL AND $5::text IS NULL AND m.broadcast_thread = $6 AND m.deleted_at IS NULL AND (m.sender = $1 OR m.id > inbox.joined_after)'
    : `least(m.sender COLLATE "C", m.target) = $4 AND greatest(m.sender COLLATE "C", m.target) = $5 AND m.thread = $6
       AND m.target IS NOT NULL AND m.deleted_at IS NULL AND (m.target <> $1 OR m.target_deleted_at IS NULL)`;
  return `
  SELECT totals.total, ${answerColumns}
  FROM collaboration.inboxes inbox
  CROSS JOIN LATERAL (SELECT count(*)::int AS total FROM collaboration.messages m WHERE ${where}) totals
  LEFT JOIN LATERAL (
    SELECT ${columns}, ${readByReader} FROM collaboration.messages m WHERE ${where} AND m.id < $2::bigint ORDER BY m.id DESC LIMIT $3::int + 1
  ) page ON true
  WHERE inbox.subject = $1 ORDER BY page.id DESC`;
}

/** What each of the readers $1 may see of the messages $2, pair by pair, and whether it has read it. */
export const sightSql = `
  SELECT asked.reader, m.id, CASE WHEN m.target = reader THEN inbox.direct_read @> m.id WHEN m.target IS NULL AND m.sender <> reader THEN inbox.broadcast_read @> m.id ELSE true END AS read
  FROM unnest($1::text[], $2::bigint[]) AS asked(reader, id) JOIN collaboration.messages m USING (id) JOIN collaboration.inboxes inbox ON inbox.subject = asked.reader
  WHERE m.deleted_at IS NULL AND (m.sender = reader OR m.target = reader AND m.target_deleted_at IS NULL OR m.target IS NULL AND m.id > inbox.joined_after)`;

export const messagesSql = `SELECT ${columns} FROM collaboration.messages m WHERE m.id = ANY($1::bigint[])`;

/** Deletes the message $2 of its sender $1, for all. A deleted message counts as read, so that it is taken from the unread ones once only. */
export const deleteSentSql = `
  WITH gone AS (
    UPDATE collaboration.messages SET deleted_at = clock_timestamp() WHERE id = $2 AND sender = $1 AND deleted_at IS NULL RETURNING id, target, target_deleted_at, deleted_at
  ), mine AS (
    UPDATE collaboration.outboxes SET sent = sent - 1 FROM gone WHERE subject = $1 RETURNING subject
  ), theirs AS (
    UPDATE collaboration.inboxes inbox SET received = received - 1, unread = unread - (NOT direct_read @> gone.id)::int, direct_read = direct_read + int8multirange(int8range(gone.id, gone.id, '[]'))
    FROM gone, mine WHERE inbox.subject = gone.target AND gone.target_deleted_at IS NULL
  )
  SELECT deleted_at AS "deletedAt" FROM gone`;

/** Deletes the copy that $1 received of the message $2. */
export const deleteReceivedSql = `
  WITH gone AS (
    UPDATE collaboration.messages SET target_deleted_at = clock_timestamp() WHERE id = $2 AND target = $1 AND deleted_at IS NULL AND target_deleted_at IS NULL RETURNING id, target_deleted_at
  ), mine AS (
    UPDATE collaboration.inboxes inbox SET received = received - 1, unread = unread - (NOT direct_read @> gone.id)::int, direct_read = direct_read + int8multirange(int8range(gone.id, gone.id, '[]'))
    FROM gone WHERE inbox.subject = $1
  )
  SELECT target_deleted_at AS "deletedAt" FROM gone`;
