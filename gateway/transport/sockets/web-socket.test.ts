import { once } from 'node:events';
import { connect } from 'node:net';
import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startWorld, type World } from '../fixture/world.ts';

const patiently = { timeout: 10_000, interval: 10 };
let world: World;
const clients: Client[] = [];
const sockets: WebSocket[] = [];
beforeAll(async () => {
  world = await startWorld({ limits: { operationsPerSocket: 5, bodyBytes: 100_000, closeMs: 200 } });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  for (const socket of sockets.splice(0)) socket.terminate();
  const { counters } = world.lab;
  await vi.waitUntil(async () => (await world.metric('graphql_open_sockets')) === 0 && counters.opened === counters.closed, patiently);
});
afterAll(() => world.stop());

function dial(options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: world.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, onNonLazyError: () => undefined, ...options });
  clients.push(client);
  return client;
}

async function answersOf(query: string, client = dial()): Promise<unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of client.iterate({ query })) answers.push(answer);
  return answers;
}

/** A socket without a client, for what no client would say. */
async function rawSocket(path = '/graphql', headers: Record<string, string> = {}): Promise<{ socket: WebSocket; say: (message: unknown) => void; heard: Record<string, unknown>[] }> {
  const socket = new WebSocket(`ws://127.0.0.1:${world.port}${path}`, 'graphql-transport-ws', { headers });
  sockets.push(socket);
  const heard: Record<string, unknown>[] = [];
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions, @typescript-eslint/no-base-to-string -- test input
  socket.on('message', (data) => heard.push(JSON.parse(String(data)) as Record<string, unknown>));
  await once(socket, 'open');
  return { socket, heard, say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)) };
}

/** A socket that has introduced itself. */
async function greetedSocket(headers?: Record<string, string>): ReturnType<typeof rawSocket> {
  const raw = await rawSocket('/graphql', headers);
  raw.say({ type: 'connection_init' });
  await expect.poll(() => raw.heard, patiently).toHaveLength(1);
  return raw;
}

const closeOf = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));

describe('a WebSocket', () => {
  test('brings every event of a subscription in order', async () => {
    const answers = await answersOf('subscription { ticks(count: 500) { number } }');
    expect(answers).toEqual(Array.from({ length: 500 }, (_, index) => ({ data: { ticks: { number: index + 1 } } })));
  });

  test('runs queries and mutations', async () => {
    expect(await answersOf('{ hello }')).toEqual([{ data: { hello: 'Hello world' } }]);
    const before = world.lab.counters.bumped;
    expect(await answersOf('mutation { bump }')).toEqual([{ data: { bump: before + 1 } }]);
  });

  test('carries errors with code and path, and nothing of a fault', async () => {
    expect(await answersOf('{ refused }')).toMatchObject([{ data: null, errors: [{ message: 'Not now', path: ['refused'], extensions: { code: 'CONFLICT' } }] }]);
    const answers = JSON.stringify(await answersOf('subscription { failing { number } }'));
    expect(answers).toContain('"number":1');
    expect(answers).toContain('INTERNAL');
    expect(answers).not.toContain('secret');
  });

  test.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { hello } query B { hello }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('refuses %j as an error of that operation only', async (query, code) => {
    const client = dial();
    await expect(answersOf(query, client)).rejects.toMatchObject([{ extensions: { code } }]);
    expect(await answersOf('{ hello }', client)).toHaveLength(1);
  });

  test('ends an operation that takes too long', async () => {
    const hasty = await startWorld({ limits: { operationMs: 30 } });
    expect(await answersOf('{ patient }', dial({ url: hasty.graphql.replace('http', 'ws') }))).toMatchObject([{ errors: [{ extensions: { code: 'DEADLINE_EXCEEDED' } }] }]);
    await hasty.stop();
  });

  test.each([
    { by: 'connection parameters', connectionParams: { Authorization: 'Bearer alice' }, query: '' },
    { by: 'an API key among them', connectionParams: { 'X-API-Key': 'key' }, query: '' },
    { by: 'the query of its address', connectionParams: {}, query: '?token=alice' },
    { by: 'an API key in its address', connectionParams: {}, query: '?api_key=key' },
  ])('knows who asks by $by', async ({ connectionParams, query }) => {
    const client = dial({ connectionParams, url: `${world.graphql.replace('http', 'ws')}${query}` });
    expect(await answersOf('subscription { viewed { viewer } }', client)).toEqual([{ data: { viewed: { viewer: 'cds:1' } } }]);
  });

  test('knows who asks by the headers of its upgrade', async () => {
    const { say, heard } = await greetedSocket({ Authorization: 'Bearer alice' });
    say({ id: '1', type: 'subscribe', payload: { query: '{ viewer }' } });
    await expect.poll(() => heard[1], patiently).toEqual({ id: '1', type: 'next', payload: { data: { viewer: 'cds:1' } } });
  });

  test('is open to nobody in particular, for what needs no sign-in', async () => {
    expect(await answersOf('{ viewer }')).toEqual([{ data: { viewer: null } }]);
  });

  test.each([
    { kind: 'forged', connectionParams: { authorization: 'Bearer mallory' }, query: '' },
    { kind: 'merely asserted', connectionParams: { authorization: 'Bearer asserted' }, query: '' },
    { kind: 'forged in the address', connectionParams: {}, query: '?token=mallory' },
  ])('with a credential that is $kind is closed with 4403', async ({ connectionParams, query }) => {
    const client = dial({ connectionParams, url: `${world.graphql.replace('http', 'ws')}${query}` });
    await expect(answersOf('{ hello }', client)).rejects.toMatchObject({ code: 4403, reason: 'Forbidden' });
  });

  test('whose token is revoked cannot begin another operation, and is closed with 4403 at the next ping', async () => {
    const other = await startWorld({ limits: { pingMs: 40 } });
    const url = other.graphql.replace('http', 'ws');
    const [idle, busy] = [dial({ url, lazy: false, connectionParams: { authorization: 'Bearer alice' } }), dial({ url, connectionParams: { authorization: 'Bearer alice' } })];
    const closed = new Promise((resolve) => idle.on('closed', resolve));
    const running = answersOf('subscription { idle { number } }', busy);
    await expect.poll(() => other.lab.counters.opened, patiently).toBe(1);
    other.revoke('alice');
    await expect(running).rejects.toMatchObject({ code: 4403 });
    expect(await closed).toMatchObject({ code: 4403 });
    await expect.poll(() => other.lab.counters.closed, patiently).toBe(1);
    await other.stop();
  });
});

describe('a client', () => {
  const streams = 'graphql_open_streams{transport="websocket"}';

  test('that completes a subscription ends it at its source, and the gauges fall', async () => {
    const { counters } = world.lab;
    const closed = counters.closed;
    const iterator = dial().iterate({ query: 'subscription { idle { number } }' });
    void iterator.next();
    await expect.poll(() => world.metric(streams), patiently).toBe(1);
    await iterator.return?.();
    await expect.poll(() => counters.closed, patiently).toBe(closed + 1);
    expect(await world.metric(streams)).toBe(0);
  });

  test('that completes a query aborts it', async () => {
    const { counters } = world.lab;
    const waiting = counters.waiting;
    const iterator = dial().iterate({ query: '{ patient }' });
    void iterator.next();
    await expect.poll(() => counters.waiting, patiently).toBe(waiting + 1);
    await iterator.return?.();
    await expect.poll(() => counters.waiting, patiently).toBe(waiting);
    expect(counters.aborted.at(-1)).toMatchObject({ code: 'CANCELLED' });
  });

  test('that breaks off ends everything of its own', async () => {
    const { counters } = world.lab;
    const closed = counters.closed;
    const { socket, say } = await greetedSocket();
    for (const id of ['1', '2', '3']) say({ id, type: 'subscribe', payload: { query: 'subscription { idle { number } }' } });
    await expect.poll(() => world.metric(streams), patiently).toBe(3);
    socket.terminate();
    await expect.poll(() => counters.closed, patiently).toBe(closed + 3);
    expect(await world.metric(streams)).toBe(0);
    await expect.poll(() => world.metric('graphql_open_sockets'), patiently).toBe(0);
  });

  test('that stops reading halts the source, and goes on where it stopped', async () => {
    const { counters } = world.lab;
    counters.emitted = 0;
    const { socket, say, heard } = await greetedSocket();
    socket.pause();
    say({ id: '1', type: 'subscribe', payload: { query: 'subscription { ticks(count: 20000, padding: 1000) { padding } }' } });
    let before = -1;
    await expect.poll(() => {
      const stands = counters.emitted > 0 && counters.emitted === before;
      before = counters.emitted;
      return stands;
    }, { interval: 200, timeout: 20_000 }).toBe(true);
    expect(counters.emitted).toBeLessThan(15_000);
    socket.resume();
    await expect.poll(() => heard.at(-1), { timeout: 20_000 }).toEqual({ id: '1', type: 'complete' });
    expect(heard).toHaveLength(20_002);
  });

  test('that answers no ping is dropped', async () => {
    const other = await startWorld({ limits: { pingMs: 30 } });
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/graphql`, 'graphql-transport-ws', { autoPong: false });
    expect(await closeOf(socket)).toBe(1006);
    await other.stop();
  });

  test('may have so many operations at a time and no more', async () => {
    const { say, heard } = await greetedSocket();
    for (let id = 1; id <= 7; id += 1) say({ id: String(id), type: 'subscribe', payload: { query: 'subscription { idle { number } }' } });
    await expect.poll(() => heard.filter(({ type }) => type === 'error'), patiently).toEqual([
      { id: '6', type: 'error', payload: [{ message: 'One connection runs at most 5 operations at a time', extensions: { code: 'RATE_LIMITED', details: { limit: 5, retryAfterSeconds: 1 } } }] },
      expect.objectContaining({ id: '7' }),
    ]);
    say({ id: '1', type: 'complete' });
    await expect.poll(() => world.metric(streams), patiently).toBe(4);
    say({ id: '8', type: 'subscribe', payload: { query: '{ hello }' } });
    await expect.poll(() => heard.at(-1), patiently).toEqual({ id: '8', type: 'complete' });
  });

  test('two hundred times idle costs nothing once gone', async () => {
    const { counters } = world.lab;
    const [opened, closed] = [counters.opened, counters.closed];
    const crowd = await Promise.all(Array.from({ length: 200 }, () => greetedSocket()));
    for (const { say } of crowd) say({ id: '1', type: 'subscribe', payload: { query: 'subscription { idle { number } }' } });
    await expect.poll(() => counters.opened, patiently).toBe(opened + 200);
    expect(await world.metric('graphql_open_sockets')).toBeGreaterThanOrEqual(200);
    expect((await world.post({ query: '{ hello }' })).status).toBe(200);
    for (const { socket } of crowd) socket.terminate();
    await expect.poll(() => counters.closed, patiently).toBe(closed + 200);
    await expect.poll(() => world.metric(streams), patiently).toBe(0);
  });
});

describe('a peer that does not keep to the protocol', () => {
  test.each([
    { fault: 'says nothing that is JSON', message: 'nonsense', code: 4400 },
    { fault: 'speaks an unknown message', message: { type: 'launch' }, code: 4400 },
    { fault: 'subscribes before it has introduced itself', message: { id: '1', type: 'subscribe', payload: { query: '{ hello }' } }, code: 4401 },
    { fault: 'sends more than may be', message: 'x'.repeat(100_001), code: 1009 },
  ])('and $fault is closed', async ({ message, code }) => {
    const { socket, say } = await rawSocket();
    say(message);
    expect(await closeOf(socket)).toBe(code);
  });

  test('and uses an id twice is closed', async () => {
    const { socket, say } = await greetedSocket();
    for (let turn = 0; turn < 2; turn += 1) say({ id: '1', type: 'subscribe', payload: { query: 'subscription { idle { number } }' } });
    expect(await closeOf(socket)).toBe(4409);
  });

  test('and speaks another protocol is closed', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${world.port}/graphql`);
    expect(await closeOf(socket)).toBe(4406);
  });

  test('and sends bytes that are no frames is cut', async () => {
    const socket = connect(world.port, '127.0.0.1');
    socket.write('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n');
    await once(socket, 'data');
    socket.write(Buffer.alloc(64, 0xff));
    await once(socket, 'close');
    expect((await world.post({ query: '{ hello }' })).status).toBe(200);
  });

  test('and asks for a socket elsewhere gets a plain 404', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${world.port}/elsewhere`);
    expect(String(await once(socket, 'error'))).toContain('404');
  });
});
