import type { Database } from '#kernel/database';
import { toMessage, type MessageRow, type StoredMessage } from './message.ts';
import { deleteReceivedSql, deleteSentSql, markReadSql, messagesSql, sendBroadcastSql, sendDirectSql, sightSql } from './message-sql.ts';
import { untilSettled } from './until-settled.ts';

export interface NewMessage extends Pick<MessageRow, 'sender' | 'target' | 'thread' | 'type' | 'content'> {
  readonly metadata: Readonly<Record<string, unknown>> | null;
}

/** Which message for whom. */
export interface Sight {
  readonly reader: string;
  readonly id: string;
}

export type MessageRepository = ReturnType<typeof createMessageRepository>;

/** Messages in PostgreSQL. Every change is one statement. */
export function createMessageRepository({ pool }: Pick<Database, 'pool'>) {
  // A name makes the server keep the plan.
  const named = async <TRow extends object>(name: string, text: string, values: readonly unknown[]): Promise<TRow[]> => {
    const { rows } = await pool.query<TRow>({ name: `collaboration.${name}`, text, values: [...values] });
    return rows;
  };

  return {
    /** Null when the sender or the target is not registered. */
    async send({ sender, target, thread, type, content, metadata }: NewMessage): Promise<MessageRow | null> {
      const document = metadata === null ? null : JSON.stringify(metadata);
      const [row] = target === null
        ? await named<Pick<StoredMessage, 'id' | 'created_at'>>('broadcast', sendBroadcastSql, [sender, thread, type, content, document])
        : await named<Pick<StoredMessage, 'id' | 'created_at'>>('send', sendDirectSql, [sender, target, thread, type, content, document]);
      return row === undefined ? null : { id: row.id, sender, target, thread, type, content, metadata, createdAt: row.created_at, read: target !== sender };
    },

    /** How many of these were unread in the reader's inbox; they are read now. */
    async markRead(reader: string, ids: readonly string[]): Promise<number | null> {
      const rows = await untilSettled(() => named<{ marked: number; settled: boolean }>('mark', markReadSql, [reader, ids]));
      return rows === null ? null : rows[0].marked;
    },

    /** What the readers may see of the messages, in any order. */
    async findFor(sights: readonly Sight[]): Promise<readonly (MessageRow & { readonly reader: string })[]> {
      const [seen, messages] = await Promise.all([
        named<{ reader: string; id: string; read: boolean }>('sight', sightSql, [sights.map(({ reader }) => reader), sights.map(({ id }) => id)]),
        named<StoredMessage>('messages', messagesSql, [[...new Set(sights.map(({ id }) => id))]]),
      ]);
      const byId = new Map(messages.map((message) => [message.id, message]));
      return seen.flatMap(({ reader, id, read }) => {
        const message = byId.get(id);
        return message === undefined ? [] : [{ ...toMessage(message), read, reader }];
      });
    },

    /** Who sent a message to whom, and whether it is deleted; for refusals. */
    async find(id: bigint): Promise<{ readonly sender: string; readonly target: string | null; readonly deleted: boolean; readonly targetDeleted: boolean } | null> {
      const { rows } = await pool.query<{ sender: string; target: string | null; deleted: boolean; targetDeleted: boolean }>(
        'SELECT sender, target, deleted_at IS NOT NULL AS deleted, target_deleted_at IS NOT NULL AS "targetDeleted" FROM collaboration.messages WHERE id = $1', [id]);
      return rows[0] ?? null;
    },

    /** When the sender's message was deleted for all by this call; null when it was not. */
    deleteSent: async (sender: string, id: bigint): Promise<Date | null> => (await named<{ deletedAt: Date }>('delete.sent', deleteSentSql, [sender, id]))[0]?.deletedAt ?? null,
    /** When the receiver's copy was deleted by this call; null when it was not. */
    deleteReceived: async (reader: string, id: bigint): Promise<Date | null> => (await named<{ deletedAt: Date }>('delete.received', deleteReceivedSql, [reader, id]))[0]?.deletedAt ?? null,

    /** The id behind which broadcasts are for this AI; null when it is not registered. */
    async joinedAfter(reader: string): Promise<bigint | null> {
      const { rows } = await pool.query<{ joined_after: string }>('SELECT joined_after FROM collaboration.inboxes WHERE subject = $1', [reader]);
      return rows[0] === undefined ? null : BigInt(rows[0].joined_after);
    },
  };
}
