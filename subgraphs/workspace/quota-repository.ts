import type { Database } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import type { Prisma } from '#prisma-client';

/** What all projects of one owner may hold together, with their history. */
export interface Quota {
  readonly maxBytes: number;
  readonly maxFiles: number;
}

/** What a file of a project is from now on. */
export interface NewVersion {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

type Client = Prisma.TransactionClient;

const usageSql = `SELECT coalesce(sum(version.size), 0)::float8 AS bytes, count(*)::int AS files FROM workspace.project_file_versions version
  JOIN workspace.projects project ON project.id = version.project_id WHERE project.owner = $1`;

/** Changes that count for the quota of an owner, one after another. */
export function changesOf({ prisma }: Pick<Database, 'prisma'>): <T>(owner: string, work: (client: Client) => Promise<T>) => Promise<T> {
  return (owner, work) =>
    prisma.$transaction(async (client) => {
      await client.$executeRaw`SELECT pg_advisory_xact_lock(7033, hashtext(${owner}))`;
      return work(client);
    });
}

/** The hashes of the contents of versions. */
export async function hashesOf(client: Client, where: Prisma.ProjectFileVersionWhereInput): Promise<readonly string[]> {
  const rows = await client.projectFileVersion.findMany({ where, select: { sha256: true }, distinct: ['sha256'] });
  return rows.map(({ sha256 }) => sha256);
}

/** Makes sure that an owner may have more versions. @throws DomainError DISK_QUOTA_EXCEEDED */
export async function requireRoom(client: Client, { owner, files, quota: { maxBytes, maxFiles } }: { readonly owner: string; readonly files: readonly NewVersion[]; readonly quota: Quota }): Promise<void> {
  const [used] = await client.$queryRawUnsafe<{ bytes: number; files: number }[]>(usageSql, owner);
  const bytes = files.reduce((total, { size }) => total + size, used?.bytes ?? 0);
  const what = bytes > maxBytes ? 'bytes' : (used?.files ?? 0) + files.length > maxFiles ? 'files' : null;
  if (what === null) return;
  const most = what === 'bytes' ? `${maxBytes} bytes` : `${maxFiles} files`;
  throw new DomainError('DISK_QUOTA_EXCEEDED', `All projects with their history hold at most ${most}`, { details: { what, maxBytes, maxFiles } });
}
