import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { writeTinyModel } from '../../subgraphs/inference/backends/llama/gguf.fixture.ts';
import { startHub } from '../../subgraphs/inference/models/hub.fixture.ts';
import { createRpcCaller, openRpcSocket, toCall, type RpcCaller } from '../testkit/rpc.ts';
import { createWorld, type World } from '../testkit/world.ts';

let hub: Awaited<ReturnType<typeof startHub>>;
let world: World;
let admin: RpcCaller;
let adminToken: string;
let developer: RpcCaller;
let token: string;
const model = writeTinyModel();

beforeAll(async () => {
  hub = await startHub();
  hub.put('/ada/tiny/resolve/main/tiny.gguf', { bytes: model });
  world = await createWorld({ HF_ENDPOINT: hub.url });
  adminToken = await world.signInAdmin();
  admin = createRpcCaller(world.urls.api, adminToken);
  token = await world.register('dev');
  developer = createRpcCaller(world.urls.api, token);
});
afterAll(async () => {
  await world.close();
  hub.close();
});

const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const numbers: unknown = expect.arrayContaining([expect.any(Number)]);
const someOf = (part: unknown): unknown => expect.arrayContaining([part]);
const partly = (part: object): unknown => expect.objectContaining(part);

const messages = [{ role: 'user', content: 'How do I create an environment?' }];
const chat = { model: 'help', messages, max_tokens: 8 };
const usageSchema = z.object({ usage: z.object({ total_tokens: z.int() }) });
const balanceOf = async (caller: RpcCaller): Promise<number> => z.object({ token_balance: z.int() }).parse(await caller.call('llm.status')).token_balance;
const usageRows = async (): Promise<number> => (await world.database.pool.query('SELECT 1 FROM tokens_used')).rowCount ?? 0;

/** A new user who has so many tokens. */
async function withBalance(username: string, balance: number): Promise<RpcCaller> {
  const made = await world.post(`${world.urls.auth}/auth/register`, { username, password: 'a long enough secret', token_balance: balance }, adminToken);
  return createRpcCaller(world.urls.api, z.object({ token: z.string() }).parse(await made.json()).token);
}

describe('language models', () => {
  test('chat as the OpenAI API does', async () => {
    expect(await developer.call('llm.chat', chat)).toMatchObject({
      id: matching(/^chatcmpl-/u), object: 'chat.completion', created: aNumber, model: 'help',
      choices: [{ index: 0, message: { role: 'assistant', content: aText }, finish_reason: aText }],
      usage: { prompt_tokens: aNumber, completion_tokens: aNumber, total_tokens: aNumber },
    });
  });

  test('go on from a text', async () => {
    expect(await developer.call('llm.completion', { model: 'help', prompt: 'Send', max_tokens: 4 })).toMatchObject({ object: 'text_completion', model: 'help', choices: [{ index: 0, text: aText }] });
  });

  test('turn texts into vectors', async () => {
    const { data, ...rest } = await developer.call('llm.embed', { model: 'help', input: ['Hello', 'there'] });
    expect(rest).toMatchObject({ object: 'list', model: 'help' });
    expect(data).toMatchObject([{ object: 'embedding', index: 0, embedding: numbers }, { index: 1 }]);
  });

  test('are listed', async () => {
    expect(await developer.call('llm.list_models')).toMatchObject({ object: 'list', data: [{ id: 'help', object: 'model' }] });
  });

  test('refuse what is wrong by name', async () => {
    expect(await developer.refusal('llm.chat', { messages })).toEqual({ code: -32602, message: 'validation failed', data: { field: 'model', reason: 'is required' } });
    expect(await developer.refusal('llm.chat', { model: 'help' })).toMatchObject({ code: -32602, data: { field: 'messages' } });
    expect(await developer.refusal('llm.chat', { ...chat, max_tokens: 0 })).toMatchObject({ code: -32602, data: { field: 'max_tokens' } });
    expect(await developer.refusal('llm.chat', { ...chat, model: 'none' })).toMatchObject({ code: -32044 });
    expect(await developer.refusal('llm.embed', { model: 'help' })).toMatchObject({ code: -32602, data: { field: 'input' } });
  });

  test('stream over a WebSocket, and answer the whole at the end', async () => {
    const socket = await openRpcSocket(world.urls.api, `?token=${token}`);
    const { result } = z.object({ result: z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })), usage: z.object({ completion_tokens: z.int() }) }) }).parse(await socket.call('llm.chat', { ...chat, stream: true, temperature: 0 }));
    const pieces = socket.told('llm.delta').map((params) => z.object({ call_id: z.string(), chunk: z.object({ choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }) })) }) }).parse(params));
    expect(pieces.map(({ chunk }) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(result.choices[0]?.message.content);
    expect(pieces.length).toBeGreaterThan(2);
    socket.close();
  });
});

describe('tokens', () => {
  test('are paid by use, told in the status and in a header, and written down', async () => {
    const caller = await withBalance('payer', 1000);
    const before = await usageRows();
    const answer = await caller.send(toCall('llm.chat', chat));
    const { total_tokens: total } = z.object({ result: usageSchema }).parse(await answer.json()).result.usage;
    expect(answer.headers.get('x-token-balance')).toBe(String(1000 - total));
    expect(await balanceOf(caller)).toBe(1000 - total);
    const embedded = usageSchema.parse(await caller.call('llm.embed', { model: 'help', input: 'Hello' })).usage.total_tokens;
    const completed = usageSchema.parse(await caller.call('llm.completion', { model: 'help', prompt: 'Send', max_tokens: 2 })).usage.total_tokens;
    expect(await balanceOf(caller)).toBe(1000 - total - embedded - completed);
    expect(await usageRows()).toBe(before + 3);
    const { rows } = await world.database.pool.query<Record<string, unknown>>('SELECT row_to_json(t)::text AS text FROM tokens_used t');
    expect(rows.every(({ text }) => typeof text === 'string' && text.includes('"model":"help"'))).toBe(true);
    const me = await fetch(`${world.urls.auth}/auth/me`, { headers: { Authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ token_balance: await balanceOf(developer) });
  });

  test('that are missing are told by HTTP 429, and nothing is generated', async () => {
    const caller = await withBalance('poor', 3);
    const before = await usageRows();
    const answer = await caller.send(toCall('llm.chat', chat, 'x'));
    expect([answer.status, await answer.json()]).toEqual([429, { jsonrpc: '2.0', error: { code: -32029, message: aText, data: partly({ balance: 3 }) }, id: 'x' }]);
    const batch = await caller.send([toCall('llm.chat', chat, 1), toCall('llm.completion', { model: 'help', prompt: 'Send', max_tokens: 99 }, 2)]);
    expect([batch.status, await batch.json()]).toMatchObject([429, [{ error: { code: -32029 } }, { error: { code: -32029 } }]]);
    const mixed = await caller.send([toCall('llm.chat', chat, 1), toCall('fs.list', {}, 2)]);
    expect([mixed.status, await mixed.json()]).toMatchObject([200, [{ error: { code: -32029 } }, { result: {} }]]);
    expect([await balanceOf(caller), await usageRows()]).toEqual([3, before]);
  });
});

describe('the keeping of models', () => {
  test('is not for developers, whatever they send', async () => {
    for (const method of ['llm.download', 'llm.start', 'llm.stop']) for (const params of [{}, { model: 'help' }, { repo: 'ada/tiny', file: 'tiny.gguf' }]) expect(await developer.refusal(method, params)).toMatchObject({ code: -32003 });
  });

  test('downloads, loads and unloads for administrators', async () => {
    const socket = await openRpcSocket(world.urls.api, `?token=${adminToken}`);
    const { id } = z.object({ id: z.string() }).parse(await admin.call('llm.download', { repo: 'ada/tiny', file: 'tiny.gguf' }));
    await socket.call('llm.subscribe_download', { id });
    await socket.until(() => socket.told('subscription.ended')[0]);
    expect(socket.told('llm.downloading').at(-1)).toMatchObject({ download: { id, status: 'succeeded', received_bytes: model.length } });
    socket.close();
    expect(await admin.call('llm.start', { model: 'tiny', context_size: 64 })).toMatchObject({ model: 'tiny', context_size: 64 });
    expect(await developer.call('llm.status')).toMatchObject({ models: someOf(partly({ id: 'tiny', loaded: true })) });
    expect(await admin.call('llm.stop', { model: 'tiny' })).toEqual({ model: 'tiny', unloaded: true });
  });

  test('refuses names that lead elsewhere', async () => {
    expect(await admin.refusal('llm.download', { repo: 'ada/tiny', file: '../../etc/passwd' })).toMatchObject({ code: -32602, data: { field: 'file' } });
    expect(await admin.refusal('llm.download', { repo: '../x', file: 'a.gguf' })).toMatchObject({ code: -32602, data: { field: 'repo' } });
    expect(await admin.refusal('llm.start', { model: 'none' })).toMatchObject({ code: -32044 });
  });
});

test('calls of models are limited for each user, and say when to come back', async () => {
  const strict = await createWorld({ RATE_LIMITS: 'on', LLM_RATE_PER_MINUTE: '2' }, { model: false });
  try {
    const caller = createRpcCaller(strict.urls.api, await strict.register('eager'));
    const other = createRpcCaller(strict.urls.api, await strict.register('other'));
    await caller.call('llm.list_models');
    await caller.call('llm.status');
    const answer = await caller.send(toCall('llm.status', {}, 'x'));
    expect([answer.status, await answer.json()]).toMatchObject([429, { error: { code: -32030, data: { retry_after_seconds: aNumber } }, id: 'x' }]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await caller.send(toCall('fs.list'))).status).toBe(200);
    expect((await other.send(toCall('llm.status'))).status).toBe(200);
  } finally {
    await strict.close();
  }
});

test('keys are kept as their digests only', async () => {
  const { token: key } = z.object({ token: z.string() }).parse(await (await world.post(`${world.urls.auth}/auth/api-keys`, { name: 'digest' }, token)).json());
  const { rows } = await world.database.pool.query<{ text: string }>('SELECT row_to_json(k)::text AS text FROM identity.api_keys k');
  expect(rows.some(({ text }) => text.includes(createHash('sha256').update(key).digest('hex')))).toBe(true);
  expect(rows.some(({ text }) => text.includes(key))).toBe(false);
});
