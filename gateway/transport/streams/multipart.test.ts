import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '#kernel/errors';
import { readParts } from '../fixture/multipart.ts';
import { startWorld, type World } from '../fixture/world.ts';

const patiently = { timeout: 10_000, interval: 10 };
const gauge = 'graphql_open_streams{transport="multipart"}';
/** What @apollo/client sends with a subscription. */
const accept = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json';
let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: { closeMs: 200 } });
});
afterAll(() => world.stop());

const stream = (query: string, { headers = {}, from = world, signal }: { headers?: Record<string, string>; from?: World; signal?: AbortSignal } = {}): Promise<Response> =>
  fetch(from.graphql, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: accept, ...headers }, body: JSON.stringify({ query }), ...(signal && { signal }) });

async function partsOf(answer: Response): Promise<unknown[]> {
  const parts: unknown[] = [];
  for await (const part of readParts(answer)) parts.push(part);
  return parts;
}

const payload = (data: unknown): object => ({ payload: { data } });

describe('a multipart subscription', () => {
  test('brings every event in a payload, and its end', async () => {
    const answer = await stream('subscription { ticks(count: 3) { number } }');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('multipart/mixed; boundary="graphql"; subscriptionSpec=1.0');
    expect(await partsOf(answer)).toEqual([1, 2, 3].map((number) => payload({ ticks: { number } })));
  });

  test('loses nothing of a long one', async () => {
    const parts = await partsOf(await stream('subscription { ticks(count: 2000, padding: 1000) { number padding } }'));
    expect(parts).toHaveLength(2000);
    expect(parts[1999]).toMatchObject(payload({ ticks: { number: 2000 } }));
  });

  test('ends each part with its delimiter, so that a client need not wait for the next', async () => {
    const controller = new AbortController();
    const answer = await stream('subscription { slow { number } }', { signal: controller.signal });
    const first = await readParts(answer).next();
    expect(first.value).toEqual(payload({ slow: { number: 1 } }));
    controller.abort();
  });

  test('may be asked for by GET', async () => {
    const query = new URLSearchParams({ query: 'subscription { ticks(count: 1) { number } }' });
    expect(await partsOf(await fetch(`${world.graphql}?${query.toString()}`, { headers: { Accept: accept } }))).toHaveLength(1);
  });

  test.each(['{ hello }', 'mutation { bump }'])('is no form for %j, which is answered as JSON', async (query) => {
    const answer = await stream(query);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).not.toHaveProperty('errors');
  });

  test('is refused before it begins where the document is wrong or the sign-in is', async () => {
    expect((await stream('subscription { nope }', { headers: { Accept: 'multipart/mixed;subscriptionSpec=1.0' } })).status).toBe(400);
    expect((await stream('subscription { ticks(count: 1) { number } }', { headers: { Authorization: 'Bearer mallory' } })).status).toBe(401);
    expect((await stream('subscription { ticks(count: 1) { number } }', { headers: { Accept: 'multipart/mixed;deferSpec=20220824, application/json' } })).status).toBe(400);
  });

  test('keeps errors of the graph in the payload, and a fault to itself', async () => {
    expect(await partsOf(await stream('subscription { secret { number } }'))).toMatchObject([{ payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } }]);
    const text = await (await stream('subscription { failing { number } }')).text();
    expect(text).toContain('"number":1');
    expect(text).toContain('"code":"INTERNAL"');
    expect(text).not.toContain('a secret of the house');
  });

  test('shows signs of life while nothing happens, and tells beside the payload why it is ended', async () => {
    const ending = await startWorld({ limits: { heartbeatMs: 20 } });
    const parts = readParts(await stream('subscription { idle { number } }', { from: ending }));
    expect([(await parts.next()).value, (await parts.next()).value]).toEqual([{}, {}]);
    const stopped = ending.transport.stop();
    const rest: unknown[] = [];
    for await (const part of parts) rest.push(part);
    expect(rest.at(-1)).toEqual({ payload: null, errors: [{ message: 'The server is stopping', extensions: { code: new DomainError('UNAVAILABLE', '').code } }] });
    await stopped;
    await ending.stop();
  });

  test('ends when the token is revoked', async () => {
    const other = await startWorld({ limits: { heartbeatMs: 20 } });
    const answer = await stream('subscription { idle { number } }', { from: other, headers: { Authorization: 'Bearer alice' } });
    other.revoke('alice');
    expect((await partsOf(answer)).at(-1)).toMatchObject({ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    await expect.poll(() => other.lab.counters.closed, patiently).toBe(1);
    await other.stop();
  });
});

describe('a reader of parts', () => {
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
    socket.write(`POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nAccept: ${accept}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
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
    expect(text.match(/\{"payload":/gu)).toHaveLength(20_000);
    expect(text.slice(-40)).toContain('\r\n--\r\n');
  });
});
