import type { Database } from '#kernel/database';
import { toMessage, type MessageRow, type StoredMessage, type ThreadReference } from './message.ts';
import { inboxSql, searchSql, sentSql, threadSql, type InboxVariant } from './message-sql.ts';

/** A part of a list: ids below `before`, at most `size` rows and one more. */
export interface MessageRange {
  readonly before: string | null;
  readonly size: number;
  readonly offset: number;
}

/** Rows of one part of a list, one more than asked for if there are more, and how many the whole list has. */
export interface MessageRows<TRow = MessageRow> {
  readonly rows: readonly TRow[];
  readonly total: number;
}

export interface InboxRequest extends Omit<InboxVariant, 'inThread'>, MessageRange {
  /** Null: all conversations. */
  readonly thread: number | null;
}

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

export type MessageListRepository = ReturnType<typeof createMessageListRepository>;

type Listed<TExtra> = TExtra & ({ readonly id: null } | StoredMessage);

const maxId = '9223372036854775807';

/** Lists of messages in PostgreSQL. Those of an AI that is not registered are null. */
export function createMessageListRepository({ pool }: Pick<Database, 'pool'>) {
  // A name makes the server keep the plan; a search gets a plan for its words each time.
  const named = async <TRow extends object>(name: string, text: string, values: readonly unknown[]): Promise<TRow[]> => {
    const { rows } = await pool.query<TRow>({ name: `collaboration.${name}`, text, values: [...values] });
    return rows;
  };

  return {
    /** A page of an inbox with its counts. */
    async inbox(reader: string, { thread, before, size, offset, ...variant }: InboxRequest): Promise<(MessageRows & { readonly unread: number }) | null> {
      const name = `inbox${variant.unreadOnly ? '.unread' : ''}${thread === null ? '' : '.thread'}${variant.take ? '.take' : ''}`;
      const statement = inboxStatements.get(name) ?? inboxSql({ ...variant, inThread: thread !== null });
      inboxStatements.set(name, statement);
      // Each time that it is not settled somebody else was: it ends.
      for (;;) {
        const rows = await named<Listed<{ total: number; unread: number; settled: boolean }>>(name, statement, [reader, before ?? maxId, size, offset, ...(thread === null ? [] : [thread])]);
        const [first] = rows;
        if (first === undefined) return null;
        if (first.settled) return { rows: toMessages(rows), total: first.total, unread: first.unread };
      }
    },

    async sent(sender: string, { before, size, offset }: MessageRange): Promise<MessageRows | null> {
      return toRows(await named<Listed<{ total: number }>>('sent', sentSql, [sender, before ?? maxId, size, offset]));
    },

    /** Messages of a conversation that the reader may see. */
    async thread(reader: string, { low, high, number }: ThreadReference, { before, size }: Omit<MessageRange, 'offset'>): Promise<MessageRows | null> {
      const statement = high === null ? threadStatements.broadcasts : threadStatements.pair;
      return toRows(await named<Listed<{ total: number }>>(high === null ? 'thread.broadcasts' : 'thread', statement, [reader, before ?? maxId, size, low, high, number]));
    },

    async search(reader: string, { words, type, from, to, after, size, offset }: SearchRequest): Promise<MessageRows<FoundMessage> | null> {
      const lexeme = (text: string): string => `'${text.replaceAll(/['\\]/gu, '$&$&')}'`;
      const mine = [lexeme(`to ${reader}`), lexeme(`by ${reader}`), lexeme('to *')].join(' | ');
      const { rows } = await pool.query<Listed<{ total: number; rank: string }>>(searchSql, [reader, words, mine, type, from, to, after?.rank ?? null, after?.id ?? null, size, offset]);
      const [first] = rows;
      if (first === undefined) return null;
      return { total: first.total, rows: rows.flatMap((row) => (row.id === null ? [] : [{ ...toMessage(row), rank: row.rank }])) };
    },
  };
}

const threadStatements = { pair: threadSql({ broadcasts: false }), broadcasts: threadSql({ broadcasts: true }) };
const inboxStatements = new Map<string, string>();

const toMessages = (rows: readonly Listed<object>[]): readonly MessageRow[] => rows.flatMap((row) => (row.id === null ? [] : [toMessage(row)]));

function toRows(rows: readonly Listed<{ readonly total: number }>[]): MessageRows | null {
  const [first] = rows;
  return first === undefined ? null : { rows: toMessages(rows), total: first.total };
}
