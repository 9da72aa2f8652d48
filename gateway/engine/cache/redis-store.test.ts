import { once } from 'node:events';
import { createServer } from 'node:net';
import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { createLogger } from '#kernel/logging';
import { createLibrary } from './fixture/library.ts';
import { noRedis, startRedis, type RedisServer } from './fixture/redis-server.ts';
import { createRedisStore } from './redis-store.ts';
import type { Recall, ResponseStore } from './response-store.ts';

const logger = createLogger({ level: 'silent' });

/** Reads until the store says what is waited for: it connects, and keeps, in its own time. */
async function readUntil(store: ResponseStore, key: string, kind: Recall['kind']): Promise<Recall> {
  for (let tries = 0; tries < 500; tries++) {
    const recall = await store.read(key);
    if (recall.kind === kind) return recall;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The store never said ${kind} to ${key}`);
}

async function momentOf(store: ResponseStore, key: string): Promise<number> {
  const recall = await readUntil(store, key, 'miss');
  if (recall.kind !== 'miss') throw new Error('Not a miss');
  return recall.since;
}

describe.skipIf(noRedis !== null)(`the store in Redis${noRedis === null ? '' : ` (${noRedis})`}`, () => {
  let redis: RedisServer;
  let one: ResponseStore;
  let two: ResponseStore;
  const open = (): ResponseStore => createRedisStore({ url: redis.url, logger });
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    one = open();
    two = open();
    await momentOf(one, 'none');
    await momentOf(two, 'none');
  });
  afterEach(async () => {
    await one.close();
    await two.close();
  });

  test('gives to one process what another kept, with its age', async () => {
    one.write({ key: 'shared', text: '{"data":"é\u0000"}', tags: ['a b\nc'], maxAge: 60, since: await momentOf(one, 'shared') });
    const recall = await readUntil(two, 'shared', 'hit');
    expect(recall).toMatchObject({ text: '{"data":"é\u0000"}' });
    expect(recall.kind === 'hit' && recall.age <= 2).toBe(true);
  });

  test('forgets for all processes what one invalidated, and nothing else', async () => {
    for (const key of ['x', 'y']) one.write({ key, text: key, tags: [`tag ${key}`, 'both'], maxAge: 60, since: await momentOf(one, key) });
    await readUntil(two, 'x', 'hit');
    await readUntil(two, 'y', 'hit');
    await two.invalidate(['tag x']);
    expect((await one.read('x')).kind).toBe('miss');
    expect((await one.read('y')).kind).toBe('hit');
    await one.invalidate(['both', 'nothing']);
    expect((await two.read('y')).kind).toBe('miss');
  });

  test('never keeps what was begun before an invalidation', async () => {
    const since = await momentOf(one, 'raced');
    await two.invalidate(['raced tag']);
    one.write({ key: 'raced', text: 'old', tags: ['raced tag'], maxAge: 60, since });
    one.write({ key: 'after', text: 'unrelated', tags: ['other tag'], maxAge: 60, since: await momentOf(one, 'after') });
    await readUntil(one, 'after', 'hit');
    expect((await one.read('raced')).kind).toBe('miss');
  });

  test('trusts no answer whose tags Redis has dropped, and no late one either', async () => {
    const client = await createClient({ url: redis.url }).connect();
    one.write({ key: 'dropped', text: 'x', tags: ['gone'], maxAge: 60, since: await momentOf(one, 'dropped') });
    await readUntil(one, 'dropped', 'hit');
    const since = await momentOf(one, 'late');
    await two.invalidate(['gone too']);
    for (const tag of ['gone', 'gone%20too']) expect(await client.del(`pentagraph:{responses}:tag:${tag}`)).toBe(1);
    client.destroy();
    expect((await one.read('dropped')).kind).toBe('miss');
    one.write({ key: 'late', text: 'old', tags: ['gone too'], maxAge: 60, since });
    one.write({ key: 'marker', text: 'x', tags: [], maxAge: 60, since: await momentOf(one, 'marker') });
    await readUntil(one, 'marker', 'hit');
    expect((await one.read('late')).kind).toBe('miss');
  });

  test('lets an answer end by itself', async () => {
    const client = await createClient({ url: redis.url }).connect();
    one.write({ key: 'brief', text: 'x', tags: [], maxAge: 7, since: await momentOf(one, 'brief') });
    await readUntil(one, 'brief', 'hit');
    const seconds = await client.ttl('pentagraph:{responses}:brief');
    client.destroy();
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(7);
  });

  test('serves two gateways, a mutation on one of which is seen on the other', async () => {
    const [left, right] = [createLibrary(one), createLibrary(two)];
    const ask = async (library: typeof left, query: string): Promise<string> => {
      const preparation = await library.engine.prepare({ query });
      if (preparation.kind === 'refused') throw new Error('refused');
      return preparation.prepared.executeToJson({}, createRequestContext());
    };
    const query = '{ book(id: "1") { id title } }';
    const kept = '{"data":{"book":{"id":"1","title":"One"}}}';
    expect(await ask(left, query)).toBe(kept);
    // Redis does one thing after the other: with this answer it has the one before.
    await one.read('none');
    expect(await ask(right, query)).toBe(kept);
    expect(right.asked()).toBe(0);
    await ask(right, 'mutation { rename(input: { id: "1", title: "Uno" }) { id } }');
    await ask(left, query);
    expect(left.asked()).toBe(2);
  });
});

describe.skipIf(noRedis !== null)(`without Redis${noRedis === null ? '' : ` (${noRedis})`}`, () => {
  test('nothing fails: answers are made, and none that is outdated is given when Redis is back', async () => {
    let redis = await startRedis();
    const store = createRedisStore({ url: redis.url, logger });
    try {
      store.write({ key: 'k', text: 'x', tags: ['t'], maxAge: 60, since: await momentOf(store, 'k') });
      await readUntil(store, 'k', 'hit');
      const { port } = redis;
      await redis.stop();
      expect((await store.read('k')).kind).toBe('bypass');
      store.write({ key: 'k', text: 'x', tags: ['t'], maxAge: 60, since: 1 });
      await store.invalidate(['t']);
      redis = await startRedis(port);
      const moment = await momentOf(store, 'k');
      // What was begun before the invalidation that had to wait is not kept.
      store.write({ key: 'k', text: 'old', tags: ['t'], maxAge: 60, since: 1 });
      store.write({ key: 'l', text: 'new', tags: ['t'], maxAge: 60, since: moment });
      await readUntil(store, 'l', 'hit');
      expect((await store.read('k')).kind).toBe('miss');
    } finally {
      await store.close();
      await redis.stop();
    }
  });

  test('that falls silent, one request waits for a moment and the others do not; what it missed it is told later', async () => {
    const redis = await startRedis();
    const failures = { count: 0 };
    const store = createRedisStore({ url: redis.url, logger, timeoutMs: 200, onFailure: () => (failures.count += 1) });
    const other = createRedisStore({ url: redis.url, logger });
    try {
      store.write({ key: 'k', text: 'x', tags: ['t'], maxAge: 60, since: await momentOf(store, 'k') });
      await readUntil(store, 'k', 'hit');
      const before = failures.count;
      redis.pause();
      expect((await store.read('k')).kind).toBe('bypass');
      expect(failures.count).toBe(before + 1);
      for (let request = 0; request < 3; request++) expect((await store.read('k')).kind).toBe('bypass');
      expect(failures.count).toBe(before + 1);
      await store.invalidate(['t']);
      redis.resume();
      await readUntil(other, 'k', 'miss');
    } finally {
      redis.resume();
      await store.close();
      await other.close();
      await redis.stop();
    }
  });

  test('that never accepts, nothing waits', async () => {
    const deaf = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    const address = deaf.address();
    const store = createRedisStore({ url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, logger });
    expect((await store.read('k')).kind).toBe('bypass');
    await store.invalidate(['t']);
    await store.close();
    deaf.close();
  });
});
