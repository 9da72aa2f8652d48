import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCyborgMindClient, documentedToken as token, frameSchema, type CyborgMindClient } from '../testkit/cyborg-mind.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CyborgMindClient;
beforeAll(async () => {
  world = await createWorld({ CORS_ALLOWED_ORIGINS: 'http://page.example' }, { model: false });
  client = createCyborgMindClient(world.urls.cyborg);
});
afterAll(() => world.close());

const observation = [0.1, 0.2, 0.3, 0.4];
const failed = (error: unknown) => ({ action: null, value: null, pressure: null, error });

describe('a good message', () => {
  test('gets the action, the value and the pressure, and no error', async () => {
    const stream = await client.stream();
    const frame = await stream.ask({ observation, deterministic: true, token });
    expect(Object.keys(frame)).toEqual(['action', 'value', 'pressure', 'error']);
    expect(frame).toEqual({ action: expect.any(Number), value: expect.any(Number), pressure: expect.any(Number), error: null });
    expect(frame.pressure).toBeGreaterThanOrEqual(0);
    expect(frame.pressure).toBeLessThanOrEqual(1);
    await stream.close();
  });

  test('is deterministic when it does not say', async () => {
    const frames = [];
    for (let round = 0; round < 10; round += 1) {
      const stream = await client.stream();
      frames.push(await stream.ask({ observation: [0, 0, 0, 0], token }));
      await stream.close();
    }
    for (const frame of frames) expect(frame).toEqual(frames[0]);
  });

  test('may come as bytes', async () => {
    const stream = await client.stream();
    expect((await stream.ask(Buffer.from(JSON.stringify({ observation, token })))).error).toBeNull();
    await stream.close();
  });

  test('needs no token where the connection was opened with one', async () => {
    for (const options of [{ headers: { Authorization: `Bearer ${token}` } }, { path: `/stream?token=${token}` }]) {
      const stream = await client.stream(options);
      expect((await stream.ask({ observation })).error).toBeNull();
      expect((await stream.ask({ observation, token: 'wrong' })).error).toContain('Authentication failed');
      await stream.close();
    }
  });
});

describe('a bad message', () => {
  test.each<[string, unknown, string]>([
    ['without a token', { observation }, "Authentication failed: Missing 'token' field in message"],
    ['with an empty token', { observation, token: '' }, "Authentication failed: Missing 'token' field in message"],
    ['with a number for a token', { observation, token: 7 }, "Authentication failed: Missing 'token' field in message"],
    ['with a wrong token', { observation, token: 'wrong' }, 'Authentication failed: Invalid authentication token'],
    ['without an observation', { token }, "Missing 'observation' field"],
    ['with a short observation', { observation: [1, 2], token }, 'Expected observation of length 4, got 2'],
    ['with a text in the observation', { observation: [1, '2', 3, 4], token }, 'observation[1] must be a number'],
    ['with a word for the flag', { observation, deterministic: 'maybe', token }, 'deterministic must be true or false'],
    ['of bad JSON', '{"observation": [', 'Invalid JSON: a message is one JSON object'],
    ['of nothing', '', 'Invalid JSON: a message is one JSON object'],
    ['of null', 'null', "Authentication failed: Missing 'token' field in message"],
  ])('%s is answered with what is wrong, and the connection goes on', async (_, message, error) => {
    const stream = await client.stream();
    expect(await stream.ask(message)).toEqual(failed(error));
    expect((await stream.ask({ observation, token })).error).toBeNull();
    await stream.close();
  });

  test('moves no state', async () => {
    const [one, other] = [await client.stream(), await client.stream()];
    for (const stream of [one, other]) await stream.ask({ observation, token });
    for (const message of ['{', { token }, { observation: [1], token }, { observation, token: 'wrong' }]) await one.ask(message);
    expect(await one.ask({ observation, token })).toEqual(await other.ask({ observation, token }));
    await Promise.all([one.close(), other.close()]);
  });

  test('that is too large ends the connection', async () => {
    const stream = await client.stream();
    const closed = once(stream.socket, 'close');
    stream.send('x'.repeat(1024 * 1024 + 1));
    expect((await closed)[0]).toBe(1009);
  });
});

describe('a connection', () => {
  test('is an agent of its own, which goes with it', async () => {
    const [one, other] = [await client.stream(), await client.stream()];
    const first = await one.ask({ observation, token });
    const second = await one.ask({ observation, token });
    expect(second.value).not.toBe(first.value);
    expect(await other.ask({ observation, token })).toEqual(first);
    const agents = async (): Promise<number> => {
      const { data } = await world.graphql('{ policy { agents(first: 100) { nodes { id } } } }', { token });
      return z.object({ policy: z.object({ agents: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }) }).parse(data).policy.agents.nodes.filter(({ id }) => id.startsWith('stream-')).length;
    };
    expect(await agents()).toBe(2);
    await Promise.all([one.close(), other.close()]);
    await expect.poll(agents).toBe(0);
  });

  test('answers in order, however many messages are sent at once', async () => {
    const stream = await client.stream();
    const twin = await client.stream();
    const count = 500;
    for (let index = 0; index < count; index += 1) stream.send(index % 5 === 4 ? { observation: [index], token } : { observation: [index / count, 0, 0, 0], token });
    for (let index = 0; index < count; index += 1) {
      const expected = index % 5 === 4 ? failed('Expected observation of length 4, got 1') : await twin.ask({ observation: [index / count, 0, 0, 0], token });
      expect(await stream.next()).toEqual(expected);
    }
    await Promise.all([stream.close(), twin.close()]);
  });

  test('of a page is let in by its origin', async () => {
    const open = async (origin: string): Promise<number> => {
      const socket = new WebSocket(`${world.urls.cyborg.replace('http', 'ws')}/stream`, { origin });
      return new Promise((resolve) => {
        socket.on('open', () => {
          socket.close();
          resolve(101);
        });
        socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
        socket.on('error', () => undefined);
      });
    };
    expect([await open('http://page.example'), await open(world.urls.cyborg), await open('http://evil.example'), await open('null')]).toEqual([101, 101, 403, 403]);
  });

  test('elsewhere than /stream is refused', async () => {
    const socket = new WebSocket(`${world.urls.cyborg.replace('http', 'ws')}/elsewhere`);
    expect(await new Promise((resolve) => socket.on('unexpected-response', (_, response) => resolve(response.statusCode)).on('error', () => undefined))).toBe(404);
  });

  test('counts', async () => {
    const before = [await client.counted('/stream', 'success'), await client.counted('/stream', 'error'), await client.counted('/stream', 'auth_failed')];
    const stream = await client.stream();
    for (const message of [{ observation, token }, { observation, token }, { token }, { observation, token: 'wrong' }]) await stream.ask(message);
    const after = [await client.counted('/stream', 'success'), await client.counted('/stream', 'error'), await client.counted('/stream', 'auth_failed')];
    expect(after.map((count, index) => count - (before[index] ?? Number.NaN))).toEqual([2, 1, 1]);
    expect(await client.metrics()).toMatch(/^cyborg_websocket_connections_total\{status="connected"\} \d+$/mu);
    await stream.close();
  });
});

test('the documented program prints an action and a value', async () => {
  const answer = await new Promise((resolve) => {
    const ws = new WebSocket(`${world.urls.cyborg.replace('http', 'ws')}/stream`);
    ws.onopen = () => ws.send(JSON.stringify({ observation: [0.1, 0.2, 0.3, 0.4], deterministic: true, token: 'cyborg-secret-v2' }));
    ws.onmessage = ({ data }) => {
      resolve(JSON.parse(z.string().parse(data)));
      ws.close();
    };
  });
  expect(frameSchema.parse(answer).error).toBeNull();
});

test('a stop closes every connection and tells it to come back', async () => {
  const short = await createWorld({}, { model: false });
  const stream = await createCyborgMindClient(short.urls.cyborg).stream();
  await stream.ask({ observation, token });
  const closed = once(stream.socket, 'close');
  await short.close();
  expect((await closed)[0]).toBe(1001);
});
