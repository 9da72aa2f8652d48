import type { Database } from '#kernel/database';
import { toMessage, type MessageRow, type StoredMessage } from './message.ts';
import type { MessageRows } from './message-list-repository.ts';
import { mostFound, sampleSize, searchByKeysSql, searchByWalkSql, searchSampleSql } from './message-search-sql.ts';

export interface SearchRequest {
  readonly words: string;
  readonly type: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly after: SearchPlace | null;
  readonly size: number;
  readonly offset: number;
}

/** Where a found message stands. */
export interface SearchPlace {
  readonly rank: string;
  readonly id: string;
}

/** A found message with its rank. */
export interface FoundMessage extends MessageRow {
  readonly rank: string;
}

interface Sample {
  readonly visible: number;
  readonly looked: number;
  readonly matched: number;
  readonly words: string;
  readonly keys: readonly (readonly [word: string, key: string])[];
}

type Found = { readonly total: number; readonly rank: string } & ({ readonly id: null } | StoredMessage);

export type MessageSearchRepository = ReturnType<typeof createMessageSearchRepository>;

/** Full-text search in PostgreSQL. */
export function createMessageSearchRepository({ pool }: Pick<Database, 'pool'>) {
  return {
    /** A page of what the reader may find, best first; of more than 1,000 matches the newest are ranked and counted. Null when the reader is not registered. */
    async search(reader: string, { words, type, from, to, after, size, offset }: SearchRequest): Promise<MessageRows<FoundMessage> | null> {
      const asked = [reader, words, type, from, to];
      const [sample] = (await pool.query<Sample>({ name: 'collaboration.search.sample', text: searchSampleSql, values: asked })).rows;
      if (sample === undefined) return null;
      const page = [...asked, after?.rank ?? null, after?.id ?? null, size, offset];
      const length = walkLength(sample);
      const walked = length === null ? null : await found('walk', [...page, length]);
      // A walk that ends early without enough matches has met fewer than the sample promised.
      return walked !== null && (walked.total === mostFound || sample.looked < sampleSize) ? walked : found('keys', [...page, toKeys(reader, sample)]);
    },
  };

  async function found(way: 'walk' | 'keys', values: readonly unknown[]): Promise<MessageRows<FoundMessage>> {
    const { rows } = await pool.query<Found>({ name: `collaboration.search.${way}`, text: way === 'walk' ? searchByWalkSql : searchByKeysSql, values: [...values] });
    return { total: rows[0]?.total ?? 0, rows: rows.flatMap((row) => (row.id === null ? [] : [{ ...toMessage(row), rank: row.rank }])) };
  }
}

/** How many of the newest messages to go through: the common words are met soon. Null when the index, which finds every match, has less to do. */
function walkLength({ visible, looked, matched }: Sample): number | null {
  if (looked < sampleSize) return sampleSize;
  const untilEnough = (mostFound * looked) / matched;
  const inAll = (visible * matched) / looked;
  return untilEnough < inAll ? Math.ceil(2 * untilEnough) : null;
}

// The index compares each message with every key that it is asked for: beyond a few, more of them cost more than they spare.
const mostKeys = 4;

/** What the index is asked for: the rarest keys of what a match must have, and the reader among those who may find it. */
function toKeys(reader: string, { words, keys }: Sample): string {
  const lexeme = (text: string): string => `'${text.replaceAll(/['\\]/gu, '$&$&')}'`;
  const all = (pairs: Sample['keys']): string => `(${pairs.map(([, key]) => lexeme(key)).join(' & ')})`;
  const ofWord = (_: string, word: string): string => all(keys.filter(([of]) => of === word));
  const mine = `(${[`to ${reader}`, `by ${reader}`, 'to *'].map(lexeme).join(' | ')})`;
  if (keys.length === 0) return mine;
  if (!words.includes('|')) return `${all(keys.slice(0, mostKeys))} & ${mine}`;
  return `(${words.replaceAll(/<(?:-|\d+)>/gu, '&').replaceAll(/'([^']+)'(?::\*)?/gu, ofWord)}) & ${mine}`;
}
