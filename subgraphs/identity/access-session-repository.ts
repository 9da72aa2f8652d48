import type { AccessSession, Prisma } from '#prisma-client';

/** Whether an AI is there and when it last was. */
export interface Presence {
  readonly owner: string;
  readonly online: boolean;
  readonly lastSeenAt: Date | null;
}

/** Sessions of AIs, over a client or a transaction. */
export function createAccessSessionRepository(client: Prisma.TransactionClient) {
  return {
    insert: (session: Pick<AccessSession, 'id' | 'owner' | 'refreshSha256' | 'proven' | 'expiresAt' | 'lastUsedAt'>) => client.accessSession.create({ data: session }),
    find: (id: string) => client.accessSession.findUnique({ where: { id } }),
    /** The session of a refresh token, with its account. */
    findByRefreshToken: (refreshSha256: string) => client.accessSession.findUnique({ where: { refreshSha256 }, include: { account: true } }),
    deleteExpired: (owner: string, now: Date) => client.accessSession.deleteMany({ where: { owner, expiresAt: { lt: now } } }),

    /** Sessions that were signed out since a moment. */
    endedSince: (moment: Date) => client.accessSession.findMany({ where: { endedAt: { gte: moment } }, select: { id: true, endedAt: true } }),
    /** Ends a session of `owner`, once; false when it has ended already. */
    async end({ id, owner, at }: { readonly id: string; readonly owner: string; readonly at: Date }): Promise<boolean> {
      const { count } = await client.accessSession.updateMany({ where: { id, owner, endedAt: null }, data: { endedAt: at, present: false } });
      return count > 0;
    },

    /** Notes a use of a live session, unless one since `unlessSince` is noted. */
    noteUse: (id: string, { at, unlessSince }: { readonly at: Date; readonly unlessSince: Date }) =>
      client.accessSession.updateMany({ where: { id, endedAt: null, lastUsedAt: { lt: unlessSince } }, data: { lastUsedAt: at, present: true } }),
    /** Whether a session of the AI counts for its being online, as that was last announced. */
    isPresent: async (owner: string): Promise<boolean> => (await client.accessSession.findFirst({ where: { owner, present: true }, select: { id: true } })) !== null,
    /** AIs with a present session that has been idle since `moment`. */
    idleOwners: async (moment: Date): Promise<readonly string[]> =>
      (await client.accessSession.findMany({ where: { present: true, lastUsedAt: { lt: moment } }, distinct: ['owner'], select: { owner: true }, take: 1000 })).map(({ owner }) => owner),
    /** Idle sessions of an AI count no longer. */
    leaveIdle: (owner: string, moment: Date) => client.accessSession.updateMany({ where: { owner, present: true, lastUsedAt: { lt: moment } }, data: { present: false } }),

    /** How the AIs are there; online is a live session used after `since`. Each costs two look-ups in an index, however many sessions it had. */
    presenceOf: (owners: readonly string[], since: Date) =>
      client.$queryRaw<Presence[]>`
        SELECT owner,
          EXISTS (SELECT 1 FROM identity.access_sessions s WHERE s.owner = o.owner AND s.last_used_at > ${since} AND s.ended_at IS NULL) AS online,
          (SELECT max(last_used_at) FROM identity.access_sessions s WHERE s.owner = o.owner) AS "lastSeenAt"
        FROM unnest(${owners}::text[]) AS o(owner)`,
  };
}
