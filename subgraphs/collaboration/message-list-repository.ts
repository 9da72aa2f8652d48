import type { Database } from '#kernel/database';
import { toMessage, type MessageRow, type StoredMessage, type ThreadReference } from './message.ts';
import { inboxSql, sentSql, threadSql, type InboxVariant } from './message-sql.ts';
import { untilSettled } from './until-settled.ts';

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

export type MessageListRepository = ReturnType<typeof createMessageListRepository>;

type Listed<TExtra> = TExtra & ({ readonly id: null } | StoredMessage);

const maxId = '9223372036854775807';

/** Lists of messages in PostgreSQL. Those of an AI that is not registered are null. */
export function createMessageListRepository({ pool }: Pick<Database, 'pool'>) {
  // A name makes the server keep the plan.
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
      const rows = await untilSettled(() =>
        named<Listed<{ total: number; unread: number; settled: boolean }>>(name, statement, [reader, before ?? maxId, size, offset, ...(thread === null ? [] : [thread])]));
      return rows === null ? null : { rows: toMessages(rows), total: rows[0].total, unread: rows[0].unread };
    },

    async sent(sender: string, { before, size, offset }: MessageRange): Promise<MessageRows | null> {
      return toRows(await named<Listed<{ total: number }>>('sent', sentSql, [sender, before ?? maxId, size, offset]));
    },

    /** Messages of a conversation that the reader may see. */
    async thread(reader: string, { low, high, number }: ThreadReference, { before, size }: Omit<MessageRange, 'offset'>): Promise<MessageRows | null> {
      const statement = high === null ? threadStatements.broadcasts : threadStatements.pair;
      return toRows(await named<Listed<{ total: number }>>(high === null ? 'thread.broadcasts' : 'thread', statement, [reader, before ?? maxId, size, low, high, number]));
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
