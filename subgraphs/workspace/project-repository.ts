import type { Database } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import type { Project } from '#prisma-client';
import { limits } from './limits.ts';
import { changesOf, hashesOf, requireRoom, type NewVersion, type Quota } from './quota-repository.ts';

export type ProjectRow = Project;

/** Where a project is in the list of those of its owner. */
export interface Position {
  readonly updatedAt: Date;
  readonly id: string;
}

export type ProjectRepository = ReturnType<typeof createProjectRepository>;

const totalsSql = 'SELECT project_id AS id, coalesce(sum(size), 0)::float8 AS bytes, count(*)::int AS files FROM workspace.project_files WHERE project_id = ANY($1::uuid[]) GROUP BY project_id';

/** Projects in PostgreSQL. */
export function createProjectRepository({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>, quota: Quota) {
  const change = changesOf({ prisma });
  return {
    find: (id: string): Promise<ProjectRow | null> => prisma.project.findUnique({ where: { id } }),
    page: (owner: string, { after, offset, limit }: { readonly after: Position | null; readonly offset: number; readonly limit: number }): Promise<readonly ProjectRow[]> =>
      prisma.project.findMany({
        where: { owner, ...(after !== null && { OR: [{ updatedAt: { lt: after.updatedAt } }, { updatedAt: after.updatedAt, id: { lt: after.id } }] }) },
        orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }], skip: offset, take: limit,
      }),
    count: (owner: string): Promise<number> => prisma.project.count({ where: { owner } }),
    totals: async (ids: readonly string[]): Promise<ReadonlyMap<string, { readonly bytes: number; readonly files: number }>> =>
      new Map((await pool.query<{ id: string; bytes: number; files: number }>(totalsSql, [ids])).rows.map((row) => [row.id, row])),

    /** A project with its files; null when its owner has one of that name. @throws DomainError LIMIT_REACHED, DISK_QUOTA_EXCEEDED */
    insert: (project: ProjectRow, files: readonly NewVersion[]): Promise<ProjectRow | null> =>
      change(project.owner, async (client) => {
        if ((await client.project.count({ where: { owner: project.owner } })) >= limits.projects) throw new DomainError('LIMIT_REACHED', `There are ${limits.projects} projects already; delete one`);
        const [made] = await client.project.createManyAndReturn({ data: [project], skipDuplicates: true });
        if (made === undefined) return null;
        await requireRoom(client, { owner: project.owner, files, quota });
        const times = { createdAt: project.createdAt, updatedAt: project.updatedAt };
        await client.projectFile.createMany({ data: files.map((file) => ({ ...file, ...times, projectId: project.id })) });
        await client.projectFileVersion.createMany({ data: files.map((file) => ({ ...file, projectId: project.id, version: 1, savedAt: project.createdAt })) });
        return made;
      }),

    /** Gives the hashes of its contents; null when its owner has none of that id. */
    delete: (owner: string, id: string): Promise<readonly string[] | null> =>
      change(owner, async (client) => {
        const hashes = await hashesOf(client, { projectId: id });
        return (await client.project.deleteMany({ where: { id, owner } })).count === 0 ? null : hashes;
      }),
  };
}
