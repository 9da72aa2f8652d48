import type { Database } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import type { Prisma, ProjectFile, ProjectFileVersion } from '#prisma-client';
import { limits } from './limits.ts';
import { foldersOf } from './project-archive.ts';
import { changesOf, hashesOf, requireRoom, type NewVersion, type Quota } from './quota-repository.ts';

export type ProjectFileRow = ProjectFile;
export type ProjectFileVersionRow = ProjectFileVersion;

interface Slice<TPosition> {
  readonly after: TPosition | null;
  readonly offset: number;
  readonly limit: number;
}

export type ProjectFileRepository = ReturnType<typeof createProjectFileRepository>;

const inTheWaySql = "SELECT path FROM workspace.project_files WHERE project_id = $1::uuid AND (path = ANY($2::text[]) OR starts_with(path, $3 || '/')) LIMIT 1";
const referencedSql = 'SELECT DISTINCT sha256 FROM workspace.project_file_versions WHERE sha256 = ANY($1)';

/** The files of projects, with their history, in PostgreSQL. */
export function createProjectFileRepository({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>, quota: Quota) {
  const change = changesOf({ prisma });
  return {
    /** Those of the given hashes that a version refers to. */
    referenced: async (hashes: readonly string[]): Promise<ReadonlySet<string>> =>
      new Set((await pool.query<{ sha256: string }>(referencedSql, [hashes])).rows.map(({ sha256 }) => sha256)),

    file: (projectId: string, path: string): Promise<ProjectFileRow | null> => prisma.projectFile.findUnique({ where: { projectId_path: { projectId, path } } }),
    files: (projectId: string, { after, offset, limit }: Slice<string>): Promise<readonly ProjectFileRow[]> =>
      prisma.projectFile.findMany({ where: { projectId, ...(after !== null && { path: { gt: after } }) }, orderBy: { path: 'asc' }, skip: offset, take: limit }),
    count: (projectId: string): Promise<number> => prisma.projectFile.count({ where: { projectId } }),
    version: (projectId: string, path: string, version: number): Promise<ProjectFileVersionRow | null> =>
      prisma.projectFileVersion.findUnique({ where: { projectId_path_version: { projectId, path, version } } }),
    versions: ({ projectId, path }: ProjectFileRow, { after, limit }: Pick<Slice<number>, 'after' | 'limit'>): Promise<readonly ProjectFileVersionRow[]> =>
      prisma.projectFileVersion.findMany({ where: { projectId, path, ...(after !== null && { version: { lt: after } }) }, orderBy: { version: 'desc' }, take: limit }),
    versionCount: ({ projectId, path }: ProjectFileRow): Promise<number> => prisma.projectFileVersion.count({ where: { projectId, path } }),

    /**
     * Saves a file; the same content again changes nothing. Gives the file and the hashes of the contents that are too old to be kept; null when there is no such project.
     * @throws DomainError CONFLICT when a file is where a folder should be or the other way round, DISK_QUOTA_EXCEEDED
     */
    save: (owner: string, { projectId, now, ...file }: NewVersion & { readonly projectId: string; readonly now: Date }) =>
      change(owner, async (client) => {
        if ((await client.project.count({ where: { id: projectId, owner } })) === 0) return null;
        const key = { projectId_path: { projectId, path: file.path } };
        const current = await client.projectFile.findUnique({ where: key });
        if (current?.sha256 === file.sha256) return { file: current, dropped: [] };
        if (current === null) await requireFreePath(client, projectId, file.path);
        await requireRoom(client, { owner, files: [file], quota });
        const version = (current?.version ?? 0) + 1;
        const saved = await client.projectFile.upsert({ where: key, create: { ...file, projectId, createdAt: now, updatedAt: now }, update: { ...file, version, updatedAt: now } });
        await client.projectFileVersion.create({ data: { ...file, projectId, version, savedAt: now } });
        const old = { projectId, path: file.path, version: { lte: version - limits.versions } };
        const dropped = await hashesOf(client, old);
        await client.projectFileVersion.deleteMany({ where: old });
        await client.project.update({ where: { id: projectId }, data: { updatedAt: now } });
        return { file: saved, dropped };
      }),

    /** Gives the project and the hashes of the file's contents; null when there is no such file. */
    deleteFile: (owner: string, { projectId, path, now }: { readonly projectId: string; readonly path: string; readonly now: Date }) =>
      change(owner, async (client) => {
        if ((await client.project.count({ where: { id: projectId, owner } })) === 0) return null;
        const hashes = await hashesOf(client, { projectId, path });
        if ((await client.projectFile.deleteMany({ where: { projectId, path } })).count === 0) return null;
        return { project: await client.project.update({ where: { id: projectId }, data: { updatedAt: now } }), hashes };
      }),
  };
}

async function requireFreePath(client: Prisma.TransactionClient, projectId: string, path: string): Promise<void> {
  const [other] = await client.$queryRawUnsafe<{ path: string }[]>(inTheWaySql, projectId, foldersOf(path), path);
  if (other !== undefined) throw new DomainError('CONFLICT', 'A file and a folder cannot have one path', { details: { field: 'path', other: other.path } });
}
