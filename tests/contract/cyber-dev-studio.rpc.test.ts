import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { JSONRPCClient, JSONRPCErrorException, type JSONRPCResponse } from 'json-rpc-2.0';
import jsonwebtoken from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRpcCaller, toCall, type RpcCaller } from '../testkit/rpc.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
let user: RpcCaller;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  token = await world.register('caller');
  user = createRpcCaller(world.urls.api, token);
});
afterAll(() => world.close());

const aText: unknown = expect.any(String);
const anything: unknown = expect.anything();

const someOf = (part: unknown): unknown => expect.arrayContaining([part]);
const partly = (part: object): unknown => expect.objectContaining(part);
const post = (headers: Record<string, string>, body: unknown = toCall('fs.list')): Promise<Response> => fetch(`${world.urls.api}/rpc`, { method: 'POST', headers, body: JSON.stringify(body) });
const answerOf = async (body: unknown): Promise<[number, unknown]> => {
  const answer = await user.send(body);
  return [answer.status, answer.status === 204 ? await answer.text() : await answer.json()];
};
const failed = (code: number, id: unknown = null) => ({ jsonrpc: '2.0', error: { code, message: aText, data: anything }, id });
const apiKey = async (): Promise<{ id: string; token: string }> => z.object({ id: z.string(), token: z.string() }).parse(await (await world.post(`${world.urls.auth}/auth/api-keys`, { name: 'rpc' }, token)).json());

describe('who may call', () => {
  test('is whoever has a token, or an API key in either header', async () => {
    const key = (await apiKey()).token;
    for (const headers of [{ Authorization: `Bearer ${token}` }, { 'X-API-Key': key }, { Authorization: `Bearer ${key}` }]) {
      const answer = await post({ 'Content-Type': 'application/json', ...headers });
      expect([answer.status, await answer.json()]).toEqual([200, { jsonrpc: '2.0', result: anything, id: 1 }]);
    }
  });

  test('is nobody without a credential, or with a bad one', async () => {
    const foreign = z.object({ token: z.string() }).parse(await (await world.post(`${world.urls.cloudbrain}/api/v1/auth/login`, { ai_id: 32, ai_name: 'GLM47' })).json()).token;
    const claims = { sub: 1, username: 'admin', role: 'admin', iss: 'cyber-dev-studio' };
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const bad = [
      jsonwebtoken.sign(claims, 'guessed secret of somebody', { expiresIn: 60 }),
      jsonwebtoken.sign(claims, '', { algorithm: 'none', expiresIn: 60 }),
      jsonwebtoken.sign(claims, createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })), { algorithm: 'RS256', expiresIn: 60 }),
      `${token.slice(0, -4)}AAAA`,
      foreign,
      'x',
    ];
    const refused = [{}, ...bad.map((credential) => ({ Authorization: `Bearer ${credential}` })), { 'X-API-Key': 'nope' }, { Authorization: 'Basic YTpi' }];
    for (const headers of refused) {
      const answer = await post(headers);
      expect([answer.status, await answer.json()]).toEqual([401, failed(-32001)]);
    }
  });

  test('is not who has a key that was revoked', async () => {
    const key = await apiKey();
    expect((await post({ 'X-API-Key': key.token })).status).toBe(200);
    await fetch(`${world.urls.auth}/auth/api-keys/${key.id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
    expect((await post({ 'X-API-Key': key.token })).status).toBe(401);
  });
});

describe('the protocol', () => {
  test.each(['run-sample', '', 7, -1.5, null])('echoes the id %j', async (id) => {
    expect(await answerOf(toCall('fs.list', {}, id))).toEqual([200, { jsonrpc: '2.0', result: anything, id }]);
  });

  test('tells what is no JSON', async () => {
    expect(await answerOf('{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]')).toEqual([200, failed(-32700)]);
    expect(await answerOf('[{"jsonrpc":"2.0","method":"sum"},{"jsonrpc":"2.0","method"]')).toEqual([200, failed(-32700)]);
    expect(await answerOf('')).toEqual([200, failed(-32700)]);
  });

  test.each<[unknown]>([[{}], [[]], ['1'], ['"x"'], ['null'], [{ jsonrpc: '2.0', method: 1 }], [{ jsonrpc: '1.0', method: 'fs.list', id: 5 }], [{ method: 'fs.list', id: 5 }], [{ jsonrpc: '2.0', method: 'fs.list', params: 1, id: 5 }]])('tells that %j is no request', async (body) => {
    expect(await answerOf(body)).toEqual([200, failed(-32600)]);
  });

  test.each(['foobar', 'constructor', '__proto__', 'hasOwnProperty', 'rpc.x', 'fs', 'fs.', 'FS.READ', 'fs.read '])('knows no method %j', async (method) => {
    expect(await answerOf(toCall(method, {}, 'x'))).toEqual([200, failed(-32601, 'x')]);
  });

  test('names the parameter at fault and why', async () => {
    expect(await user.refusal('fs.read')).toEqual({ code: -32602, message: 'validation failed', data: { field: 'path', reason: 'is required' } });
    expect(await user.refusal('fs.read', { path: 7 })).toEqual({ code: -32602, message: 'validation failed', data: { field: 'path', reason: 'must be a text' } });
    expect(await user.refusal('fs.read', { path: 'a', encoding: 'latin1' })).toMatchObject({ code: -32602, data: { field: 'encoding' } });
    expect(await user.refusal('fs.list', { path: '.', limit: 0 })).toMatchObject({ code: -32602, data: { field: 'limit' } });
  });

  test('answers a batch, each call for itself', async () => {
    const [status, body] = await answerOf([toCall('fs.list', {}, 1), { jsonrpc: '2.0', method: 'fs.list' }, { foo: 'boo' }, toCall('nope', {}, '5'), toCall('fs.list', [], '9')]);
    expect(status).toBe(200);
    expect(body).toHaveLength(4);
    expect(body).toEqual(expect.arrayContaining([
      { jsonrpc: '2.0', result: anything, id: 1 }, failed(-32600), failed(-32601, '5'), { jsonrpc: '2.0', result: anything, id: '9' },
    ]));
    expect(await answerOf([1])).toEqual([200, [failed(-32600)]]);
    expect(await answerOf([1, 2, 3])).toEqual([200, [failed(-32600), failed(-32600), failed(-32600)]]);
  });

  test('does what a notification says and is silent', async () => {
    expect(await answerOf({ jsonrpc: '2.0', method: 'fs.write', params: { path: 'quiet.txt', content: 'done' } })).toEqual([204, '']);
    expect(await answerOf([{ jsonrpc: '2.0', method: 'fs.write', params: { path: 'quiet2.txt', content: 'done' } }, { jsonrpc: '2.0', method: 'nope' }])).toEqual([204, '']);
    expect(await user.call('fs.read', { path: 'quiet.txt' })).toMatchObject({ content: 'done' });
    expect(await user.call('fs.read', { path: 'quiet2.txt' })).toMatchObject({ content: 'done' });
  });
});

test('the API describes itself as OpenRPC and as OpenAPI', async () => {
  const document: unknown = await (await fetch(`${world.urls.api}/openrpc.json`)).json();
  expect(document).toMatchObject({ openrpc: '1.3.2' });
  expect(await user.call('rpc.discover')).toEqual(document);
  expect(await (await fetch(`${world.urls.api}/openapi.json`)).json()).toMatchObject({ openapi: '3.0.3', paths: { '/rpc': { post: {} } } });
});

test('whether it is ready is told to anybody', async () => {
  const answer = await fetch(`${world.urls.api}/health`);
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
});

test('metrics are told to anybody, in the Prometheus text format, by method', async () => {
  await user.call('fs.list');
  const answer = await fetch(`${world.urls.api}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')]);
  expect(await answer.text()).toMatch(/^rpc_calls_total\{method="fs.list",transport="http",outcome="ok"\} \d+$/mu);
});

test('pages of the Studio may call, others may not read', async () => {
  const preflight = await fetch(`${world.urls.api}/rpc`, { method: 'OPTIONS', headers: { Origin: 'http://localhost:6711', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type' } });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'http://localhost:6711']);
  expect((await post({ Origin: 'http://evil.example', Authorization: `Bearer ${token}` })).headers.get('access-control-allow-origin')).toBeNull();
});

test('a client that others wrote finds its way, also in batches and notifications', async () => {
  const client: JSONRPCClient = new JSONRPCClient(async (request) => {
    const answer = await user.send(request);
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the client checks what it receives
    if (answer.status === 200) client.receive((await answer.json()) as JSONRPCResponse | JSONRPCResponse[]);
    else if (answer.status !== 204) throw new Error(`HTTP ${answer.status}`);
  });
  expect(await client.request('fs.write', { path: 'client.txt', content: 'hi' })).toMatchObject({ path: 'client.txt', size: 2 });
  client.notify('fs.mkdir', ['folder']);
  const answers = await client.requestAdvanced([
    { jsonrpc: '2.0', id: 101, method: 'fs.read', params: { path: 'client.txt' } },
    { jsonrpc: '2.0', id: 102, method: 'fs.read', params: { path: 'none.txt' } },
  ]);
  expect(answers).toMatchObject([{ id: 101, result: { content: 'hi' } }, { id: 102, error: { code: -32004 } }]);
  const refused = await Promise.resolve(client.request('fs.read', {})).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(JSONRPCErrorException);
  expect(refused).toMatchObject({ code: -32602, message: 'validation failed', data: { field: 'path', reason: 'is required' } });
  await expect.poll(() => user.call('fs.list')).toMatchObject({ entries: someOf(partly({ name: 'folder' })) });
});
