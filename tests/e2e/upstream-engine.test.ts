import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld, type World } from '../testkit/world.ts';

let engine: World;
let world: World;
let client: OpenAI;
let direct: OpenAI;

/** One installation is the engine of another: the same API on both sides. */
beforeAll(async () => {
  engine = await createWorld();
  const owner = await engine.register('engine');
  world = await createWorld({ LLM_UPSTREAM_URL: `distant=${engine.urls.llm}/v1`, LLM_UPSTREAM_KEY: owner });
  client = new OpenAI({ apiKey: await world.register('ada'), baseURL: `${world.urls.llm}/v1`, maxRetries: 0 });
  direct = new OpenAI({ apiKey: owner, baseURL: `${engine.urls.llm}/v1`, maxRetries: 0 });
});
afterAll(async () => {
  await world.close();
  await engine.close();
});

const messages = [{ role: 'user' as const, content: 'How do I create an environment?' }];
const chat = { model: 'distant', messages, temperature: 0, max_completion_tokens: 24 };

test('its models are listed beside those of this machine', async () => {
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['distant', 'help']);
  const { data } = await world.graphql('{ inferenceStatus { loaded { model { id loaded } ready pid } } }', { token: await world.signInAdmin() });
  expect(data).toMatchObject({ inferenceStatus: { loaded: expect.arrayContaining([{ model: { id: 'distant', loaded: true }, ready: true, pid: null }]) } });
});

test('it answers as it does to its own callers, whole and in pieces, and the tokens are charged here', async () => {
  const same = await direct.chat.completions.create({ ...chat, model: 'help' });
  const whole = await client.chat.completions.create(chat);
  expect(whole.choices[0]).toMatchObject({ message: { content: same.choices[0]?.message.content }, finish_reason: same.choices[0]?.finish_reason });
  expect(whole.usage).toMatchObject({ prompt_tokens: same.usage?.prompt_tokens, completion_tokens: same.usage?.completion_tokens });
  const pieces: string[] = [];
  for await (const { choices } of await client.chat.completions.create({ ...chat, stream: true })) pieces.push(choices[0]?.delta.content ?? '');
  expect(pieces.join('')).toBe(whole.choices[0]?.message.content);
  expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(2);
  const { rows } = await world.database.pool.query<{ total: number }>("SELECT total_tokens AS total FROM inference.token_usage WHERE model = 'distant'");
  expect(rows.map(({ total }) => total)).toEqual([whole.usage?.total_tokens, whole.usage?.total_tokens]);
});

test('a forced call of a tool and an answer by a schema come through', async () => {
  const zone = { type: 'object', properties: { zone: { type: 'string', enum: ['UTC', 'CET'] } }, required: ['zone'], additionalProperties: false };
  const tools = [{ type: 'function' as const, function: { name: 'now', parameters: zone } }];
  const called = await client.chat.completions.create({ ...chat, tools, tool_choice: { type: 'function', function: { name: 'now' } }, max_completion_tokens: 64 });
  expect(called.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { tool_calls: [{ type: 'function', function: { name: 'now' } }] } });
  const [call] = called.choices[0]?.message.tool_calls ?? [];
  expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toEqual({ zone: expect.stringMatching(/^(UTC|CET)$/u) });
  const answer = await client.chat.completions.create({ ...chat, response_format: { type: 'json_schema', json_schema: { name: 'zone', schema: zone } } });
  expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ zone: expect.stringMatching(/^(UTC|CET)$/u) });
});

test('texts are gone on from, and turned into vectors', async () => {
  const [here, there] = [{ model: 'distant', prompt: 'How do I' }, { model: 'help', prompt: 'How do I' }];
  expect((await client.completions.create({ ...here, max_tokens: 8, temperature: 0 })).choices[0]?.text).toBe((await direct.completions.create({ ...there, max_tokens: 8, temperature: 0 })).choices[0]?.text);
  const [one, other] = [await client.embeddings.create({ model: 'distant', input: ['Hello', 'Bye'] }), await direct.embeddings.create({ model: 'help', input: ['Hello', 'Bye'] })];
  expect(one.data.map(({ embedding }) => embedding.map((value) => value.toFixed(4)))).toEqual(other.data.map(({ embedding }) => embedding.map((value) => value.toFixed(4))));
});

test('a prompt that is too long for it is refused with its code', async () => {
  await expect(client.chat.completions.create({ ...chat, messages: [{ role: 'user', content: 'word '.repeat(20_000) }] })).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' });
});

test('it is neither loaded nor unloaded from here', async () => {
  const admin = await world.signInAdmin();
  expect((await world.post(`${world.urls.llm}/admin/unload`, { model: 'distant' }, admin)).status).toBe(409);
  expect((await world.post(`${world.urls.llm}/admin/load`, { model: 'distant', threads: 2 }, admin)).status).toBe(409);
  expect((await world.post(`${world.urls.llm}/admin/load`, { model: 'distant' }, admin)).status).toBe(200);
});

test('when it goes away, its models refuse in time and those of this machine go on', async () => {
  await engine.server.stop();
  const refused = await fetch(`${world.urls.llm}/v1/chat/completions`, { method: 'POST', headers: { Authorization: `Bearer ${client.apiKey}` }, body: JSON.stringify(chat) });
  expect(refused.status).toBe(503);
  expect(z.object({ error: z.object({ code: z.string() }) }).parse(await refused.json()).error.code).toBe('model_unavailable');
  expect((await client.chat.completions.create({ ...chat, model: 'help' })).choices[0]?.message.content).not.toBe('');
});
