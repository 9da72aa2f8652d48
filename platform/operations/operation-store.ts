import { z } from 'zod';
import { Prisma, type OperationState } from '#prisma-client';
import type { Operation } from './operation.ts';
import { announce, fields, literal, toOperation, updateOperations, type OperationStorage } from './operation-rows.ts';

export interface NewOperation {
  readonly kind: string;
  /** Whose it is: a subject; null when it is nobody's. */
  readonly owner: string | null;
  /** What the runner needs to know; JSON. */
  readonly input: object;
  /** Not before this moment. */
  readonly dueAt?: Date | undefined;
}

export interface OperationQuery {
  readonly owner?: string | undefined;
  readonly kind?: string | undefined;
  readonly states?: readonly OperationState[] | undefined;
  readonly limit: number;
}

const jsonObject = z.record(z.string(), z.json());
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** Operations as their owners see and change them. */
export function createOperationStore(storage: OperationStorage) {
  const { prisma } = storage.database;
  return {
    async insert({ kind, owner, input, dueAt }: NewOperation, transaction: Prisma.TransactionClient): Promise<Operation> {
      const row = await transaction.operation.create({ data: { kind, owner, input: jsonObject.parse(input), ...(dueAt !== undefined && { dueAt }) }, select: fields });
      await announce(storage, transaction, row);
      return toOperation(row);
    },

    async find(id: string): Promise<Operation | null> {
      if (!uuid.test(id)) return null;
      const row = await prisma.operation.findUnique({ where: { id }, select: fields });
      return row === null ? null : toOperation(row);
    },

    /** Newest first. */
    list: async ({ owner, kind, states, limit }: OperationQuery): Promise<readonly Operation[]> => {
      const where = { ...(owner !== undefined && { owner }), ...(kind !== undefined && { kind }), ...(states !== undefined && { state: { in: [...states] } }) };
      const rows = await prisma.operation.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit, select: fields });
      return rows.map(toOperation);
    },

    /** Cancels what is queued and asks the runner of what runs; a final operation stays as it is. */
    async cancel(id: string): Promise<void> {
      if (!uuid.test(id)) return;
      await prisma.$transaction((transaction) =>
        updateOperations(storage, transaction, {
          set: Prisma.sql`cancel_requested = true, state = CASE state WHEN 'QUEUED' THEN ${literal('CANCELLED')} ELSE state END`,
          where: Prisma.sql`id = ${id}::uuid AND state IN ('QUEUED', 'RUNNING') AND NOT cancel_requested`,
        }),
      );
    },
  };
}
