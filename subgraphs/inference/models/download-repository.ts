import type { Database } from '#kernel/database';
import type { Operation, Operations } from '#platform/operations';
import type { ModelSource } from './model-source.ts';

/** The kind of operation that a download is. */
export const downloadKind = 'model-download';

/** How many downloads are looked at to find one of the same model: far more than run or wait at once. */
const mostOpen = 1_000;

/** Downloads in the database. */
export interface DownloadRepository {
  /** Queues a download, unless `choose` finds that one of those which are not done stands for it. */
  insert(download: { readonly owner: string; readonly source: ModelSource }, choose: (open: readonly Operation[]) => Operation | null): Promise<Operation>;
}

/** Downloads as operations. Two that begin at once see each other. */
export function createDownloadRepository({ prisma }: Pick<Database, 'prisma'>, operations: Pick<Operations, 'submit' | 'list'>): DownloadRepository {
  return {
    insert: ({ owner, source }, choose) =>
      prisma.$transaction(async (transaction) => {
        await transaction.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext(${downloadKind}))) AS locked`;
        const open = await operations.list({ kind: downloadKind, states: ['QUEUED', 'RUNNING'], limit: mostOpen });
        return choose(open) ?? operations.submit({ kind: downloadKind, owner, input: source }, transaction);
      }),
  };
}
