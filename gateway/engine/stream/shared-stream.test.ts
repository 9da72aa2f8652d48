import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { cancellationOf, createRequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import { createNews } from '../fixture/news.ts';
import { principalWith } from '../fixture/shop.ts';

type Stream = AsyncIterableIterator<GraphOutcome<Record<string, unknown>>>;

const query = 'subscription { posted { text } }';
const news = createNews({}, { streams: { buffer: 8, patienceMs: 100 } });
const { feed } = news;
const subscribe = (context = createRequestContext()): Promise<Stream> => news.open(query, context);

/** The text of the next answer. */
const textIn = async (stream: Stream): Promise<unknown> => {
  const result: IteratorResult<GraphOutcome<Record<string, unknown>>, unknown> = await stream.next();
  const post = result.done === true ? undefined : result.value.data?.['posted'];
  return typeof post === 'object' && post !== null && 'text' in post ? post.text : undefined;
};

async function read(stream: Stream, count: number): Promise<unknown[]> {
  const texts: unknown[] = [];
  for (let index = 0; index < count; index++) texts.push(await textIn(stream));
  return texts;
}

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`);

afterEach(() => {
  if (feed.counts.closed !== feed.counts.opened) throw new Error('A source was left open');
  Object.assign(feed.counts, { opened: 0, closed: 0, taken: 0 });
});

describe('readers of a shared subscription', () => {
  test('get all answers in their order from one source', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => subscribe()));
    const reading = readers.map((reader) => read(reader, 50));
    for (const text of texts(50)) feed.post(text);
    for (const found of await Promise.all(reading)) expect(found).toStrictEqual(texts(50));
    expect(feed.counts).toMatchObject({ opened: 1, taken: 50 });
    await Promise.all(readers.map(async (reader) => reader.return?.()));
  });

  test('leave one by one, and the source closes with the last', async () => {
    const [first, second] = await Promise.all([subscribe(), subscribe()]);
    await first.return?.();
    expect(feed.counts.closed).toBe(0);
    feed.post('one');
    expect(await read(second, 1)).toStrictEqual(['one']);
    const pending = second.next();
    await nextTurn();
    await second.return?.();
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    expect(feed.counts.closed).toBe(1);
  });

  test('leave by the signal of their own request', async () => {
    const controller = new AbortController();
    const leaving = await subscribe(createRequestContext({ cancellation: cancellationOf(controller.signal) }));
    const staying = await subscribe();
    const pending = leaving.next();
    controller.abort();
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    feed.post('one');
    expect(await read(staying, 1)).toStrictEqual(['one']);
    await staying.return?.();
  });

  test('that come after the last has left open a source of their own', async () => {
    await (await subscribe()).return?.();
    const later = await subscribe();
    feed.post('one');
    expect(await read(later, 1)).toStrictEqual(['one']);
    expect(feed.counts.opened).toBe(2);
    await later.return?.();
  });

  test('end when the source does', async () => {
    const readers = await Promise.all([subscribe(), subscribe()]);
    feed.post('one');
    feed.end();
    for (const reader of readers) expect([await read(reader, 1), (await reader.next()).done]).toStrictEqual([['one'], true]);
  });

  test('share with nobody else\'s principal, variables or document', async () => {
    const alice = createRequestContext({ principal: principalWith() });
    const chat = createRequestContext({ principal: principalWith('chat') });
    const streams = await Promise.all([subscribe(), subscribe(alice), subscribe(alice), subscribe(chat), news.open('subscription { posted { id } }'), news.open('subscription { chatted { id } }'), news.open('subscription { chatted { id } }')]);
    expect(feed.counts.opened).toBe(6);
    await Promise.all(streams.map(async (stream) => stream.return?.()));
  });
});

describe('a reader of a shared subscription that is slow', () => {
  test('holds the others up until its patience ends, then is told, and they go on', async () => {
    const [slow, quick] = await Promise.all([subscribe(), subscribe()]);
    const reading = read(quick, 30);
    for (const text of texts(30)) feed.post(text);
    expect(await reading).toStrictEqual(texts(30));
    // What it had not read yet is still its own.
    expect(await read(slow, 8)).toStrictEqual(texts(8));
    expect((await slow.next()).value).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect((await slow.next()).done).toBe(true);
    await quick.return?.();
  });

  test('holds the source, not the memory: nothing is taken that has no place', async () => {
    const [slow, quick] = await Promise.all([subscribe(), subscribe()]);
    const reading = read(quick, 10);
    for (const text of texts(1_000)) feed.post(text);
    await expect.poll(() => feed.counts.taken).toBe(8);
    await nextTurn();
    expect(feed.counts.taken).toBe(8);
    expect(await read(slow, 5)).toStrictEqual(texts(5));
    expect(await reading).toStrictEqual(texts(10));
    expect(feed.counts.taken).toBe(10);
    await Promise.all([slow.return?.(), quick.return?.()]);
  });

  test('that leaves lets the others go on at once', async () => {
    const [slow, quick] = await Promise.all([subscribe(), subscribe()]);
    const reading = read(quick, 20);
    for (const text of texts(20)) feed.post(text);
    await nextTurn();
    await slow.return?.();
    expect(await reading).toStrictEqual(texts(20));
    await quick.return?.();
  });
});
