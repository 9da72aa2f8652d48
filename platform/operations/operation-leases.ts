import { Prisma } from '#prisma-client';
import type { OperationFault } from './operation.ts';
import { json, literal, updateOperations, type OperationRow, type OperationStorage } from './operation-rows.ts';

/** How many operations of a kind are wanted, and how often one may be tried. */
export interface Want {
  readonly kind: string;
  readonly slots: number;
  readonly maxAttempts: number;
}

export interface ClaimOptions {
  readonly wants: readonly Want[];
  /** Operations that this process still runs although it has lost them. */
  readonly except: readonly string[];
}

export interface RetryOptions {
  readonly maxAttempts: number;
  /** The wait before the second attempt; it doubles with each, up to a minute. */
  readonly retryMs: number;
}

const isLapsed = Prisma.sql`state = 'RUNNING' AND lease_until < now()`;
const isDue = Prisma.sql`(state = 'QUEUED' AND due_at <= now() OR ${isLapsed})`;
const release = Prisma.sql`lease_holder = NULL, lease_until = NULL`;
const longestRetrySeconds = 60;
const later = (milliseconds: number): Prisma.Sql => Prisma.sql`now() + make_interval(secs => ${milliseconds / 1000}::float8)`;
const diedTooOften: OperationFault = { code: 'INTERNAL', message: 'The process that ran it stopped too often' };

/**
 * The operations that `holder` runs: claimed, extended, and changed only while the lease is its own.
 * All times are the database's, so that the clocks of processes need not agree.
 */
export function createOperationLeases(storage: OperationStorage, holder: string, leaseMs: number) {
  const { prisma } = storage.database;

  /** Changes an operation that is held; false when it is held no longer. */
  const change = async (id: string, set: Prisma.Sql): Promise<boolean> => {
    const where = Prisma.sql`id = ${id}::uuid AND lease_holder = ${holder} AND state = 'RUNNING'`;
    return (await prisma.$transaction((transaction) => updateOperations(storage, transaction, { set, where }))).length === 1;
  };

  /** Takes what is due or was left by a dead process; what another process is just taking is passed over. Costs one query when there is nothing. */
  const claim = async ({ wants, except }: ClaimOptions): Promise<readonly OperationRow[]> => {
    const kinds = wants.map(({ kind }) => kind);
    const due = await prisma.$queryRaw<unknown[]>`SELECT 1 FROM operations.operations WHERE kind = ANY(${kinds}) AND ${isDue} LIMIT 1`;
    if (due.length === 0) return [];
    return prisma.$transaction(async (transaction) => {
      for (const want of wants) await updateOperations(storage, transaction, settleDead(want));
      return updateOperations(storage, transaction, {
        set: Prisma.sql`state = 'RUNNING', lease_holder = ${holder}, lease_until = ${later(leaseMs)}, attempts = attempts + 1`,
        where: chosen(wants, except),
      });
    });
  };

  return {
    claim,

    /** Extends leases; answers those that are still held. */
    extend: (ids: readonly string[]): Promise<{ readonly id: string; readonly cancelRequested: boolean }[]> =>
      prisma.$queryRaw`
        UPDATE operations.operations SET lease_until = ${later(leaseMs)} WHERE id = ANY(${ids}::uuid[]) AND lease_holder = ${holder} AND state = 'RUNNING'
        RETURNING id, cancel_requested AS "cancelRequested"`,

    saveResumeToken: (id: string, token: object) =>
      change(id, Prisma.sql`attempts = CASE WHEN resume_token IS DISTINCT FROM ${json(token)} THEN 1 ELSE attempts END, resume_token = ${json(token)}`),
    saveProgress: (id: string, progress: object) => change(id, Prisma.sql`progress = ${json(progress)}`),
    succeed: (id: string, result: object | null) => change(id, Prisma.sql`state = 'SUCCEEDED', result = ${json(result)}, error = NULL, ${release}`),
    fail: (id: string, fault: OperationFault) => change(id, Prisma.sql`state = 'FAILED', error = ${json(fault)}, ${release}`),
    confirmCancel: (id: string) => change(id, Prisma.sql`state = 'CANCELLED', ${release}`),
    /** Queues it for another attempt, or fails it when this was the last. */
    retryOrFail: (id: string, fault: OperationFault, { maxAttempts, retryMs }: RetryOptions) =>
      change(
        id,
        Prisma.sql`state = CASE WHEN cancel_requested THEN ${literal('CANCELLED')} WHEN attempts >= ${maxAttempts}::int THEN ${literal('FAILED')} ELSE ${literal('QUEUED')} END,
          error = ${json(fault)}, due_at = now() + make_interval(secs => least(${retryMs / 1000}::float8 * 2 ^ (attempts - 1), ${longestRetrySeconds})), ${release}`,
      ),
    /** Gives the lease back; the attempt does not count. It may be that this process has not heard yet that it is to be cancelled. */
    handBack: (id: string) =>
      change(id, Prisma.sql`state = CASE WHEN cancel_requested THEN ${literal('CANCELLED')} ELSE ${literal('QUEUED')} END, attempts = greatest(attempts - 1, 0), ${release}`),
  };
}

export type OperationLeases = ReturnType<typeof createOperationLeases>;

/** Ends operations whose process died once too often, or died while it was to cancel them. */
const settleDead = ({ kind, maxAttempts }: Want): { readonly set: Prisma.Sql; readonly where: Prisma.Sql } => ({
  set: Prisma.sql`state = CASE WHEN cancel_requested THEN ${literal('CANCELLED')} ELSE ${literal('FAILED')} END,
    error = CASE WHEN cancel_requested THEN error ELSE ${json(diedTooOften)} END, ${release}`,
  where: Prisma.sql`kind = ${kind} AND ${isLapsed} AND (cancel_requested OR attempts >= ${maxAttempts}::int)`,
});

const chosen = (wants: readonly Want[], except: readonly string[]): Prisma.Sql => Prisma.sql`id IN (
  SELECT choice.id FROM unnest(${wants.map(({ kind }) => kind)}::text[], ${wants.map(({ slots }) => slots)}::int[]) AS want (wanted, slots)
  CROSS JOIN LATERAL (
    SELECT id FROM operations.operations WHERE kind = wanted AND ${isDue} AND id <> ALL(${except}::uuid[]) ORDER BY due_at LIMIT slots FOR UPDATE SKIP LOCKED) AS choice)`;
