import type { Prisma } from '#prisma-client';

/** What a publisher says. */
export interface NewEvent {
  readonly topic: string;
  /** What subscribers may filter on, such as a subject. */
  readonly key?: string | undefined;
  /** Anything that JSON can say. */
  readonly payload: object;
}

/**
 * Writes an event in the caller's transaction: it is seen if and when that commits. Returns its id.
 * The work is the database's function `events.publish(topic, key, payload)`, which a statement of its own may also call.
 */
export async function publish(transaction: Pick<Prisma.TransactionClient, '$queryRaw'>, { topic, key, payload }: NewEvent): Promise<bigint> {
  const rows = await transaction.$queryRaw<{ id: bigint }[]>`SELECT events.publish(${topic}, ${key ?? null}, ${JSON.stringify(payload)}::jsonb) AS id`;
  const [row] = rows;
  if (row === undefined) throw new Error('The event was not written');
  return row.id;
}
