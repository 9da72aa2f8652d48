import { EventEmitter, once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Prisma } from '#prisma-client';
import type { Database } from '#kernel/database';
import { createLogger } from '#kernel/logging';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createEvents, type EventRecord, type Events } from './index.ts';

const logger = createLogger({ level: 'silent' });
let database: Database;
const opened: Events[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((events) => events.close()));
  await database.prisma.event.deleteMany();
});
afterAll(() => database.close());

/** One process's view of the outbox; a poll as slow as this never helps. */
async function open(options: { readonly bufferSize?: number; readonly pollMs?: number } = {}): Promise<Events> {
  const events = await createEvents({ database, logger, pollMs: 3_600_000, ...options });
  opened.push(events);
  return events;
}

const publish = (events: Events, name: string, key?: string): Promise<bigint> =>
  database.prisma.$transaction((transaction) => events.publish(transaction, { topic: 'things', key, payload: { name } }));

const nameOf = ({ payload }: EventRecord): unknown => (typeof payload === 'object' && payload !== null && 'name' in payload ? payload.name : null);

async function take(feed: AsyncIterator<EventRecord>, count: number): Promise<EventRecord[]> {
  const taken: EventRecord[] = [];
  while (taken.length < count) {
    const result = await feed.next();
    if (result.done === true) break;
    taken.push(result.value);
  }
  return taken;
}

const names = async (feed: AsyncIterator<EventRecord>, count: number): Promise<unknown[]> => (await take(feed, count)).map(nameOf);

/** A transaction that stays open until it is told how to end. */
async function openTransaction(work: (transaction: Prisma.TransactionClient) => Promise<unknown>): Promise<{ commit: () => Promise<void>; rollBack: () => Promise<void> }> {
  const steps = new EventEmitter();
  const begun = once(steps, 'begun');
  const ended = database.prisma
    .$transaction(async (transaction) => {
      const end = once(steps, 'end');
      await work(transaction);
      steps.emit('begun');
      if ((await end).includes('rollBack')) throw new Error('rolled back');
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'rolled back') throw error;
    });
  await begun;
  const finish = (how: 'commit' | 'rollBack') => async (): Promise<void> => {
    steps.emit('end', how);
    await ended;
  };
  return { commit: finish('commit'), rollBack: finish('rollBack') };
}

const takeTransactionNumber = (transaction: Prisma.TransactionClient): Promise<unknown> => transaction.$queryRaw`SELECT pg_current_xact_id()::text`;

/** Resolves when the listener has looked for events after this call. */
async function listenerHasLooked(): Promise<void> {
  const looked = "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'pentagraph events' AND datname = current_database() AND query_start > $1 AND state = 'idle'";
  const { rows } = await database.pool.query<{ now: string }>('SELECT clock_timestamp()::text AS now');
  await expect.poll(async () => (await database.pool.query<{ count: number }>(looked, [rows[0]?.now])).rows[0]?.count).toBe(1);
}

test('a subscriber sees what is committed, of its topics and key, in order', async () => {
  const events = await open();
  const feed = events.subscribe({ topics: ['things'], key: 'mine' });
  const all = events.subscribe({ topics: ['things', 'others'] });
  await publish(events, 'one', 'mine');
  await publish(events, 'two', 'yours');
  await database.prisma.$transaction(async (transaction) => {
    await events.publish(transaction, { topic: 'others', payload: { name: 'three' } });
    await events.publish(transaction, { topic: 'things', key: 'mine', payload: { name: 'four' } });
    await events.publish(transaction, { topic: 'unheard', payload: { name: 'five' } });
  });
  const seen = await take(all, 4);
  expect(seen.map(nameOf)).toEqual(['one', 'two', 'three', 'four']);
  expect(seen.map(({ id }) => id)).toEqual(seen.map(({ id }) => id).toSorted((left, right) => (left < right ? -1 : 1)));
  expect(seen[2]).toMatchObject({ topic: 'others', key: null });
  expect(seen[2]?.recordedAt).toBeInstanceOf(Date);
  expect(await names(feed, 2)).toEqual(['one', 'four']);
});

test('what is rolled back is never seen', async () => {
  const events = await open();
  const feed = events.subscribe({ topics: ['things'] });
  const doomed = await openTransaction((transaction) => events.publish(transaction, { topic: 'things', payload: { name: 'doomed' } }));
  await doomed.rollBack();
  await publish(events, 'kept');
  expect(await names(feed, 1)).toEqual(['kept']);
});

test('an event that is committed late is seen once, before the newer ones that were committed first', async () => {
  const events = await open();
  const feed = events.subscribe({ topics: ['things'] });
  const late = await openTransaction((transaction) => events.publish(transaction, { topic: 'things', payload: { name: 'late' } }));
  await publish(events, 'early');
  await listenerHasLooked();
  await late.commit();
  await publish(events, 'last');
  expect(await names(feed, 3)).toEqual(['late', 'early', 'last']);
});

test('a transaction that began first and publishes last is not skipped', async () => {
  const events = await open();
  const feed = events.subscribe({ topics: ['things'] });
  const older = await openTransaction(takeTransactionNumber);
  const newer = await openTransaction((transaction) => events.publish(transaction, { topic: 'things', payload: { name: 'newer' } }));
  await older.commit();
  const between = await publish(events, 'between');
  await listenerHasLooked();
  await newer.commit();
  const seen = await take(feed, 2);
  expect(seen.map(nameOf)).toEqual(['newer', 'between']);
  expect(seen[1]?.id).toBe(between);
});

test('an event behind a transaction that publishes nothing arrives soon after that has ended', async () => {
  const events = await open();
  const feed = events.subscribe({ topics: ['things'] });
  const unrelated = await openTransaction(takeTransactionNumber);
  await publish(events, 'behind');
  await unrelated.commit();
  const start = performance.now();
  expect(await names(feed, 1)).toEqual(['behind']);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('a feed resumes behind an event, in another process as well', async () => {
  const events = await open();
  const first = await publish(events, 'one');
  await publish(events, 'two');
  await publish(events, 'three');
  const other = await open();
  const resumed = other.subscribe({ topics: ['things'], after: first });
  expect(await names(resumed, 2)).toEqual(['two', 'three']);
  await publish(events, 'four');
  expect(await names(resumed, 1)).toEqual(['four']);
});

test('a feed that begins at an event which its process has not read yet sees none twice', async () => {
  const events = await open();
  const held = await openTransaction(takeTransactionNumber);
  const unread = await publish(events, 'one');
  const feed = events.subscribe({ topics: ['things'], after: unread });
  await held.commit();
  await publish(events, 'two');
  expect(await names(feed, 1)).toEqual(['two']);
});

test('a killed listener connects again and loses nothing', async () => {
  const events = await open();
  const feed = events.subscribe({ topics: ['things'] });
  const kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pentagraph events' AND datname = current_database()";
  expect((await database.pool.query(kill)).rowCount).toBe(1);
  await publish(events, 'meanwhile');
  expect(await names(feed, 1)).toEqual(['meanwhile']);
  await publish(events, 'afterwards');
  expect(await names(feed, 1)).toEqual(['afterwards']);
});

test('a subscriber that does not pull holds nobody up, keeps little, and loses nothing', async () => {
  const events = await open({ bufferSize: 8 });
  const slow = events.subscribe({ topics: ['things'] });
  const quick = events.subscribe({ topics: ['things'] });
  const expected = Array.from({ length: 100 }, (_, index) => `event ${index}`);
  const seen = names(quick, expected.length);
  for (const name of expected) await publish(events, name);
  expect(await seen).toEqual(expected);
  expect(await names(slow, expected.length)).toEqual(expected);
  await publish(events, 'live again');
  expect(await names(slow, 1)).toEqual(['live again']);
});

test('a waiting subscriber gets a burst that is larger than its buffer', async () => {
  const events = await open({ bufferSize: 8 });
  const feed = events.subscribe({ topics: ['things'] });
  const expected = Array.from({ length: 50 }, (_, index) => `event ${index}`);
  const seen = names(feed, expected.length);
  await database.prisma.$transaction(async (transaction) => {
    for (const name of expected) await events.publish(transaction, { topic: 'things', payload: { name } });
  });
  expect(await seen).toEqual(expected);
});

test('a feed has caught up with an event when its reader asks for the next one', async () => {
  const events = await open();
  const feed = events.subscribe({ topics: ['things'], key: 'mine' });
  const id = await publish(events, 'one', 'mine');
  const order: string[] = [];
  const caughtUp = feed.caughtUp(id).then(() => order.push('caught up'));
  await feed.next();
  await publish(events, 'a moment later', 'yours');
  order.push('dealt with');
  const pending = feed.next();
  await caughtUp;
  expect(order).toEqual(['dealt with', 'caught up']);
  await feed.caughtUp(await publish(events, 'not for this feed', 'yours'));
  const never = feed.caughtUp(id + (1n << 60n));
  await feed.return();
  await expect(never).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await pending).toEqual({ done: true, value: undefined });
});

test('a feed ends when it is returned, aborted, or the outbox is closed, also while it waits', async () => {
  const events = await open();
  const abort = new AbortController();
  const aborted = events.subscribe({ topics: ['things'], signal: abort.signal });
  const returned = events.subscribe({ topics: ['things'] });
  const closed = events.subscribe({ topics: ['things'] });
  const waiting = [aborted, returned, closed].map((feed) => feed.next());
  abort.abort();
  await returned.return();
  await events.close();
  expect(await Promise.all(waiting)).toEqual(Array(3).fill({ done: true, value: undefined }));
  expect(await closed.next()).toEqual({ done: true, value: undefined });
  const late = events.subscribe({ topics: ['things'], signal: abort.signal });
  expect(await late.next()).toEqual({ done: true, value: undefined });
});

test('the feed is fresh while it can read, and says when it cannot', async () => {
  const events = await open({ pollMs: 20 });
  await expect.poll(() => events.staleness(), { interval: 5 }).toBeLessThan(15);
  const held = await openTransaction(takeTransactionNumber);
  await publish(events, 'behind');
  await expect.poll(() => events.staleness()).toBeGreaterThan(100);
  await held.commit();
  await expect.poll(() => events.staleness()).toBeLessThan(100);
});

test('old events are deleted, and those of another server which a restored copy brought', async () => {
  const before = await open();
  const old = await publish(before, 'old');
  const young = await publish(before, 'young');
  await database.prisma.event.update({ where: { id: old }, data: { recordedAt: new Date(Date.now() - 8 * 86_400_000) } });
  await database.prisma.event.create({ data: { id: 1n << 60n, topic: 'things', payload: {} } });
  const after = await open();
  await expect.poll(() => database.prisma.event.findMany({ select: { id: true } })).toEqual([{ id: young }]);
  const feed = after.subscribe({ topics: ['things'], after: young });
  await publish(after, 'new');
  expect(await names(feed, 1)).toEqual(['new']);
});
