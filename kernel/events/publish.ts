import type { Prisma } from '#prisma-client';
import { channel, placeBits } from './event-rows.ts';

/** What a publisher says. */
export interface NewEvent {
  readonly topic: string;
  /** What subscribers may filter on, such as a subject. */
  readonly key?: string | undefined;
  /** Anything that JSON can say. */
  readonly payload: object;
}

const placesPerTransaction = 2 ** placeBits;

/** Writes an event in the caller's transaction: it is seen if and when that commits. Returns its id. */
export async function publish(transaction: Pick<Prisma.TransactionClient, '$queryRaw'>, { topic, key, payload }: NewEvent): Promise<bigint> {
  const rows = await transaction.$queryRaw<{ id: bigint }[]>`
    WITH transaction AS (SELECT pg_current_xact_id()::text::bigint << ${placeBits}::int AS first),
    inserted AS (
      INSERT INTO events.events (id, topic, key, payload)
      SELECT coalesce((SELECT max(id) + 1 FROM events.events WHERE id >= first AND id < first + ${placesPerTransaction}::int), first),
        ${topic}, ${key ?? null}, ${JSON.stringify(payload)}::jsonb
      FROM transaction
      RETURNING id)
    SELECT id FROM inserted, pg_notify(${channel}, '')`;
  const [row] = rows;
  if (row === undefined) throw new Error('The event was not written');
  return row.id;
}
