import { answerColumns, columns, present, readByReader } from './message-sql.ts';

// How a search works is explained in README.md. $1 is the reader, $2 what was written, $3 type, $4 and $5 first and last instant (null: any).

/** Of more matches the newest are ranked and counted. */
export const mostFound = 1000;

/** How many of the newest messages are looked at to see how common the words are. */
export const sampleSize = 200;

/**
 * `ranked` is the query over words and their beginnings. In `wanted` each word that counts as a part may also be met by a lexeme of its own (its first sign keeps
 * it apart from all words), which a message is given when its text has the part.
 */
const askedSql = `inbox AS MATERIALIZED (
    SELECT * FROM collaboration.inboxes WHERE subject = $1
  ), asked AS MATERIALIZED (
    SELECT ranked, regexp_replace(ranked::text, '''([^'' ]+)'':\\*', '(''\\1'':* | ''* \\1'')', 'g')::tsquery AS wanted,
      ARRAY(SELECT DISTINCT found[1] FROM regexp_matches(ranked::text, '''([^'' ]+)'':\\*', 'g') AS found) AS parts
    FROM collaboration.search_query($2) AS ranked
  )`;

const matchSql = `m.search @@ (SELECT ranked FROM asked) OR (m.search || array_to_tsvector(ARRAY(
        SELECT '* ' || part FROM (SELECT collaboration.search_text(m.content, m.metadata) AS text OFFSET 0) AS this, unnest((SELECT parts FROM asked)) AS part WHERE strpos(text, part) > 0
      ))) @@ (SELECT wanted FROM asked)`;

const filterSql = '($3::text IS NULL OR m.type = $3) AND ($4::timestamptz IS NULL OR m.created_at >= $4) AND ($5::timestamptz IS NULL OR m.created_at <= $5)';

/** The newest messages that the reader may see, at most as many as `limit` says. */
const newestSql = (limit: string): string => {
  const streams = [
    `m.target = $1 AND ${present}`,
    'm.sender = $1 AND m.deleted_at IS NULL AND (m.target IS DISTINCT FROM $1 OR m.target_deleted_at IS NOT NULL)',
    'm.target IS NULL AND m.sender <> $1 AND m.deleted_at IS NULL AND m.id > (SELECT joined_after FROM inbox)',
  ].map((where) => `(SELECT * FROM collaboration.messages m WHERE ${where} ORDER BY id DESC LIMIT ${limit})`);
  return `SELECT * FROM (${streams.join(' UNION ALL ')}) visible ORDER BY id DESC LIMIT ${limit}`;
};

/** The messages that have all of the keys $10, a tsquery that also says who may find them. */
const keyedSql = `
    SELECT * FROM collaboration.messages m
    WHERE collaboration.search_keys(m.search) @@ $10::tsquery AND m.deleted_at IS NULL
      AND (m.target_deleted_at IS NULL OR m.sender = $1) AND (m.target IS NOT NULL OR m.sender = $1 OR m.id > (SELECT joined_after FROM inbox))`;

/**
 * What is known before a search: how many messages the reader sees in all, how many of the newest were looked at and how many of these match; the words that a match must
 * have, as a tsquery ('T': none), and the two rarest keys of each of them, as pairs of word and key, the rarest first. No row when the reader has no inbox.
 */
export const searchSampleSql = `
  WITH ${askedSql}, sample AS MATERIALIZED (
    SELECT (${matchSql}) AND ${filterSql} AS matches, collaboration.search_text(m.content, m.metadata) AS text FROM (${newestSql(String(sampleSize))}) m
  ), keys AS (
    SELECT word, key, (SELECT count(*) FROM sample WHERE strpos(text, key) > 0) AS count
    FROM (SELECT DISTINCT found[1] AS word FROM asked, regexp_matches(querytree(ranked), '''([^'']+)''', 'g') AS found) AS words,
      unnest(tsvector_to_array(collaboration.search_keys(array_to_tsvector(ARRAY[word])))) AS key
  ), rarest AS (
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY word ORDER BY count, key) AS place FROM keys) placed WHERE place <= 2
  )
  SELECT inbox.received + mine.sent + counter.sent - inbox.broadcasts_before - mine.broadcasts AS visible,
    (SELECT count(*)::int FROM sample) AS looked, (SELECT count(*)::int FROM sample WHERE matches) AS matched,
    querytree(asked.ranked) AS words, (SELECT coalesce(json_agg(json_build_array(word, key) ORDER BY count, key), '[]') FROM rarest) AS keys
  FROM inbox JOIN collaboration.outboxes mine USING (subject), collaboration.broadcast_counter counter, asked`;

/**
 * A page of a search, best first: $6 and $7 the rank and the id of the last row before (null: none), $8 rows and one more, $9 rows to pass over.
 * It goes through the newest $10 messages (`walk`) or those with the keys $10 (`keys`): the same page, unless the newest are not all and have too few matches.
 */
const searchSql = (candidates: string): string => `
  WITH ${askedSql}, found AS MATERIALIZED (
    SELECT id, ts_rank(search, (SELECT ranked FROM asked)) AS rank
    FROM (SELECT id, search FROM (${candidates}) m WHERE (${matchSql}) AND ${filterSql} ORDER BY id DESC LIMIT ${mostFound}) newest
  ), place AS (
    SELECT * FROM found WHERE $6::real IS NULL OR (rank, id) < ($6::real, $7::bigint) ORDER BY rank DESC, id DESC LIMIT $8::int + 1 OFFSET $9::int
  )
  SELECT (SELECT count(*)::int FROM found) AS total, page.rank::text, ${answerColumns}
  FROM inbox LEFT JOIN LATERAL (
    SELECT ${columns}, ${readByReader}, place.rank FROM place JOIN collaboration.messages m USING (id)
  ) page ON true ORDER BY page.rank DESC, page.id DESC`;

export const searchByWalkSql = searchSql(newestSql('$10::bigint'));
export const searchByKeysSql = searchSql(keyedSql);
