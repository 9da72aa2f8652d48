import type { AuditEntry, Prisma } from '#prisma-client';

/** The audit log, over a client or a transaction. Append-only. */
export function createAuditRepository(client: Prisma.TransactionClient) {
  return {
    insert: (entry: Omit<AuditEntry, 'recordedAt'>) => client.auditEntry.create({ data: entry }),
    find: (id: bigint) => client.auditEntry.findUnique({ where: { id } }),
    /** Newest first, those before `before`. */
    page: ({ before, limit }: { readonly before: bigint | null; readonly limit: number }) =>
      client.auditEntry.findMany({ where: before === null ? {} : { id: { lt: before } }, orderBy: { id: 'desc' }, take: limit }),
    count: () => client.auditEntry.count(),
  };
}
