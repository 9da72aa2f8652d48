import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startWorld, type World } from '../fixture/world.ts';

const patiently = { timeout: 10_000, interval: 10 };
const alice = { Authorization: 'Bearer alice' };
const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

async function start(options: Parameters<typeof startWorld>[0]): Promise<World> {
  const world = await startWorld(options);
  worlds.push(world);
  return world;
}

const limited = (message: string, limit: number) => ({ errors: [{ message, extensions: { code: 'RATE_LIMITED', details: { limit, retryAfterSeconds: expect.any(Number) } } }] });

interface Dialled {
  readonly socket: WebSocket;
  readonly heard: unknown[];
  readonly subscribe: (id: string, query: string) => void;
}

async function dial(world: World, headers: Record<string, string> = {}): Promise<Dialled> {
  const socket = new WebSocket(`ws://127.0.0.1:${world.port}/graphql`, 'graphql-transport-ws', { headers });
  const heard: unknown[] = [];
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- text frames
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await expect.poll(() => heard.length, patiently).toBe(1);
  return { socket, heard, subscribe: (id, query) => socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } })) };
}

const follow = (world: World, accept: string, { signal, headers = {} }: { readonly signal?: AbortSignal; readonly headers?: Record<string, string> } = {}): Promise<Response> =>
  fetch(world.graphql, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: accept, ...headers }, body: '{"query":"subscription { idle { number } }"}', ...(signal && { signal }) });

describe('a caller with too many operations in a minute', () => {
  test('is told when to come back, and others are not kept waiting', async () => {
    const world = await start({ limits: { operationsPerMinute: 2 } });
    for (let turn = 0; turn < 2; turn += 1) expect((await world.post({ query: '{ hello }' }, alice)).status).toBe(200);
    const answer = await world.post({ query: 'mutation { bump }' }, alice);
    expect([answer.status, await answer.json()]).toEqual([429, limited('At most 2 operations per minute', 2)]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(world.lab.counters.bumped).toBe(0);
    expect((await world.post({ query: '{ hello }' })).status).toBe(200);
  });

  test('is the same caller whatever the credential, the method and the transport', async () => {
    const world = await start({ limits: { operationsPerMinute: 3 } });
    await world.post({ query: '{ hello }' }, { 'X-API-Key': 'key' });
    expect((await fetch(`${world.graphql}?query={hello}`, { headers: alice })).status).toBe(200);
    const { socket, heard, subscribe } = await dial(world, alice);
    subscribe('1', '{ hello }');
    await expect.poll(() => heard.at(-1), patiently).toEqual({ id: '1', type: 'complete' });
    subscribe('2', '{ hello }');
    await expect.poll(() => heard.at(-1), patiently).toEqual({ id: '2', type: 'error', payload: limited('At most 3 operations per minute', 3).errors });
    expect((await fetch(`${world.graphql}?query={hello}`, { headers: alice })).status).toBe(429);
    expect((await follow(world, 'text/event-stream', { headers: alice })).status).toBe(429);
    socket.terminate();
  });

  test('is an address as long as it does not sign in, and a wrong sign-in counts for nobody', async () => {
    const world = await start({ limits: { operationsPerMinute: 1 } });
    for (let turn = 0; turn < 3; turn += 1) expect((await world.post({ query: '{ hello }' }, { Authorization: 'Bearer mallory' })).status).toBe(401);
    expect((await world.post({ query: '{ hello }' })).status).toBe(200);
    expect((await world.post({ query: '{ hello }' })).status).toBe(429);
  });

  test('may go on where limits are off', async () => {
    const world = await start({ limits: { operationsPerMinute: null, operationsPerCaller: null, streamsPerCaller: null, socketsPerAddress: null } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.post({ query: '{ hello }' })));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('a caller with too many operations at a time', () => {
  test('is refused until one is over, over every transport', async () => {
    const world = await start({ limits: { operationsPerCaller: 2 } });
    const pending = [world.post({ query: '{ gated }' }), fetch(`${world.graphql}?query={gated}`)];
    await expect.poll(() => world.lab.counters.gated, patiently).toBe(2);
    const third = await world.post({ query: '{ hello }' });
    expect([third.status, third.headers.get('retry-after'), await third.json()]).toEqual([429, '1', limited('At most 2 operations at a time', 2)]);
    const byAddress = await fetch(`${world.graphql}?query={hello}`);
    expect([byAddress.status, byAddress.headers.get('retry-after')]).toEqual([429, '1']);
    const { socket, heard, subscribe } = await dial(world);
    subscribe('1', '{ hello }');
    await expect.poll(() => heard.at(-1), patiently).toMatchObject({ id: '1', type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect((await world.post({ query: '{ hello }' }, alice)).status).toBe(200);
    world.lab.open();
    expect((await Promise.all(pending)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await world.post({ query: '{ hello }' })).status).toBe(200);
    socket.terminate();
  });

  test('is let in again when one fails or is broken off', async () => {
    const world = await start({ limits: { operationsPerCaller: 1 } });
    await world.post({ query: '{ broken }' });
    await world.post({ query: '{ nope }' });
    const controller = new AbortController();
    const pending = fetch(`${world.graphql}?query={patient}`, { signal: controller.signal }).catch(() => 'gone');
    await expect.poll(() => world.lab.counters.waiting, patiently).toBe(1);
    controller.abort();
    expect(await pending).toBe('gone');
    await expect.poll(async () => (await world.post({ query: '{ hello }' })).status, patiently).toBe(200);
  });
});

describe('a caller with too many streams', () => {
  test('is refused, counted over WebSockets, event streams and multipart together, until one ends', async () => {
    const world = await start({ limits: { streamsPerCaller: 3 } });
    const controller = new AbortController();
    expect((await follow(world, 'text/event-stream', { signal: controller.signal })).status).toBe(200);
    expect((await follow(world, 'multipart/mixed;subscriptionSpec=1.0')).status).toBe(200);
    const { socket, heard, subscribe } = await dial(world);
    for (const id of ['1', '2']) subscribe(id, 'subscription { idle { number } }');
    await expect.poll(() => heard.at(-1), patiently).toEqual({ id: '2', type: 'error', payload: limited('At most 3 streams at a time', 3).errors });
    const refused = await follow(world, 'text/event-stream');
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type'), await refused.json()]).toEqual([429, '1', 'application/json; charset=utf-8', limited('At most 3 streams at a time', 3)]);
    expect((await follow(world, 'text/event-stream', { headers: alice })).status).toBe(200);
    controller.abort();
    await expect.poll(() => world.lab.counters.closed, patiently).toBe(1);
    expect((await follow(world, 'text/event-stream')).status).toBe(200);
    socket.terminate();
  });
});

describe('a WebSocket', () => {
  test('of an address that has too many is refused, until one closes', async () => {
    const world = await start({ limits: { socketsPerAddress: 2 } });
    const [first, second] = [await dial(world), await dial(world)];
    const third = new WebSocket(`ws://127.0.0.1:${world.port}/graphql`, 'graphql-transport-ws');
    const refused = await new Promise<IncomingMessage>((resolve) => third.on('unexpected-response', (_, answer) => resolve(answer)));
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    refused.destroy();
    first.socket.close();
    await once(first.socket, 'close');
    await expect.poll(() => world.metric('graphql_open_sockets'), patiently).toBe(1);
    const fourth = await dial(world);
    for (const { socket } of [second, fourth]) socket.terminate();
  });

  test('that never introduces itself is closed', async () => {
    const world = await start({ limits: { greetingMs: 30 } });
    const socket = new WebSocket(`ws://127.0.0.1:${world.port}/graphql`, 'graphql-transport-ws');
    expect((await once(socket, 'close'))[0]).toBe(4408);
  });
});

describe('while introspection is off', () => {
  const schema = '{ __schema { queryType { name } } }';

  test.each([schema, '{ __type(name: "Query") { name } }', 'query { ...Hidden } fragment Hidden on Query { a: __schema { types { name } } }'])('%s is refused over every transport', async (query) => {
    const world = await start({ introspection: false });
    const refusal = { errors: [{ extensions: { code: 'INTROSPECTION_DISABLED' } }] };
    for (let turn = 0; turn < 2; turn += 1) expect(await (await world.post({ query })).json()).toMatchObject(refusal);
    expect(await (await world.post([{ query }])).json()).toMatchObject([refusal]);
    expect(await (await fetch(`${world.graphql}?${new URLSearchParams({ query }).toString()}`)).json()).toMatchObject(refusal);
    const { socket, heard, subscribe } = await dial(world);
    subscribe('1', query);
    await expect.poll(() => heard.at(-1), patiently).toMatchObject({ type: 'error', payload: refusal.errors });
    socket.terminate();
  });

  test('type names may be asked for, and errors do not tell the names of the schema', async () => {
    const world = await start({ introspection: false });
    expect(await (await world.post({ query: '{ __typename hello }' })).json()).toEqual({ data: { __typename: 'Query', hello: 'Hello world' } });
    const text = await (await world.post({ query: '{ helo }' })).text();
    expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(text).not.toContain('hello');
    expect(await (await fetch(new URL('/playground/options.js', world.graphql))).text()).toContain('GRAPHQL_INTROSPECTION');
  });
});
