import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readEvents } from '../fixture/event-stream.ts';
import { readParts } from '../fixture/multipart.ts';
import { startWorld, type World } from '../fixture/world.ts';

const patiently = { timeout: 10_000, interval: 10 };
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const query = '{ hello ... @defer(label: "later") { viewer } }';
const gated = '{ hello ... @defer { gated } }';
const parts = [
  { data: { hello: 'Hello world' }, hasNext: true },
  { incremental: [{ path: [], label: 'later', data: { viewer: null } }], hasNext: false },
];

const ask = (accept: string, { body = query, signal, from = world }: { readonly body?: string; readonly signal?: AbortSignal; readonly from?: World } = {}): Promise<Response> =>
  fetch(from.graphql, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: accept }, body: JSON.stringify({ query: body }), ...(signal && { signal }) });

async function all<TItem>(items: AsyncIterable<TItem>): Promise<TItem[]> {
  const read: TItem[] = [];
  for await (const item of items) read.push(item);
  return read;
}

describe('an answer in parts', () => {
  // As @apollo/client, urql and a plain program ask for it.
  test.each([
    'multipart/mixed;deferSpec=20220824, application/json',
    'multipart/mixed; deferSpec=20220824,application/graphql-response+json;q=0.9',
    'application/graphql-response+json, application/json, multipart/mixed',
    'multipart/mixed',
  ])('comes as multipart for Accept: %s', async (accept) => {
    const answer = await ask(accept);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'multipart/mixed; boundary="-"; deferSpec=20220824']);
    expect(await all(readParts(answer))).toEqual(parts);
  });

  test('comes as an event stream', async () => {
    const events = await all(readEvents(await ask('text/event-stream')));
    expect(events).toEqual([...parts.map((data) => ({ event: 'next', data })), { event: 'complete', data: null }]);
  });

  test('comes as several messages over a WebSocket', async () => {
    const client = createClient({ url: world.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    expect(await all(client.iterate({ query }))).toEqual(parts);
    await client.dispose();
  });

  test.each(['application/json', '*/*', 'application/graphql-response+json', 'multipart/mixed;subscriptionSpec=1.0, application/json'])('is whole for Accept: %s', async (accept) => {
    const answer = await ask(accept);
    expect([answer.status, await answer.json()]).toEqual([200, { data: { hello: 'Hello world', viewer: null } }]);
  });

  test('is whole in a list of operations', async () => {
    expect(await (await world.post([{ query }])).json()).toEqual([{ data: { hello: 'Hello world', viewer: null } }]);
  });

  test('by GET is answered in parts too', async () => {
    const answer = await fetch(`${world.graphql}?${new URLSearchParams({ query }).toString()}`, { headers: { Accept: 'multipart/mixed;deferSpec=20220824, application/json' } });
    expect(await all(readParts(answer))).toEqual(parts);
  });

  test('begins before the rest is there', async () => {
    const other = await startWorld();
    const answer = readParts(await ask('multipart/mixed', { body: gated, from: other }));
    expect((await answer.next()).value).toEqual({ data: { hello: 'Hello world' }, hasNext: true });
    other.lab.open();
    expect(await all(answer)).toEqual([{ incremental: [{ path: [], data: { gated: 'open' } }], hasNext: false }]);
    await other.stop();
  });

  test('is given up when its reader goes away', async () => {
    const controller = new AbortController();
    const { counters } = world.lab;
    const waiting = counters.waiting;
    const answer = readParts(await ask('multipart/mixed', { body: '{ hello ... @defer { patient } }', signal: controller.signal }));
    await answer.next();
    await expect.poll(() => counters.waiting, patiently).toBe(waiting + 1);
    controller.abort();
    await expect.poll(() => counters.waiting, patiently).toBe(waiting);
  });

  test('that takes too long ends with an error as its last part', async () => {
    const hasty = await startWorld({ limits: { operationMs: 50 } });
    const [first, last] = await all(readParts(await ask('multipart/mixed', { body: '{ hello ... @defer { patient } }', from: hasty })));
    expect([first, last]).toMatchObject([{ data: { hello: 'Hello world' }, hasNext: true }, { errors: [{ extensions: { code: 'DEADLINE_EXCEEDED' } }], hasNext: false }]);
    expect(hasty.lab.counters.aborted).toHaveLength(1);
    await hasty.stop();
  });
});

test('an answer of one part is JSON for who takes JSON, and the only part for who does not', async () => {
  expect(await (await ask('multipart/mixed;deferSpec=20220824, application/json', { body: '{ hello }' })).json()).toEqual({ data: { hello: 'Hello world' } });
  expect(await all(readParts(await ask('multipart/mixed;deferSpec=20220824', { body: '{ hello }' })))).toEqual([{ data: { hello: 'Hello world' }, hasNext: false }]);
});
