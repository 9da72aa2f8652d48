import type { Database } from '#kernel/database';
import type { TokenUsage } from '#prisma-client';

/** A settled answer in the ledger. */
export type UsageRow = TokenUsage;

/** Tokens to hold for a request that is about to run. */
export interface Hold {
  readonly id: string;
  readonly subject: string;
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** When the balance does not have all of these: as many as there are, but at least so many. */
  readonly fewestCompletionTokens: number;
}

/** What an answer cost. */
export interface Cost {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface Grant {
  readonly subject: string;
  readonly amount: number;
  readonly reason: string | null;
  readonly grantedBy: string;
}

export type InferenceRepository = ReturnType<typeof createInferenceRepository>;

/**
 * Token accounts in PostgreSQL. Each change is one statement, so that it is whole and exact whoever else writes;
 * all of them lock a reservation before its account. `balance >= reserved >= 0` always holds.
 */
export function createInferenceRepository({ pool, prisma }: Pick<Database, 'pool' | 'prisma'>, { leaseMs }: { readonly leaseMs: number }) {
  return {
    /** Settled balances; accounts that are not open are missing. */
    async balances(subjects: readonly string[]): Promise<ReadonlyMap<string, number>> {
      const rows = await prisma.tokenAccount.findMany({ where: { subject: { in: [...subjects] } }, select: { subject: true, balance: true } });
      return new Map(rows.map(({ subject, balance }) => [subject, balance]));
    },

    /** Opens an account, unless it is open. */
    async open(subject: string, balance: number): Promise<void> {
      await prisma.tokenAccount.createMany({ data: [{ subject, balance }], skipDuplicates: true });
    },

    /** Holds tokens if the account has them: null without an account, `held` null when it has too few. */
    async reserve({ id, subject, model, promptTokens, completionTokens, fewestCompletionTokens }: Hold): Promise<{ readonly balance: number; readonly free: number; readonly held: number | null } | null> {
      const { rows } = await pool.query<{ balance: number; free: number; held: number | null }>(reserveSql, [id, subject, model, promptTokens, completionTokens, fewestCompletionTokens, leaseMs]);
      return rows[0] ?? null;
    },

    /** Takes the cost from the account, ends the reservation and writes the ledger; doing it again changes nothing. The new balance. */
    async settle({ id, subject, model }: Pick<Hold, 'id' | 'subject' | 'model'>, { promptTokens, completionTokens }: Cost): Promise<number> {
      const { rows } = await pool.query<{ balance: number }>(settleSql, [id, subject, model, promptTokens, completionTokens]);
      return rows[0]?.balance ?? 0;
    },

    /** Keeps reservations of this process for another lease. */
    async extend(ids: readonly string[]): Promise<void> {
      await pool.query(`UPDATE inference.token_reservations SET lease_until = now() + $2 * interval '1 ms' WHERE id = ANY($1)`, [ids, leaseMs]);
    },

    /** Gives back what dead processes held; how many reservations that were. */
    async releaseExpired(): Promise<number> {
      const { rows } = await pool.query<{ released: number }>(releaseSql);
      return rows[0]?.released ?? 0;
    },

    /** Changes a balance, never below what is reserved; the change is written to the ledger as it happened. Null when the balance would leave the range. */
    async grant({ subject, amount, reason, grantedBy }: Grant): Promise<number | null> {
      const { rows } = await pool.query<{ balance: number }>(grantSql, [subject, amount, reason, grantedBy]);
      return rows[0]?.balance ?? null;
    },

    /** A part of the ledger, newest first, after a row. */
    usage: ({ subject, after, limit }: { readonly subject: string; readonly after: { readonly createdAt: Date; readonly id: string } | null; readonly limit: number }): Promise<UsageRow[]> =>
      prisma.tokenUsage.findMany({
        where: { subject, ...(after !== null && { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { gt: after.id } }] }) },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        take: limit,
      }),
    countUsage: (subject: string): Promise<number> => prisma.tokenUsage.count({ where: { subject } }),
  };
}

const reserveSql = `
  WITH account AS (
    SELECT subject, balance, balance - reserved AS free FROM inference.token_accounts WHERE subject = $2 FOR UPDATE
  ), hold AS (
    INSERT INTO inference.token_reservations (id, subject, model, tokens, lease_until)
    SELECT $1, subject, $3, least($4::int + $5::int, free), now() + $7 * interval '1 ms' FROM account WHERE free >= $4::int + $6::int
    RETURNING tokens
  ), changed AS (
    UPDATE inference.token_accounts SET reserved = reserved + hold.tokens, updated_at = now() FROM hold WHERE subject = $2
  )
  SELECT account.balance, account.free, hold.tokens AS held FROM account LEFT JOIN hold ON true`;

const settleSql = `
  WITH ended AS (
    DELETE FROM inference.token_reservations WHERE id = $1 RETURNING tokens
  ), used AS (
    INSERT INTO inference.token_usage (id, subject, model, prompt_tokens, completion_tokens, total_tokens)
    SELECT $1, $2, $3, $4::int, $5::int, $4::int + $5::int WHERE $4::int + $5::int > 0
    ON CONFLICT (id) DO NOTHING RETURNING total_tokens
  ), change AS (
    SELECT coalesce((SELECT tokens FROM ended), 0) AS freed, coalesce((SELECT total_tokens FROM used), 0) AS cost
  )
  UPDATE inference.token_accounts
  SET reserved = reserved - freed, balance = greatest(balance - cost, reserved - freed), updated_at = now()
  FROM change WHERE subject = $2 RETURNING balance`;

const releaseSql = `
  WITH expired AS (
    DELETE FROM inference.token_reservations WHERE lease_until < now() RETURNING subject, tokens
  ), freed AS (
    SELECT subject, sum(tokens)::int AS tokens FROM expired GROUP BY subject
  ), changed AS (
    UPDATE inference.token_accounts account SET reserved = reserved - freed.tokens, updated_at = now() FROM freed WHERE account.subject = freed.subject
  )
  SELECT count(*)::int AS released FROM expired`;

const grantSql = `
  WITH account AS (
    SELECT subject, balance, greatest(balance::bigint + $2::bigint, reserved) AS wanted FROM inference.token_accounts WHERE subject = $1 FOR UPDATE
  ), noted AS (
    INSERT INTO inference.token_grants (id, subject, amount, reason, granted_by)
    SELECT gen_random_uuid(), subject, wanted - balance, $3, $4 FROM account WHERE wanted <= 2147483647
  )
  UPDATE inference.token_accounts SET balance = wanted, updated_at = now()
  FROM account WHERE token_accounts.subject = account.subject AND wanted <= 2147483647 RETURNING token_accounts.balance`;
