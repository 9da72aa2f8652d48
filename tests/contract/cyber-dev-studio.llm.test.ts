import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
let client: OpenAI;

beforeAll(async () => {
  world = await createWorld();
  token = await world.register('chatter');
  client = clientOf(token);
});
afterAll(() => world.close());

const clientOf = (apiKey: string, at: World = world): OpenAI => new OpenAI({ apiKey, baseURL: `${at.urls.llm}/v1`, maxRetries: 0 });
const messages = [{ role: 'user' as const, content: 'How do I create an environment?' }];
const chat = { model: 'help', messages, temperature: 0, max_completion_tokens: 16 };
const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);

const tokenOf = async (answer: Response): Promise<string> => z.object({ token: z.string() }).parse(await answer.json()).token;
const post = (body: unknown, headers: Record<string, string> = { Authorization: `Bearer ${token}` }): Promise<Response> =>
  fetch(`${world.urls.llm}/v1/chat/completions`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

async function refusalOf(call: Promise<unknown>): Promise<APIError> {
  const thrown = await call.then(() => null, (error: unknown) => error);
  if (thrown instanceof APIError) return thrown;
  throw new Error('No refusal', { cause: thrown });
}

async function accountOf(owner: string): Promise<{ readonly id: number; readonly token_balance: number }> {
  const me = await fetch(`${world.urls.auth}/auth/me`, { headers: { Authorization: `Bearer ${owner}` } });
  return z.object({ id: z.number(), token_balance: z.number() }).parse(await me.json());
}
const balanceOf = async (owner: string): Promise<number> => (await accountOf(owner)).token_balance;

/** A developer with so many tokens. */
async function registerWith(balance: number, username: string): Promise<string> {
  return tokenOf(await world.post(`${world.urls.auth}/auth/register`, { username, password: 'a long enough secret', token_balance: balance }, await world.signInAdmin()));
}

describe('POST /v1/chat/completions', () => {
  test('answers as OpenAI does, in the words of a real model', async () => {
    const { data, response } = await client.chat.completions.create(chat).withResponse();
    expect(data).toMatchObject({ object: 'chat.completion', model: 'help', choices: [{ index: 0, message: { role: 'assistant' } }] });
    expect(data.id).toMatch(/^chatcmpl-[\da-f]+$/u);
    expect(data.choices[0]?.message.content).toMatch(/\w+ \w+/u);
    expect(data.choices[0]?.finish_reason).toMatch(/^(stop|length)$/u);
    expect(Math.abs(data.created - Date.now() / 1000)).toBeLessThan(60);
    const { prompt_tokens, completion_tokens, total_tokens } = data.usage ?? { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    expect(prompt_tokens).toBeGreaterThan(0);
    expect(completion_tokens).toBeLessThanOrEqual(16);
    expect(total_tokens).toBe(prompt_tokens + completion_tokens);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('ends at the token limit and says so', async () => {
    const { choices, usage } = await client.chat.completions.create({ ...chat, max_completion_tokens: 2 });
    expect([choices[0]?.finish_reason, usage?.completion_tokens]).toEqual(['length', 2]);
  });

  test('max_tokens is the older name of that limit', async () => {
    const answer = await post({ model: 'help', messages, max_tokens: 3 });
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 3 } });
  });

  test('stops before a stop text', async () => {
    const whole = (await client.chat.completions.create({ ...chat, max_completion_tokens: 24 })).choices[0]?.message.content ?? '';
    const stop = whole.trim().split(/\s+/u)[2] ?? '';
    const { choices } = await client.chat.completions.create({ ...chat, max_completion_tokens: 24, stop });
    expect(choices[0]?.finish_reason).toBe('stop');
    expect(choices[0]?.message.content).not.toContain(stop);
    expect(whole.startsWith(choices[0]?.message.content ?? 'nothing')).toBe(true);
  });

  test('the same seed gives the same answer', async () => {
    const sampled = { ...chat, temperature: 1.5, seed: 7 };
    const [one, other] = [await client.chat.completions.create(sampled), await client.chat.completions.create(sampled)];
    expect(one.choices[0]?.message.content).toBe(other.choices[0]?.message.content);
  });

  test('content may come in parts, and roles in all their kinds', async () => {
    const { choices } = await client.chat.completions.create({
      ...chat,
      messages: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', content: 'Hello!' },
        { role: 'assistant', content: 'Hello.' },
        { role: 'user', content: [{ type: 'text', text: 'How do I create' }, { type: 'text', text: 'an environment?' }] },
      ],
    });
    expect(choices[0]?.message.content).not.toBe('');
  });

  test('an API key is a credential by either header', async () => {
    const key = await tokenOf(await world.post(`${world.urls.auth}/auth/api-keys`, { name: 'llm' }, token));
    expect((await clientOf(key).chat.completions.create({ ...chat, max_completion_tokens: 1 })).object).toBe('chat.completion');
    expect((await post({ ...chat, max_completion_tokens: 1 }, { 'X-API-Key': key })).status).toBe(200);
  });
});

describe('a streamed chat', () => {
  test('is the same answer in pieces', async () => {
    const whole = await client.chat.completions.create(chat);
    const pieces: OpenAI.ChatCompletionChunk[] = [];
    for await (const piece of await client.chat.completions.create({ ...chat, stream: true, stream_options: { include_usage: true } })) pieces.push(piece);
    expect(pieces.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(whole.choices[0]?.message.content);
    expect(pieces[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(new Set(pieces.map(({ id, object, model, created }) => JSON.stringify([id, object, model, created]))).size).toBe(1);
    expect(pieces.flatMap(({ choices }) => choices.map(({ finish_reason }) => finish_reason)).filter((reason) => reason !== null)).toEqual([whole.choices[0]?.finish_reason]);
    expect(pieces.at(-1)?.choices).toEqual([]);
    expect(pieces.at(-1)?.usage?.total_tokens).toBe(whole.usage?.total_tokens);
  });

  test('is server-sent events that end with [DONE]', async () => {
    const answer = await post({ ...chat, stream: true });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const frames = (await answer.text()).split('\n\n');
    expect(frames.at(-1)).toBe('');
    expect(frames.at(-2)).toBe('data: [DONE]');
    for (const frame of frames.slice(0, -2)) {
      expect(JSON.parse(frame.replace(/^data: /u, ''))).toMatchObject({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: {} }] });
      expect(frame).not.toContain('"usage"');
    }
  });

  test('that is refused has its status and no events', async () => {
    expect(await refusalOf(client.chat.completions.create({ ...chat, model: 'none', stream: true }))).toMatchObject({ status: 404, code: 'model_not_found' });
  });
});

describe('bad input', () => {
  const error = (parts: object) => ({ error: { message: aText, type: 'invalid_request_error', param: null, code: null, ...parts } });

  test.each<[string, unknown, number, object]>([
    ['no model', { messages }, 400, { param: 'model', code: 'invalid_value' }],
    ['no messages', { model: 'help' }, 400, { param: 'messages', code: 'invalid_value' }],
    ['an empty list of messages', { model: 'help', messages: [] }, 400, { param: 'messages', code: 'invalid_value' }],
    ['a wrong type', { ...chat, temperature: 'hot' }, 400, { param: 'temperature', code: 'invalid_value' }],
    ['a value out of range', { ...chat, top_p: 2 }, 400, { param: 'top_p', code: 'invalid_value' }],
    ['a stop text of nothing', { ...chat, stop: [''] }, 400, { param: 'stop', code: 'invalid_value' }],
    ['a function of old', { ...chat, functions: [{ name: 'f' }] }, 400, { param: 'functions', code: 'unsupported_parameter' }],
    ['no answer', { ...chat, n: 0 }, 400, { param: 'n', code: 'invalid_value' }],
    ['an unknown model', { ...chat, model: 'gpt-4o' }, 404, { param: 'model', code: 'model_not_found' }],
    ['a model out of the file system', { ...chat, model: '../../etc/passwd' }, 404, { param: 'model', code: 'model_not_found' }],
    ['a prompt that is too long', { ...chat, messages: [{ role: 'user', content: 'word '.repeat(20_000) }] }, 400, { param: 'messages', code: 'context_length_exceeded' }],
    ['half of a JSON text', '{"model":', 400, {}],
    ['no body', '', 400, { param: 'body', code: 'invalid_value' }],
    ['prototype keys only', '{"__proto__":{"model":"help","messages":[]}}', 400, { param: 'model', code: 'invalid_value' }],
    ['more than ten mebibytes', `"${'x'.repeat(10 * 1024 * 1024)}"`, 413, { code: 'request_too_large' }],
  ])('%s is refused in the shape of OpenAI', async (...[, body, status, parts]) => {
    const answer = await post(body);
    expect([answer.status, await answer.json()]).toEqual([status, error(parts)]);
  });

  test('the official client knows the refusals by their class', async () => {
    expect(await refusalOf(client.chat.completions.create({ ...chat, messages: [] }))).toBeInstanceOf(BadRequestError);
    expect(await refusalOf(client.chat.completions.create({ ...chat, model: 'none' }))).toBeInstanceOf(NotFoundError);
    expect(await refusalOf(clientOf('sk-nonsense').chat.completions.create(chat))).toBeInstanceOf(AuthenticationError);
  });

  test.each([
    ['without a credential', {}],
    ['with a bad token', { Authorization: 'Bearer nonsense' }],
    ['with a bad key', { 'X-API-Key': 'nonsense' }],
  ])('a call %s is refused', async (_, headers: Record<string, string>) => {
    const answer = await post(chat, headers);
    expect([answer.status, await answer.json()]).toEqual([401, error({ code: 'invalid_api_key' })]);
  });

  test.each([
    ['POST', '/v1/nothing', 404, 'unknown_url'],
    ['GET', '/v1/chat/completions', 405, 'method_not_supported'],
    ['DELETE', '/v1/models/help', 405, 'method_not_supported'],
  ])('%s %s is refused in the same shape', async (...[method, path, status, code]) => {
    const answer = await fetch(world.urls.llm + path, { method, headers: { Authorization: `Bearer ${token}` } });
    expect([answer.status, await answer.json()]).toEqual([status, error({ code })]);
  });
});

describe('models', () => {
  test('are listed and found by name', async () => {
    const { data } = await client.models.list();
    const entry = { id: 'help', object: 'model', created: aNumber, owned_by: aText };
    expect(data).toContainEqual(entry);
    expect(await client.models.retrieve('help')).toEqual(entry);
    expect(await refusalOf(client.models.retrieve('none'))).toMatchObject({ status: 404, code: 'model_not_found' });
  });
});

describe('GET /metrics', () => {
  test('counts requests and tokens, for anybody', async () => {
    const figures = async (): Promise<readonly number[]> => {
      const answer = await fetch(`${world.urls.llm}/metrics`);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/u);
      const lines = (await answer.text()).split('\n');
      return ['llm_requests_total', 'llm_tokens_generated'].map((name) => lines.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0));
    };
    const [requests = 0, tokens = 0] = await figures();
    const { usage } = await client.chat.completions.create(chat);
    expect(await figures()).toEqual([requests + 1, tokens + (usage?.completion_tokens ?? 0)]);
  });

  test('the service tells its health', async () => {
    expect(await (await fetch(`${world.urls.llm}/health`)).json()).toEqual({ status: 'ok' });
  });
});

describe('token accounting', () => {
  test('an answer costs its total, and a header tells what is left', async () => {
    const before = await balanceOf(token);
    const { data, response } = await client.chat.completions.create(chat).withResponse();
    const after = before - (data.usage?.total_tokens ?? 0);
    expect(await balanceOf(token)).toBe(after);
    expect(response.headers.get('x-token-balance')).toBe(String(after));
  });

  test('a streamed answer costs the same', async () => {
    const before = await balanceOf(token);
    let total = 0;
    for await (const { usage } of await client.chat.completions.create({ ...chat, stream: true, stream_options: { include_usage: true } })) total += usage?.total_tokens ?? 0;
    expect(total).toBeGreaterThan(0);
    expect(await balanceOf(token)).toBe(before - total);
  });

  test('without enough tokens nothing is generated', async () => {
    const poor = await registerWith(3, 'poor');
    const [requestsBefore, generatedBefore] = [await world.metric('llm_requests_total'), await world.metric('llm_tokens_generated')];
    for (const stream of [false, true]) {
      const refusal = await refusalOf(clientOf(poor).chat.completions.create({ ...chat, stream }));
      expect(refusal).toBeInstanceOf(RateLimitError);
      expect(refusal).toMatchObject({ status: 429, type: 'insufficient_quota', param: null, code: 'insufficient_quota' });
    }
    expect(await balanceOf(poor)).toBe(3);
    expect(await world.metric('llm_tokens_generated')).toBe(generatedBefore);
    expect(await world.metric('llm_requests_total')).toBe(requestsBefore + 2);
  });

  test('requests at once never spend the same tokens twice', async () => {
    const owner = await registerWith(200, 'hasty');
    const calls = Array.from({ length: 8 }, () => clientOf(owner).chat.completions.create({ ...chat, max_completion_tokens: 40 }).then(({ usage }) => usage?.total_tokens ?? 0, () => 0));
    const spent = (await Promise.all(calls)).reduce((sum, total) => sum + total, 0);
    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(200);
    expect(await balanceOf(owner)).toBe(200 - spent);
  });

  test('every answer leaves a row that says who, what and when', async () => {
    const owner = await world.register('audited');
    const { id, usage } = await clientOf(owner).chat.completions.create(chat);
    const { rows } = await world.database.pool.query<Record<string, unknown>>('SELECT model, subject, prompt_tokens, completion_tokens, created_at FROM inference.token_usage WHERE id = $1', [id]);
    const account = await accountOf(owner);
    const anInstant: unknown = expect.any(Date);
    const { prompt_tokens, completion_tokens } = usage ?? {};
    expect(rows).toEqual([{ model: 'help', subject: `cds:${account.id}`, prompt_tokens, completion_tokens, created_at: anInstant }]);
  });
});

describe('the rate limit', () => {
  test('refuses a user who calls too often, and nobody else', async () => {
    const limited = await createWorld({ RATE_LIMITS: 'on', LLM_RATE_PER_MINUTE: '2' });
    try {
      const [ada, eve] = [await limited.register('ada'), await limited.register('eve')];
      const list = (owner: string) => fetch(`${limited.urls.llm}/v1/models`, { headers: { Authorization: `Bearer ${owner}` } });
      const answers = [await list(ada), await list(ada), await list(ada)];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', '0', '0']);
      const last = answers[2];
      expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await last?.json()).toEqual({ error: { message: aText, type: 'rate_limit_exceeded', param: null, code: 'rate_limit_exceeded' } });
      expect(await refusalOf(clientOf(ada, limited).chat.completions.create(chat))).toBeInstanceOf(RateLimitError);
      expect((await list(eve)).status).toBe(200);
      const counted = 'query { countTokens(model: "help", text: "Hello") { tokens } }';
      const rpc = (id: number) => limited.post(`${limited.urls.api}/rpc`, { jsonrpc: '2.0', id, method: 'llm.status', params: {} }, eve);
      expect([(await rpc(1)).status, (await rpc(2)).status]).toEqual([200, 429]); // the doors count together
      expect(await limited.graphql(counted, { token: eve })).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
      const bob = await limited.register('bob');
      for (const expected of [[], [], ['RATE_LIMITED']]) expect(((await limited.graphql(counted, { token: bob })).errors ?? []).map(({ extensions }) => extensions['code'])).toEqual(expected);
      expect((await list(bob)).status).toBe(429);
    } finally {
      await limited.close();
    }
  });
});

test('nothing above was refused in a way that is not documented', async () => {
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
