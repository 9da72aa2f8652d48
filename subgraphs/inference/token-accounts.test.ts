import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { createLogger } from '#kernel/logging';
import { scopesOf, type Subject } from '#kernel/principal';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createInferenceRepository, type Hold, type InferenceRepository } from './repository.ts';
import { createReservationKeeper } from './reservation-keeper.ts';
import { createTokenAccountService } from './token-account-service.ts';
import { createUsageService } from './usage-service.ts';

let database: Database;
const logger = createLogger({ level: 'silent' });
const openings = new Map<string, number | null>();
let subjects = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** A new account with its own service. */
function createAccount(opening: number | null, { leaseMs = 60_000, role = 'developer' } = {}) {
  const subject: Subject = `cds:${(subjects += 1)}`;
  openings.set(subject, opening);
  const repository = createInferenceRepository(database, { leaseMs });
  const openingBalance = vi.fn(async (who: string) => openings.get(who) ?? null);
  const accounts = createTokenAccountService({ repository, openingBalance, defaultBalance: 1_000, heartbeatMs: 15_000, logger });
  const context = createRequestContext({ principal: { subject, assurance: 'verified', role, scopes: scopesOf('cds', role), session: null } });
  let requests = 0;
  return {
    subject, repository, accounts, context, openingBalance,
    reserve: ({ completionTokens = 40, ...request }: Partial<Hold> = {}) =>
      accounts.reserve(context, { id: `${subject}-${(requests += 1)}`, subject, model: 'help', promptTokens: 10, completionTokens, fewestCompletionTokens: completionTokens, ...request }),
    row: () => database.prisma.tokenAccount.findUnique({ where: { subject }, select: { balance: true, reserved: true } }),
    ledger: () => database.prisma.tokenUsage.findMany({ where: { subject } }),
  };
}
const isFulfilled = <T>(result: PromiseSettledResult<T>): result is PromiseFulfilledResult<T> => result.status === 'fulfilled';

test('an account opens once, with what identity says or else the default', async () => {
  const given = createAccount(70);
  const usual = createAccount(null);
  const balances = await Promise.all([given, usual].map(async ({ accounts, context, subject }) => (await accounts.balances(context, [subject])).get(subject)));
  expect(balances).toEqual([70, 1_000]);
  openings.set(given.subject, 5_000);
  await given.accounts.balances(given.context, [given.subject]);
  expect(await given.row()).toEqual({ balance: 70, reserved: 0 });
  expect(given.openingBalance).toHaveBeenCalledTimes(1);
});

test('a reservation holds prompt and answer, and settling takes what was used and writes the ledger', async () => {
  const { reserve, accounts, row, ledger, subject } = createAccount(100);
  const reservation = await reserve();
  expect(reservation).toMatchObject({ completionTokens: 40, balance: 100 });
  expect(await row()).toEqual({ balance: 100, reserved: 50 });
  expect(await accounts.settle(reservation, { promptTokens: 10, completionTokens: 7 })).toBe(83);
  expect(await row()).toEqual({ balance: 83, reserved: 0 });
  expect(await ledger()).toMatchObject([{ id: reservation.id, subject, model: 'help', promptTokens: 10, completionTokens: 7, totalTokens: 17 }]);
});

test('settling twice, even at once, charges once', async () => {
  const { reserve, accounts, row, ledger } = createAccount(100);
  const reservation = await reserve();
  await Promise.all(Array.from({ length: 8 }, () => accounts.settle(reservation, { promptTokens: 10, completionTokens: 7 })));
  expect(await row()).toEqual({ balance: 83, reserved: 0 });
  expect(await ledger()).toHaveLength(1);
});

test('what cost nothing leaves no trace', async () => {
  const { reserve, accounts, row, ledger } = createAccount(100);
  await accounts.settle(await reserve(), { promptTokens: 0, completionTokens: 0 });
  expect(await row()).toEqual({ balance: 100, reserved: 0 });
  expect(await ledger()).toEqual([]);
});

test('a limit that the balance does not cover is refused with both figures, and holds nothing', async () => {
  const { reserve, row } = createAccount(30);
  await expect(reserve()).rejects.toMatchObject({ code: 'INSUFFICIENT_TOKENS', details: { balance: 30, required: 50 } });
  expect(await row()).toEqual({ balance: 30, reserved: 0 });
});

test('a request that takes what there is holds at most what it wants, and no less than it needs', async () => {
  const atMost = { completionTokens: 512, fewestCompletionTokens: 2 };
  expect(await createAccount(10_000).reserve(atMost)).toMatchObject({ completionTokens: 512 });
  expect(await createAccount(12).reserve(atMost)).toMatchObject({ completionTokens: 2 });
  await expect(createAccount(11).reserve(atMost)).rejects.toMatchObject({ code: 'INSUFFICIENT_TOKENS', details: { balance: 11, required: 12 } });
});

test('a request without an answer holds its prompt only', async () => {
  const { reserve, row } = createAccount(10);
  expect(await reserve({ completionTokens: 0 })).toMatchObject({ completionTokens: 0 });
  expect(await row()).toEqual({ balance: 10, reserved: 10 });
});

test('of fifty requests at once exactly as many are let in as the balance covers', async () => {
  const { reserve, accounts, row, ledger } = createAccount(1_000);
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => reserve()));
  const held = results.filter(isFulfilled).map(({ value }) => value);
  expect(held).toHaveLength(20);
  expect(await row()).toEqual({ balance: 1_000, reserved: 1_000 });
  await Promise.all(held.map((reservation, index) => accounts.settle(reservation, { promptTokens: 10, completionTokens: index })));
  expect(await row()).toEqual({ balance: 1_000 - 200 - 190, reserved: 0 });
  expect(await ledger()).toHaveLength(20);
});

test('requests that wait for the account see what those before them left', async () => {
  const { reserve, row, accounts, context, subject } = createAccount(100);
  await accounts.balances(context, [subject]);
  const blocker = await database.pool.connect();
  await blocker.query('BEGIN');
  await blocker.query('SELECT 1 FROM inference.token_accounts WHERE subject = $1 FOR UPDATE', [subject]);
  const waiting = Promise.allSettled(Array.from({ length: 6 }, () => reserve()));
  const countWaiting = async () => (await blocker.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount;
  await vi.waitFor(async () => expect(await countWaiting()).toBe(6), { timeout: 20_000 });
  await blocker.query('COMMIT');
  blocker.release();
  expect((await waiting).filter(isFulfilled)).toHaveLength(2);
  expect(await row()).toEqual({ balance: 100, reserved: 100 });
});

test('reserving, settling, granting and sweeping at once keep the sums', async () => {
  const account = createAccount(100_000, { role: 'admin' });
  const { reserve, accounts, context, subject, repository, row } = account;
  const conversation = async (index: number): Promise<void> => {
    const reservation = await reserve({ completionTokens: 512, fewestCompletionTokens: 1 });
    if (index % 5 === 0) await accounts.grant(context, { subject, amount: 3, reason: null });
    if (index % 7 === 0) await repository.releaseExpired();
    await accounts.settle(reservation, { promptTokens: 10, completionTokens: index % 10 });
  };
  await Promise.all(Array.from({ length: 150 }, (_, index) => conversation(index)));
  expect(await row()).toEqual({ balance: 100_000 + 30 * 3 - 150 * 10 - 15 * 45, reserved: 0 });
});

test('what a dead process held is given back once its lease is over, and a living one keeps its own', async () => {
  const { reserve, repository, row, accounts } = createAccount(100);
  const [dead, living] = [await reserve({ completionTokens: 20 }), await reserve({ completionTokens: 20 })];
  await database.pool.query(`UPDATE inference.token_reservations SET lease_until = now() - interval '1 s' WHERE id = ANY($1)`, [[dead.id, living.id]]);
  await repository.extend([living.id]);
  expect(await repository.releaseExpired()).toBe(1);
  expect(await row()).toEqual({ balance: 100, reserved: 30 });
  await accounts.settle(living, { promptTokens: 10, completionTokens: 20 });
  expect(await row()).toEqual({ balance: 70, reserved: 0 });
});

test('a process that slept longer than its lease still pays, but never below zero', async () => {
  const { reserve, repository, row, accounts, ledger } = createAccount(60);
  const late = await reserve();
  await database.pool.query(`UPDATE inference.token_reservations SET lease_until = now() - interval '1 s' WHERE id = $1`, [late.id]);
  await repository.releaseExpired();
  const other = await reserve();
  expect(await accounts.settle(late, { promptTokens: 10, completionTokens: 40 })).toBe(50);
  expect(await row()).toEqual({ balance: 50, reserved: 50 });
  expect(await accounts.settle(other, { promptTokens: 10, completionTokens: 40 })).toBe(0);
  expect(await ledger()).toHaveLength(2);
});

test('expired reservations are given back at the start', async () => {
  const { reserve, accounts, row } = createAccount(100);
  const { id } = await reserve();
  await database.pool.query(`UPDATE inference.token_reservations SET lease_until = now() - interval '1 s' WHERE id = $1`, [id]);
  await createAccount(0).accounts.start();
  expect(await row()).toEqual({ balance: 100, reserved: 0 });
  accounts.stop();
});

test('the heartbeat extends leases and tries failed settlements again', async () => {
  const settle = vi.fn<InferenceRepository['settle']>().mockRejectedValueOnce(new Error('database away')).mockResolvedValue(42);
  const extend = vi.fn<InferenceRepository['extend']>().mockResolvedValue();
  const keeper = createReservationKeeper({ repository: { settle, extend, releaseExpired: async () => 0 }, heartbeatMs: 20, logger });
  const reservation = { id: 'a', subject: 'cds:1', model: 'help', promptTokens: 1, completionTokens: 1, balance: 5 };
  keeper.hold(reservation);
  keeper.hold({ ...reservation, id: 'b' });
  await expect(keeper.settle(reservation, { promptTokens: 1, completionTokens: 1 })).rejects.toThrow('database away');
  await keeper.start();
  await vi.waitFor(() => expect(extend.mock.calls.length).toBeGreaterThan(1), { timeout: 20_000 });
  keeper.stop();
  expect(settle).toHaveBeenCalledTimes(2);
  expect(extend).toHaveBeenLastCalledWith(['b']);
});

test('a grant changes the balance, never below what is held, and the ledger has what really changed', async () => {
  const { accounts, context, subject, row, reserve } = createAccount(100, { role: 'admin' });
  await accounts.grant(context, { subject, amount: 50, reason: 'bonus' });
  await reserve();
  await accounts.grant(context, { subject, amount: -1_000, reason: null });
  expect(await row()).toEqual({ balance: 50, reserved: 50 });
  const grants = await database.prisma.tokenGrant.findMany({ where: { subject }, orderBy: { createdAt: 'asc' }, select: { amount: true, reason: true, grantedBy: true } });
  expect(grants).toEqual([{ amount: 50, reason: 'bonus', grantedBy: subject }, { amount: -100, reason: null, grantedBy: subject }]);
});

test('a grant opens an account that was never used', async () => {
  const admin = createAccount(0, { role: 'admin' });
  const user = createAccount(20);
  await admin.accounts.grant(admin.context, { subject: user.subject, amount: 5, reason: null });
  expect(await user.row()).toEqual({ balance: 25, reserved: 0 });
});

test('grants of nothing, of too much, with a long reason or by others are refused', async () => {
  const { accounts, context, subject, row } = createAccount(100, { role: 'admin' });
  await expect(accounts.grant(context, { subject, amount: 0, reason: null })).rejects.toMatchObject({ details: { field: 'amount' } });
  await expect(accounts.grant(context, { subject, amount: 2_147_483_647, reason: null })).rejects.toMatchObject({ details: { field: 'amount', reason: 'makes the balance larger than 2147483647' } });
  await expect(accounts.grant(context, { subject, amount: 1, reason: 'x'.repeat(501) })).rejects.toMatchObject({ details: { field: 'reason' } });
  await expect(createAccount(1).accounts.grant(createAccount(1).context, { subject, amount: 1, reason: null })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await row()).toEqual({ balance: 100, reserved: 0 });
});

test('the ledger is paged newest first, and rows of one moment are neither lost nor doubled', async () => {
  const { subject, repository } = createAccount(0);
  const moment = new Date('2026-01-01T00:00:00.000Z');
  const rows = Array.from({ length: 7 }, (_, index) => ({ id: `row-${subject}-${index}`, subject, model: 'help', promptTokens: 1, completionTokens: index, totalTokens: index + 1, createdAt: index < 5 ? moment : new Date(moment.getTime() + index) }));
  await database.prisma.tokenUsage.createMany({ data: rows });
  const usage = createUsageService(repository);
  const seen: number[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await usage.list(subject, { first: 3, after });
    seen.push(...page.nodes.map(({ completionTokens }) => completionTokens));
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual([6, 5, 0, 1, 2, 3, 4]);
  expect(await usage.count(subject)).toBe(7);
});
