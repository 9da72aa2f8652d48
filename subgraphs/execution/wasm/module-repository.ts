import type { Database } from '#kernel/database';
import type { WasmModule } from '#prisma-client';

export type WasmModuleRow = WasmModule;

/** Where a module stands in the list of its owner. */
export interface ModulePosition {
  readonly createdAt: Date;
  readonly id: string;
}

export type ModuleRepository = ReturnType<typeof createModuleRepository>;

/** What is known of kept modules, in PostgreSQL. */
export function createModuleRepository({ prisma }: Pick<Database, 'prisma'>) {
  return {
    find: (id: string) => prisma.wasmModule.findUnique({ where: { id } }),
    findByHash: (owner: string, sha256: string) => prisma.wasmModule.findUnique({ where: { owner_sha256: { owner, sha256 } } }),
    insert: (module: WasmModuleRow) => prisma.wasmModule.create({ data: module }),
    /** False when it was not there. */
    delete: async (id: string): Promise<boolean> => (await prisma.wasmModule.deleteMany({ where: { id } })).count > 0,
    /** Whether anybody keeps these bytes. */
    isKept: async (sha256: string): Promise<boolean> => (await prisma.wasmModule.findFirst({ where: { sha256 }, select: { id: true } })) !== null,

    /** Newest first, those behind `after`. */
    page: (owner: string, { after, offset, limit }: { readonly after: ModulePosition | null; readonly offset: number; readonly limit: number }) =>
      prisma.wasmModule.findMany({
        where: { owner, ...(after !== null && { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] }) },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: offset,
        take: limit,
      }),

    /** How many modules an owner keeps, and their bytes together. */
    async usage(owner: string): Promise<{ readonly modules: number; readonly bytes: number }> {
      const { _count: modules, _sum: { size } } = await prisma.wasmModule.aggregate({ where: { owner }, _count: true, _sum: { size: true } });
      return { modules, bytes: size ?? 0 };
    },
  };
}
