import type { Database } from '#kernel/database';
import type { AiProfile, Prisma } from '#prisma-client';

export type ProfileRow = AiProfile;

/** What an AI says of itself. */
export type ProfileText = Pick<AiProfile, 'nickname' | 'expertise' | 'version' | 'project'>;

export type ProfileRepository = ReturnType<typeof createProfileRepository>;

const profilesSql = `
  SELECT subject, number, name, nickname, expertise, version, project, created_at AS "createdAt", updated_at AS "updatedAt"
  FROM collaboration.ai_profiles WHERE subject = ANY($1)`;

/** Profiles in PostgreSQL. */
export function createProfileRepository({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>) {
  return {
    find: (subject: string) => prisma.aiProfile.findUnique({ where: { subject } }),
    /** Nearly every answer names AIs: plain SQL with a name, whose plan the server keeps, costs a fraction of the same through Prisma. */
    findMany: async (subjects: readonly string[]): Promise<readonly ProfileRow[]> =>
      (await pool.query<ProfileRow>({ name: 'collaboration.profiles', text: profilesSql, values: [subjects] })).rows,
    page: ({ expertise, after, offset, limit }: { readonly expertise: string | null; readonly after: number; readonly offset: number; readonly limit: number }) =>
      prisma.aiProfile.findMany({ where: { number: { gt: after }, ...(expertise !== null && { expertise }) }, orderBy: { number: 'asc' }, skip: offset, take: limit }),
    count: (expertise: string | null) => prisma.aiProfile.count({ where: expertise === null ? {} : { expertise } }),

    /** A new profile with its inbox and outbox; null when the account has one: of two at once exactly one wins. */
    insert: (profile: Pick<AiProfile, 'subject' | 'number' | 'name'> & ProfileText): Promise<AiProfile | null> =>
      prisma.$transaction(async (client) => {
        const [made] = await client.aiProfile.createManyAndReturn({ data: [profile], skipDuplicates: true });
        if (made === undefined) return null;
        await openInbox(client, profile.subject);
        return made;
      }),

    /** Null when there is no such profile. */
    update: async (subject: string, changes: Partial<ProfileText>, now: Date): Promise<AiProfile | null> =>
      (await prisma.aiProfile.updateManyAndReturn({ where: { subject }, data: { ...changes, updatedAt: now } }))[0] ?? null,
  };
}

/** Under the lock on the broadcasts, each of them comes before or after: the next statement sees all that came before. */
async function openInbox(client: Prisma.TransactionClient, subject: string): Promise<void> {
  await client.$queryRaw`SELECT sent FROM collaboration.broadcast_counter FOR SHARE`;
  await client.$executeRaw`
    INSERT INTO collaboration.inboxes (subject, joined_after, broadcasts_before)
    SELECT ${subject}, coalesce((SELECT max(id) FROM collaboration.messages WHERE target IS NULL), 0), sent FROM collaboration.broadcast_counter`;
  await client.$executeRaw`INSERT INTO collaboration.outboxes (subject) VALUES (${subject})`;
}
