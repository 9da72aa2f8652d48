import { z } from 'zod';
import { isErrorCode, type ErrorCode } from '#kernel/errors';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import { Prisma, type OperationState } from '#prisma-client';
import type { Operation } from './operation.ts';

/** What the tables of operations are reached by. */
export interface OperationStorage {
  readonly database: Pick<Database, 'prisma'>;
  readonly events: Pick<Events, 'publish'>;
}

/** The topic of the events that announce every change of an operation; the key is its id. */
export const operationsTopic = 'operations';

/** What such an event says. */
export const operationChange = z.object({ kind: z.string(), state: z.string(), cancelRequested: z.boolean() });

/** The columns that a reader needs. */
export const fields = {
  id: true,
  kind: true,
  owner: true,
  state: true,
  input: true,
  resumeToken: true,
  progress: true,
  result: true,
  error: true,
  attempts: true,
  cancelRequested: true,
  dueAt: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.OperationSelect;

export type OperationRow = Prisma.OperationGetPayload<{ select: typeof fields }>;

const columns = Prisma.sql`id, kind, owner, state, input, resume_token AS "resumeToken", progress, result, error, attempts, cancel_requested AS "cancelRequested",
  due_at AS "dueAt", created_at AS "createdAt", updated_at AS "updatedAt"`;

const fault = z.object({ code: z.custom<ErrorCode>(isErrorCode), message: z.string() });

/** A row as its owner sees it. */
export const toOperation = ({ error, ...row }: OperationRow): Operation => ({ ...row, error: fault.nullable().parse(error) });

/** Announces a change in the transaction that makes it. */
export async function announce({ events }: OperationStorage, transaction: Prisma.TransactionClient, { id, kind, state, cancelRequested }: OperationRow): Promise<void> {
  const payload: z.input<typeof operationChange> = { kind, state, cancelRequested };
  await events.publish(transaction, { topic: operationsTopic, key: id, payload });
}

/** One UPDATE and the events that announce it. */
export interface OperationUpdate {
  readonly set: Prisma.Sql;
  readonly where: Prisma.Sql;
}

/** Updates operations in the caller's transaction; answers the changed rows. */
export async function updateOperations(storage: OperationStorage, transaction: Prisma.TransactionClient, { set, where }: OperationUpdate): Promise<readonly OperationRow[]> {
  const rows = await transaction.$queryRaw<OperationRow[]>`UPDATE operations.operations SET ${set}, updated_at = now() WHERE ${where} RETURNING ${columns}`;
  for (const row of rows) await announce(storage, transaction, row);
  return rows;
}

/** JSON as a parameter of SQL. */
export const json = (value: object | null): Prisma.Sql => Prisma.sql`${value === null ? null : JSON.stringify(value)}::jsonb`;

/** A state as a literal of SQL. */
export const literal = (state: OperationState): Prisma.Sql => Prisma.raw(`'${state}'::operations."OperationState"`);
