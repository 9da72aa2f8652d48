import type { ApiKey, Prisma } from '#prisma-client';

const newestFirst = [{ createdAt: 'desc' }, { id: 'desc' }] as const satisfies Prisma.ApiKeyOrderByWithRelationInput[];

/** API keys, over a client or a transaction. A revoked key is kept for the audit log, but not listed. */
export function createApiKeyRepository(client: Prisma.TransactionClient) {
  return {
    insert: (key: Pick<ApiKey, 'owner' | 'name' | 'sha256'>) => client.apiKey.create({ data: key }),
    findMany: (ids: readonly string[]) => client.apiKey.findMany({ where: { id: { in: [...ids] } } }),
    countOf: (owner: string) => client.apiKey.count({ where: { owner, revokedAt: null } }),
    listOf: (owners: readonly string[]) => client.apiKey.findMany({ where: { owner: { in: [...owners] }, revokedAt: null }, orderBy: [...newestFirst] }),
    listAll: () => client.apiKey.findMany({ where: { revokedAt: null }, orderBy: [...newestFirst] }),
    /** The key with its account; null when it is unknown or revoked. */
    findLive: (sha256: string) => client.apiKey.findUnique({ where: { sha256, revokedAt: null }, include: { account: true } }),

    /** Revokes a key of `owner`, or of anyone when that is null; null when there is no such key that still counts. */
    async revoke({ id, owner, at }: { readonly id: string; readonly owner: string | null; readonly at: Date }): Promise<ApiKey | null> {
      const [revoked] = await client.apiKey.updateManyAndReturn({ where: { id, revokedAt: null, ...(owner !== null && { owner }) }, data: { revokedAt: at } });
      return revoked ?? null;
    },
    /** Notes a use, unless a later one is noted. */
    noteUse: (id: string, at: Date) => client.apiKey.updateMany({ where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] }, data: { lastUsedAt: at } }),
  };
}
