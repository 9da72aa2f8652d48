import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readEvents } from './fixture/event-stream.ts';
import { startWorld, type World } from './fixture/world.ts';

const patiently = { timeout: 10_000, interval: 10 };
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const at = (path: string, init: RequestInit = {}, from = world): Promise<Response> => fetch(new URL(path, from.graphql), init);

describe('the probes', () => {
  test('/health says that the process answers', async () => {
    const answer = await at('/health');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('/ready is 200 when everything is', async () => {
    const ready = await startWorld({ readiness: [{ name: 'database', check: () => true }, { name: 'model', check: async () => Promise.resolve(true) }] });
    const answer = await at('/ready', {}, ready);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', checks: { database: 'ok', model: 'ok' } }]);
    await ready.stop();
  });

  test('/ready is 503 with the reasons, and keeps the words of a fault to itself', async () => {
    const unready = await startWorld({
      readiness: [
        { name: 'fine', check: () => true },
        { name: 'down', check: () => false },
        { name: 'loading', check: () => 'loads its model' },
        { name: 'misnamed', check: () => 'ok' },
        { name: 'broken', check: () => Promise.reject(new Error('password=hunter2')) },
        { name: 'stuck', check: () => new Promise(() => undefined) },
      ],
    });
    const answer = await at('/ready', {}, unready);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'unavailable', checks: { fine: 'ok', down: 'not ready', loading: 'loads its model', misnamed: 'ok', broken: 'the check failed', stuck: 'no answer in time' } },
    ]);
    await unready.stop();
  });

  test('/metrics counts requests by route and status', async () => {
    await at('/health');
    await world.post({ query: '{ hello }' });
    const answer = await at('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await answer.text();
    expect(text).toMatch(/http_requests_total\{listener="graphql",route="health",status="200"\} \d/u);
    expect(text).toMatch(/http_requests_total\{listener="graphql",route="graphql",status="200"\} \d/u);
    expect(text).toContain('graphql_open_streams');
  });

  test.each(['/health', '/ready', '/metrics'])('%s refuses to be written to', async (path) => {
    const answer = await at(path, { method: 'POST' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the playground', () => {
  const asBrowser = { headers: { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } };

  test('is what a browser gets at the address of the graph', async () => {
    const answer = await at('/graphql', asBrowser);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('<base href="playground/">');
  });

  test('loads nothing from elsewhere: every file that it names is here', async () => {
    const page = await (await at('/graphql', asBrowser)).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, file]) => file ?? '').filter((file) => file !== 'playground/');
    expect(files.length).toBeGreaterThan(10);
    expect(files).toContain('options.js');
    for (const file of files) expect([file, (await at(`/playground/${file}`)).status]).toEqual([file, 200]);
  });

  test('may talk to its own origin only', async () => {
    const policy = (await at('/graphql', asBrowser)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src/u);
    expect((await at('/graphql', asBrowser)).headers.get('vary')).toBe('Accept');
  });

  test('lets its sandbox frame run scripts and nothing else', async () => {
    expect((await at('/playground/iframe-sandbox/index.html')).headers.get('content-security-policy')).toBe('sandbox allow-scripts');
  });

  test('does not stand in the way of a link with a query', async () => {
    expect(await (await at('/graphql?query={hello}', asBrowser)).json()).toEqual({ data: { hello: 'Hello world' } });
  });

  test.each(['/playground/../package.json', '/playground/%2e%2e/package.json', '/playground/..%2f..%2fpackage.json', '/playground/%', '/playground/', '/playground', '/playground/index.html%00'])(
    'serves no other file: %s',
    async (path) => {
      const answer = await fetch(`${world.listener.url}${path}`);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ error: { code: 'NOT_FOUND', message: 'Nothing is served at this path' } });
    },
  );
});

test.each(['/', '/nope', '/graphql/', '/graphql/nope', '/GRAPHQL', '/constructor', '/__proto__', '//graphql'])('nothing is served at %s', async (path) => {
  const answer = await fetch(`${world.listener.url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"query":"{ hello }"}' });
  expect(answer.status).toBe(404);
});

describe('the log', () => {
  test('has one line for each answer, with who asked, and never the token', async () => {
    const lines: string[] = [];
    const logged = await startWorld({ logger: pino({ base: null }, { write: (line: string) => void lines.push(line) }) });
    await logged.post({ query: '{ viewer }' }, { Authorization: 'Bearer alice', 'X-Request-Id': 'r1' });
    await at('/graphql?query={viewer}&secret=hidden', { headers: { Authorization: 'Bearer mallory', 'X-Request-Id': 'r2' } }, logged);
    await expect.poll(() => lines, patiently).toHaveLength(2);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ request_id: 'r1', method: 'POST', path: '/graphql', status: 200, subject: 'cds:1' }),
      expect.objectContaining({ request_id: 'r2', method: 'GET', path: '/graphql', status: 401, subject: null }),
    ]);
    expect(lines.join('')).not.toMatch(/hidden|mallory|Bearer/u);
    await logged.stop();
  });
});

describe('the end', () => {
  test('lets operations under way finish, ends event streams with a reason and sockets with 1001', async () => {
    const ending = await startWorld({ limits: { closeMs: 1000 } });
    const { counters } = ending.lab;
    const gated = ending.post({ query: '{ gated }' });
    const stream = await fetch(ending.graphql, {
      method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' }, body: '{"query":"subscription { idle { number } }"}',
    });
    const client = createClient({ url: ending.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const subscription = client.iterate({ query: 'subscription { idle { number } }' });
    const cut = subscription.next().then(() => null, (error: unknown) => error);
    await expect.poll(() => counters.opened, patiently).toBe(2);

    const listening = ending.listener.stop();
    await ending.transport.stop();

    const events: unknown[] = [];
    for await (const event of readEvents(stream)) events.push(event);
    expect(events).toEqual([
      { event: 'next', data: { errors: [{ message: 'The server is stopping', extensions: { code: 'UNAVAILABLE' } }] } },
      { event: 'complete', data: null },
    ]);
    expect(await cut).toMatchObject({ code: 1001, reason: 'Going away' });
    await expect.poll(() => counters.closed, patiently).toBe(2);
    expect(await ending.metric('graphql_open_streams{transport="sse"}')).toBe(0);

    ending.lab.open();
    expect(await (await gated).json()).toEqual({ data: { gated: 'open' } });
    await listening;
    await expect(ending.post({ query: '{ hello }' })).rejects.toThrow();
    await client.dispose();
  });

  test('of the listener alone does not wait for streams, which have no end of their own', async () => {
    const ending = await startWorld();
    const stream = await fetch(ending.graphql, {
      method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' }, body: '{"query":"subscription { idle { number } }"}',
    });
    const socket = new WebSocket(`ws://127.0.0.1:${ending.port}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    await ending.listener.stop();
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect(ending.lab.counters.closed).toBe(0);
    await ending.transport.stop();
    expect(await stream.text()).toContain('UNAVAILABLE');
  });

  test('does not wait long for peers that take nothing in', async () => {
    const ending = await startWorld({ limits: { closeMs: 50 } });
    const socket = new WebSocket(`ws://127.0.0.1:${ending.port}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.pause();
    const began = performance.now();
    await ending.transport.stop();
    expect(performance.now() - began).toBeLessThan(5000);
    await ending.stop();
    socket.terminate();
  });

  test('refuses sockets that come late', async () => {
    const ending = await startWorld();
    await ending.transport.stop();
    const socket = new WebSocket(`ws://127.0.0.1:${ending.port}/graphql`, 'graphql-transport-ws');
    expect(String(await once(socket, 'error'))).toContain('503');
    await ending.stop();
  });
});
