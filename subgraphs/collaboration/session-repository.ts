import { toJsonInput, type Database } from '#kernel/database';
import type { AiSession } from '#prisma-client';

export type SessionRow = AiSession;

/** What an AI did in a session. */
export type SessionStats = Pick<AiSession, 'thoughtsGenerated' | 'insightsShared' | 'responsesSent' | 'collaborationsInitiated'>;

export interface NewSession extends Pick<AiSession, 'identifier' | 'owner' | 'type' | 'project'> {
  readonly metadata: Readonly<Record<string, unknown>> | null;
}

export type SessionRepository = ReturnType<typeof createSessionRepository>;

/** Working sessions in PostgreSQL. */
export function createSessionRepository({ prisma }: Pick<Database, 'prisma'>) {
  return {
    find: (id: bigint) => prisma.aiSession.findUnique({ where: { id } }),
    findMany: (ids: readonly bigint[]) => prisma.aiSession.findMany({ where: { id: { in: [...ids] } } }),
    /** Newest first, those before `before`. */
    page: ({ owner, before, offset, limit }: { readonly owner: string; readonly before: bigint | null; readonly offset: number; readonly limit: number }) =>
      prisma.aiSession.findMany({ where: { owner, ...(before !== null && { id: { lt: before } }) }, orderBy: { id: 'desc' }, skip: offset, take: limit }),
    count: (owner: string) => prisma.aiSession.count({ where: { owner } }),

    /** Null when the identifier is in use. */
    insert: async ({ metadata, ...session }: NewSession): Promise<SessionRow | null> =>
      (await prisma.aiSession.createManyAndReturn({ data: [{ ...session, metadata: toJsonInput(metadata) }], skipDuplicates: true }))[0] ?? null,

    /** Null when it had ended. */
    end: async (id: bigint, changes: SessionStats & Pick<AiSession, 'summary' | 'endedAt'>): Promise<SessionRow | null> =>
      (await prisma.aiSession.updateManyAndReturn({ where: { id, endedAt: null }, data: changes }))[0] ?? null,
  };
}
