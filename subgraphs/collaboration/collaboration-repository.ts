import { toJsonInput, type Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import { Prisma, type Collaboration, type CollaborationStatus } from '#prisma-client';

export type CollaborationRow = Collaboration;
export type { CollaborationStatus };

export interface NewCollaboration extends Pick<Collaboration, 'requester' | 'responder' | 'type' | 'title' | 'description'> {
  readonly metadata: JsonObject | null;
}

/** What a step changes. */
export type CollaborationChanges = Partial<
  Pick<Collaboration, 'status' | 'tasksCompleted' | 'totalTasks' | 'currentTask' | 'progressUpdatedAt' | 'responseMessage' | 'summary' | 'outcome' | 'respondedAt' | 'completedAt'>
> & { readonly updatedAt: Date; readonly responseMetadata?: JsonObject | null; readonly finalStats?: JsonObject | null };

type JsonObject = Readonly<Record<string, unknown>>;

export interface CollaborationFilter {
  readonly subject: string;
  readonly status: CollaborationStatus | null;
  readonly role: 'requester' | 'responder' | null;
}

export type CollaborationRepository = ReturnType<typeof createCollaborationRepository>;

/** The topic on which an AI is told of its collaborations. */
export const collaborationTopic = (subject: string): string => `collaboration.collaborations.${subject}`;

/** Collaborations in PostgreSQL; every change is announced to both sides in its transaction. */
export function createCollaborationRepository({ database: { prisma }, events }: { readonly database: Pick<Database, 'prisma'>; readonly events: Pick<Events, 'publish'> }) {
  async function announce(client: Prisma.TransactionClient, { id, requester, responder }: CollaborationRow): Promise<void> {
    for (const subject of [requester, responder]) await events.publish(client, { topic: collaborationTopic(subject), payload: { id: id.toString() } });
  }

  return {
    find: (id: bigint) => prisma.collaboration.findUnique({ where: { id } }),
    findMany: (ids: readonly bigint[]) => prisma.collaboration.findMany({ where: { id: { in: [...ids] } } }),

    insert: ({ metadata, ...collaboration }: NewCollaboration): Promise<CollaborationRow> =>
      prisma.$transaction(async (client) => {
        const made = await client.collaboration.create({ data: { ...collaboration, metadata: toJsonInput(metadata) } });
        await announce(client, made);
        return made;
      }),

    /** Takes a collaboration one step on from a state, under its lock; null when it is not in that state. */
    step: (id: bigint, from: CollaborationStatus, change: (current: CollaborationRow) => CollaborationChanges): Promise<CollaborationRow | null> =>
      prisma.$transaction(async (client) => {
        await client.$queryRaw`SELECT 1 FROM collaboration.collaborations WHERE id = ${id} FOR UPDATE`;
        const current = await client.collaboration.findUnique({ where: { id } });
        if (current?.status !== from) return null;
        const { responseMetadata, finalStats, ...plain } = change(current);
        const changed = await client.collaboration.update({
          where: { id },
          data: { ...plain, ...(responseMetadata !== undefined && { responseMetadata: toJsonInput(responseMetadata) }), ...(finalStats !== undefined && { finalStats: toJsonInput(finalStats) }) },
        });
        await announce(client, changed);
        return changed;
      }),

    /** Newest first, those before `before`. */
    async page(filter: CollaborationFilter, { before, offset, limit }: { readonly before: bigint | null; readonly offset: number; readonly limit: number }): Promise<readonly CollaborationRow[]> {
      const sides = sidesOf(filter).map((side) => Prisma.sql`(SELECT id FROM collaboration.collaborations WHERE ${whereOf(side, filter)} AND (${before}::bigint IS NULL OR id < ${before}::bigint) ORDER BY id DESC LIMIT ${offset + limit})`);
      const ids = await prisma.$queryRaw<{ id: bigint }[]>`SELECT id FROM (${Prisma.join(sides, ' UNION ALL ')}) both_sides ORDER BY id DESC LIMIT ${limit} OFFSET ${offset}`;
      const rows = new Map((await prisma.collaboration.findMany({ where: { id: { in: ids.map(({ id }) => id) } } })).map((row) => [row.id, row]));
      return ids.flatMap(({ id }) => rows.get(id) ?? []);
    },

    async count(filter: CollaborationFilter): Promise<number> {
      const sides = sidesOf(filter).map((side) => Prisma.sql`(SELECT count(*)::int AS count FROM collaboration.collaborations WHERE ${whereOf(side, filter)})`);
      const [row] = await prisma.$queryRaw<{ count: number }[]>`SELECT sum(count)::int AS count FROM (${Prisma.join(sides, ' UNION ALL ')}) both_sides`;
      return row?.count ?? 0;
    },
  };
}

type Side = 'requester' | 'responder';

const sidesOf = ({ role }: CollaborationFilter): readonly Side[] => (role === null ? ['requester', 'responder'] : [role]);

function whereOf(side: Side, { subject, status }: CollaborationFilter): Prisma.Sql {
  const column = side === 'requester' ? Prisma.sql`requester` : Prisma.sql`responder`;
  return status === null ? Prisma.sql`${column} = ${subject}` : Prisma.sql`${column} = ${subject} AND status = ${status}::collaboration."CollaborationStatus"`;
}
