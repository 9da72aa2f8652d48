import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRpcCaller, openRpcSocket, toCall, type RpcCaller } from '../testkit/rpc.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
let mallory: RpcCaller;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  token = await world.register('mallory');
  mallory = createRpcCaller(world.urls.api, token);
});
afterAll(() => world.close());

const partly = (part: object): unknown => expect.objectContaining(part);

const answerSchema = z.object({ error: z.object({ code: z.int() }) });
/** The HTTP status, and the number of the one refusal. */
const codeOf = async (body: string): Promise<[number, number]> => {
  const answer = await mallory.send(body);
  const said: unknown = await answer.json();
  return [answer.status, answerSchema.parse(Array.isArray(said) && said.length === 1 ? said[0] : said).error.code];
};
const nested = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels);
const withParams = (params: string): string => `{"jsonrpc":"2.0","id":1,"method":"fs.list","params":${params}}`;

describe('a body', () => {
  test.each<[string, () => string, number, number]>([
    ['larger than may be', () => withParams(`{"path":"${'x'.repeat(33 * 1024 * 1024)}"}`), 413, -32019],
    ['of a million lists in each other', () => nested(1_000_000, '[', ']'), 200, -32600],
    ['of a million objects in each other', () => `${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`, 200, -32600],
    ['whose parameters nest a million times', () => withParams(nested(1_000_000, '[', ']')), 200, -32602],
    ['with a batch of a million', () => `[${Array.from({ length: 1_000_000 }, () => '1').join(',')}]`, 200, -32600],
    ['with a million parameters', () => withParams(`[${Array.from({ length: 1_000_000 }, () => '"."').join(',')}]`), 200, -32602],
    ['with a method of ten megabytes', () => JSON.stringify(toCall('x'.repeat(10_000_000))), 200, -32601],
    ['with a method of unpaired surrogates', () => '{"jsonrpc":"2.0","id":1,"method":"\\ud800"}', 200, -32601],
    ['with a number that there is not', () => withParams('{"limit":1e999}'), 200, -32602],
    ['with a prototype for parameters', () => withParams('{"__proto__":{"path":"x"},"path":7}'), 200, -32602],
    ['with a prototype for itself', () => '{"__proto__":{"jsonrpc":"2.0","method":"fs.list"},"id":1}', 200, -32600],
    ['that ends early', () => withParams('{"path":"x"').slice(0, -1), 200, -32700],
    ['that is something else', () => 'path=x&y=z', 200, -32700],
  ])('%s is refused', async (...[, body, status, code]) => {
    expect(await codeOf(body())).toEqual([status, code]);
  }, 30_000);

  test('says nothing of itself in a refusal, and nothing of ours', async () => {
    const answer = await (await mallory.send(withParams(`{"path":"${'../'.repeat(10)}etc/passwd"}`))).text();
    expect(answer).not.toMatch(/passwd|node_modules|\.ts|Error:|at /u);
  });

  test('with a prototype changes nothing for others', async () => {
    await mallory.send(withParams('{"constructor":{"prototype":{"polluted":1}},"__proto__":{"polluted":1}}'));
    expect('polluted' in {}).toBe(false);
  });

  test('that never comes is not waited for by others', async () => {
    const { hostname, port } = new URL(world.urls.api);
    const slow = connect(Number(port), hostname);
    slow.write(`POST /rpc HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 1000\r\n\r\n{`);
    expect(await mallory.call('fs.list')).toMatchObject({ path: '.' });
    slow.destroy();
  });
});

test('a batch that asks for far more than it may get is answered all the same', async () => {
  await mallory.call('fs.write', { path: 'large', content: 'x'.repeat(4 * 1024 * 1024) });
  const answer = await mallory.send(Array.from({ length: 40 }, (_, id) => toCall('fs.read', { path: 'large' }, id)));
  const answers: unknown = await answer.json();
  expect([answer.status, Array.isArray(answers) && answers.length]).toEqual([200, 40]);
  expect(answers).toContainEqual(expect.objectContaining({ error: partly({ code: -32063 }) }));
});

describe('a connection', () => {
  test('survives messages that are none', async () => {
    const socket = await openRpcSocket(world.urls.api, `?token=${token}`);
    for (const message of ['', '{', '[]', 'null', '"x"', '[[]]', nested(100_000, '[', ']'), Buffer.from([0xff, 0xfe]), '{"jsonrpc":"2.0","id":{},"method":"fs.list"}']) socket.socket.send(message);
    expect(await socket.call('fs.list')).toMatchObject({ result: { path: '.' } });
    expect(socket.messages.filter((message) => 'error' in message && message.error !== undefined)).toHaveLength(9);
    socket.close();
  });

  test('ends for a message that is too large', async () => {
    const socket = new WebSocket(`${world.urls.api.replace('http', 'ws')}/ws?token=${token}`);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    socket.send('x'.repeat(33 * 1024 * 1024));
    expect((await closed)[0]).toBe(1009);
  });

  test.each(['', '?token=', '?token=x', '?api_key=x', '?token=a&token=b', '?access_token=x', `?token=${'x'.repeat(10_000)}`])('is refused for %j', async (query) => {
    const socket = new WebSocket(`${world.urls.api.replace('http', 'ws')}/ws${query.startsWith('?access') ? `?access_token=${token}` : query}`);
    socket.on('error', () => undefined);
    expect(await new Promise((resolve) => socket.once('unexpected-response', (_, response) => resolve(response.statusCode)))).toBe(401);
  });

  test('of a page elsewhere is refused, of the Studio it is let in', async () => {
    const open = async (origin: string): Promise<number> => {
      const socket = new WebSocket(`${world.urls.api.replace('http', 'ws')}/ws?token=${token}`, { headers: { Origin: origin } });
      socket.on('error', () => undefined);
      const status = await new Promise<number>((resolve) => {
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
        socket.once('open', () => resolve(101));
      });
      socket.terminate();
      return status;
    };
    expect([await open('http://evil.example'), await open('null'), await open('http://localhost:6711'), await open('http://127.0.0.1:6711')]).toEqual([403, 403, 101, 101]);
  });

  test('loses its voice with its key', async () => {
    const headers = { Authorization: `Bearer ${token}` };
    const key = z.object({ id: z.string(), token: z.string() }).parse(await (await world.post(`${world.urls.auth}/auth/api-keys`, { name: 'short' }, token)).json());
    const socket = await openRpcSocket(world.urls.api, `?api_key=${key.token}`);
    expect(await socket.call('fs.list')).toMatchObject({ result: {} });
    await fetch(`${world.urls.auth}/auth/api-keys/${key.id}`, { method: 'DELETE', headers });
    const closed = once(socket.socket, 'close');
    expect(await socket.call('fs.list')).toMatchObject({ error: { code: -32001 } });
    expect((await closed)[0]).toBe(4401);
  });

  test('may be one of many, and all are answered', async () => {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => openRpcSocket(world.urls.api, `?token=${token}`)));
    const answers = await Promise.all(sockets.flatMap((socket) => Array.from({ length: 20 }, () => socket.call('fs.describe'))));
    expect(answers.every(({ error }) => error === undefined)).toBe(true);
    for (const socket of sockets) socket.close();
  });
});

test('the server still answers, and nothing of this was a fault', async () => {
  expect(await mallory.call('fs.list')).toMatchObject({ path: '.' });
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
