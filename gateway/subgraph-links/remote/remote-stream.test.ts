import { afterEach, beforeEach, expect, test } from 'vitest';
import { cancellationOf } from '#kernel/context';
import type { SubgraphStream } from '../subgraph-link.ts';
import { codes, nextAnswer, openOverLink, streamOverLink } from './fixture/ask-link.ts';
import { startFarProcess, type FarProcess } from './fixture/far-process.ts';
import { requestOfAda } from './fixture/far-subgraph.ts';
import type { RemoteLink } from './remote-link.ts';

let far: FarProcess;
let link: RemoteLink;
beforeEach(async () => {
  far = await startFarProcess();
  link = far.link();
});
afterEach(() => far.stop());

const ticks = 'subscription Ticks($count: Int!) { ticks(count: $count) }';
const endless = { variables: { count: 1_000_000_000 } };
const expectSoon = (read: () => unknown) => expect.poll(read, { timeout: 5_000, interval: 2 });

async function read(stream: SubgraphStream, events: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let count = 0; count < events; count++) seen.push((await nextAnswer(stream))?.data?.['ticks']);
  return seen;
}

/** Reads until the error of an event, past what was under way before it. */
async function untilError(stream: SubgraphStream) {
  for (;;) {
    const answer = await nextAnswer(stream);
    if (answer === null || answer.errors !== undefined) return answer;
  }
}

test('all events come, in order, and then the end', async () => {
  const stream = await streamOverLink(link, ticks, { variables: { count: 500 } });
  expect(await read(stream, 500)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  expect(await nextAnswer(stream)).toBeNull();
  expect(far.subgraph.streams).toEqual({ opened: 1, closed: 1, emitted: 500 });
});

test('a refusal to open comes with its code, and a document that does not fit too', async () => {
  const refused = await openOverLink(link, 'subscription { forbidden }');
  expect('errors' in refused && refused.errors.map((error) => error.toJSON())).toEqual([{ message: 'Not for you', path: ['forbidden'], extensions: { code: 'FORBIDDEN' } }]);
  const wrong = await openOverLink(link, 'subscription { nothing }');
  expect(codes('errors' in wrong ? wrong : {})).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

test('a reader who stops halts its source, and no other stream', async () => {
  const slow = await streamOverLink(link, ticks, endless);
  await read(slow, 1);
  await expectSoon(() => far.subgraph.streams.emitted).toBeGreaterThanOrEqual(64);
  const quick = await streamOverLink(link, ticks, { variables: { count: 2_000 } });
  expect(await read(quick, 2_000)).toHaveLength(2_000);
  expect(far.subgraph.streams.emitted).toBeLessThan(2_000 + 130);
  expect(await read(slow, 300)).toEqual(Array.from({ length: 300 }, (_, index) => index + 2));
});

test('who returns a stream ends its source, also while it waits', async () => {
  const stream = await streamOverLink(link, ticks, endless);
  await read(stream, 3);
  await stream.return();
  await expectSoon(() => far.subgraph.streams.closed).toBe(1);
  expect(await nextAnswer(stream)).toBeNull();
});

test('a request that is cancelled before the source is open gets no stream', async () => {
  const controller = new AbortController();
  const opening = openOverLink(link, ticks, { ...endless, context: requestOfAda({ cancellation: cancellationOf(controller.signal) }) });
  controller.abort();
  const opened = await opening;
  expect(codes('errors' in opened ? opened : {})).toEqual(['CANCELLED']);
  await expectSoon(() => far.subgraph.streams.opened - far.subgraph.streams.closed).toBe(0);
});

test('a stream that was cut says so, is opened again when the other side is back, and goes on', async () => {
  const stream = await streamOverLink(link, ticks, endless);
  await read(stream, 5);
  await far.cut();
  const error = await untilError(stream);
  expect(error?.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'far', retrying: true } }]);
  const next = nextAnswer(stream);
  await far.restore();
  expect(await next).toEqual({ data: { ticks: 1 } });
  expect(await read(stream, 100)).toHaveLength(100);
  expect(far.subgraph.streams.opened).toBe(2);
  expect(await far.metrics.metrics()).toContain('graph_remote_streams_reopened_total{subgraph="far"} 1');
});

test('a reader who was not there hears of many cuts once', async () => {
  const quiet = await streamOverLink(link, ticks, endless);
  await expectSoon(() => far.subgraph.streams.emitted).toBeGreaterThanOrEqual(64);
  for (let count = 0; count < 5; count++) {
    await far.cut();
    await far.restore();
    await expectSoon(() => far.subgraph.streams.opened - far.subgraph.streams.closed).toBe(1);
  }
  let cuts = 0;
  for (let count = 0; count < 200; count++) cuts += (await nextAnswer(quiet))?.errors === undefined ? 0 : 1;
  expect(cuts).toBe(1);
});

test('a stream that must not be opened twice ends with an error that says so', async () => {
  const stream = await streamOverLink(link, 'subscription { answer }');
  await nextAnswer(stream);
  await nextAnswer(stream);
  const other = await streamOverLink(far.link({ window: 1 }), 'subscription { answer }');
  await nextAnswer(other);
  await far.cut();
  const last = await untilError(other);
  expect(last?.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'far', retrying: false } }]);
  expect(await nextAnswer(other)).toBeNull();
  expect(far.subgraph.streams.opened).toBe(2);
});

test('a stream ends for good when the other side stays away', async () => {
  const stream = await streamOverLink(far.link({ giveUpMs: 100 }), ticks, endless);
  await read(stream, 1);
  await far.cut();
  expect((await untilError(stream))?.errors?.[0]?.extensions).toMatchObject({ details: { retrying: true } });
  expect((await untilError(stream))?.errors?.[0]?.extensions).toMatchObject({ details: { retrying: false } });
  expect(await nextAnswer(stream)).toBeNull();
});

test('a subgraph that is not there refuses at once', async () => {
  await far.cut();
  const opened = await openOverLink(link, ticks, endless);
  expect(codes('errors' in opened ? opened : {})).toEqual(['SUBGRAPH_UNAVAILABLE']);
});

test('a link that is closed ends its streams', async () => {
  const stream = await streamOverLink(link, ticks, endless);
  await read(stream, 1);
  await link.close();
  expect(await untilError(stream)).toBeNull();
  await expectSoon(() => far.subgraph.streams.closed).toBe(1);
});

test('hundreds of streams share one socket and leave nothing behind', async () => {
  const streams = await Promise.all(Array.from({ length: 300 }, () => streamOverLink(link, ticks, endless)));
  expect(await Promise.all(streams.map((stream) => read(stream, 70)))).toHaveLength(300);
  await Promise.all(streams.map((stream) => stream.return()));
  await expectSoon(() => far.subgraph.streams.closed).toBe(300);
});
