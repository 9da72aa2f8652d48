import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents, type StreamEvent } from '../fixture/event-stream.ts';
import { startWorld, type World } from '../fixture/world.ts';

const patiently = { timeout: 10_000, interval: 10 };
const gauge = 'graphql_open_streams{transport="sse"}';
let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: { heartbeatMs: 50, closeMs: 200 } });
});
afterAll(() => world.stop());

const stream = (query: string, { headers = {}, from = world, signal }: { headers?: Record<string, string>; from?: World; signal?: AbortSignal } = {}): Promise<Response> =>
  fetch(from.graphql, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', ...headers }, body: JSON.stringify({ query }), ...(signal && { signal }) });

async function eventsOf(answer: Response): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEvents(answer)) events.push(event);
  return events;
}

const complete: StreamEvent = { event: 'complete', data: null };
const next = (data: unknown): StreamEvent => ({ event: 'next', data: { data } });

describe('an event stream', () => {
  test('brings every event of a subscription and its end', async () => {
    const answer = await stream('subscription { ticks(count: 3) { number } }');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await eventsOf(answer)).toEqual([...[1, 2, 3].map((number) => next({ ticks: { number } })), complete]);
  });

  test('loses nothing of a long one', async () => {
    const events = await eventsOf(await stream('subscription { ticks(count: 2000, padding: 1000) { number padding } }'));
    expect(events).toHaveLength(2001);
    expect(events[1999]?.data).toMatchObject({ data: { ticks: { number: 2000 } } });
  });

  test('may be asked for by GET, as EventSource does', async () => {
    const query = new URLSearchParams({ query: 'subscription S($count: Int!) { ticks(count: $count) { number } }', variables: '{"count":1}', operationName: 'S' });
    const answer = await fetch(`${world.graphql}?${query.toString()}`, { headers: { Accept: 'text/event-stream' } });
    expect(await eventsOf(answer)).toEqual([next({ ticks: { number: 1 } }), complete]);
  });

  test.each(['query=%7B', 'query=subscription{idle{number}}&variables={', 'variables={}', ''])('by GET with %j is refused as JSON', async (query) => {
    const answer = await fetch(`${world.graphql}?${query}`, { headers: { Accept: 'text/event-stream' } });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('carries queries and mutations too', async () => {
    expect(await eventsOf(await stream('{ hello }'))).toEqual([next({ hello: 'Hello world' }), complete]);
    expect(await eventsOf(await stream('mutation { bump }'))).toEqual([next({ bump: world.lab.counters.bumped }), complete]);
  });

  test('is chosen for a subscription also when JSON is liked as much', async () => {
    const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed';
    expect(await eventsOf(await stream('subscription { ticks(count: 1) { number } }', { headers: { Accept: accept } }))).toHaveLength(2);
    expect(await (await stream('{ hello }', { headers: { Accept: accept } })).json()).toEqual({ data: { hello: 'Hello world' } });
  });

  test('knows who asks', async () => {
    expect((await eventsOf(await stream('subscription { viewed { viewer } }', { headers: { Authorization: 'Bearer alice' } })))[0]).toEqual(next({ viewed: { viewer: 'cds:1' } }));
    expect((await stream('subscription { viewed { viewer } }', { headers: { Authorization: 'Bearer mallory' } })).status).toBe(401);
  });

  test('of a field that needs a sign-in says so as an event', async () => {
    const [first] = await eventsOf(await stream('subscription { secret { number } }'));
    expect(JSON.stringify(first)).toContain('UNAUTHENTICATED');
  });

  test('that fails says so, without words of the fault', async () => {
    const text = await (await stream('subscription { failing { number } }')).text();
    expect(text).toContain('"number":1');
    expect(text).toContain('"code":"INTERNAL"');
    expect(text).toContain('event: complete');
    expect(text).not.toContain('secret');
  });

  test('shows signs of life while nothing happens', async () => {
    const controller = new AbortController();
    const answer = await stream('subscription { idle { number } }', { signal: controller.signal });
    const pieces: string[] = [];
    for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      pieces.push(piece);
      if (pieces.length === 3) break;
    }
    expect(pieces).toEqual([':\n\n', ':\n\n', ':\n\n']);
    controller.abort();
  });
});

describe('a reader', () => {
  test('that goes away ends the subscription at its source, and the gauge falls', async () => {
    const { counters } = world.lab;
    await expect.poll(() => world.metric(gauge), patiently).toBe(0);
    const { closed } = counters;
    const controller = new AbortController();
    await stream('subscription { idle { number } }', { signal: controller.signal });
    await expect.poll(() => world.metric(gauge), patiently).toBe(1);
    controller.abort();
    await expect.poll(() => counters.closed, patiently).toBe(closed + 1);
    await expect.poll(() => world.metric(gauge), patiently).toBe(0);
  });

  test('that stops reading halts the source, and goes on where it stopped', async () => {
    const { counters } = world.lab;
    counters.emitted = 0;
    const body = JSON.stringify({ query: 'subscription { ticks(count: 20000, padding: 1000) { padding } }' });
    const socket = connect(world.port, '127.0.0.1').pause();
    socket.write(`POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    let before = -1;
    await expect.poll(() => {
      const stands = counters.emitted > 0 && counters.emitted === before;
      before = counters.emitted;
      return stands;
    }, { interval: 200, timeout: 20_000 }).toBe(true);
    expect(counters.emitted).toBeLessThan(15_000);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1'))).resume();
    await once(socket, 'close');
    expect(counters.emitted).toBe(20_000);
    expect(text.match(/event: next/gu)).toHaveLength(20_000);
    expect(text).toContain('event: complete');
  });

  test('whose token is revoked is told so and let go', async () => {
    const other = await startWorld({ limits: { heartbeatMs: 20 } });
    const answer = await stream('subscription { idle { number } }', { from: other, headers: { Authorization: 'Bearer alice' } });
    other.revoke('alice');
    expect(await eventsOf(answer)).toEqual([{ event: 'next', data: { errors: [{ message: 'The token was revoked', extensions: { code: 'UNAUTHENTICATED' } }] } }, complete]);
    await expect.poll(() => other.lab.counters.closed, patiently).toBe(1);
    await other.stop();
  });
});
