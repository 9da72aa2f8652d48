import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = await world.register('mallory');
});
afterAll(() => world.close());

const messages = [{ role: 'user', content: 'Hello' }];
const chat = { model: 'help', messages };
const nested = (levels: number): string => '{"type":"array","items":'.repeat(levels) + '{}' + '}'.repeat(levels);
const withSchema = (schema: unknown) => ({ ...chat, response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } });
const text = (pattern: string) => withSchema({ type: 'object', properties: { a: { type: 'string', pattern } }, required: ['a'] });
const listOf = (item: string, count: number): string => `[${Array.from({ length: count }, () => item).join(',')}]`;

const send = (path: string, body: unknown): Promise<Response> =>
  fetch(world.urls.llm + path, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: typeof body === 'string' ? body : JSON.stringify(body) });
const anyParam: unknown = expect.stringContaining('response_format.json_schema.schema');
const errorSchema = z.object({ error: z.object({ message: z.string().max(1_000), type: z.string(), param: z.string().nullable(), code: z.string().nullable() }) });

describe('abuse', () => {
  test.each<[string, string, unknown, string?]>([
    ['a prompt of ten megabytes', '/v1/chat/completions', { ...chat, messages: [{ role: 'user', content: 'x'.repeat(10_000_000) }] }, 'messages'],
    ['a prompt beyond the context', '/v1/chat/completions', { ...chat, messages: [{ role: 'user', content: 'word '.repeat(50_000) }] }, 'messages'],
    ['ten thousand stop texts', '/v1/chat/completions', { ...chat, stop: Array.from({ length: 10_000 }, (_, index) => `stop ${index}`) }, 'stop'],
    ['a million wrong messages', '/v1/chat/completions', `{"model":"help","messages":${listOf('1', 1_000_000)}}`, 'messages'],
    ['a million wrong parts', '/v1/chat/completions', `{"model":"help","messages":[{"role":"user","content":${listOf('1', 1_000_000)}}]}`, 'messages[0].content'],
    ['a million wrong tools', '/v1/chat/completions', `{"model":"help","messages":[{"role":"user","content":"a"}],"tools":${listOf('1', 1_000_000)}}`, 'tools'],
    ['a million wrong tokens', '/v1/completions', `{"model":"help","prompt":${listOf('-1', 1_000_000)}}`, 'prompt'],
    ['a million tokens', '/v1/completions', `{"model":"help","prompt":${listOf('1', 1_000_000)}}`, 'prompt'],
    ['a million texts', '/v1/embeddings', `{"model":"help","input":${listOf('"a"', 1_000_000)}}`, 'input'],
    ['a thousand prompts', '/v1/completions', { model: 'help', prompt: Array.from({ length: 1_000 }, () => 'a') }, 'prompt'],
    ['biases for a hundred thousand tokens', '/v1/chat/completions', { ...chat, logit_bias: Object.fromEntries(Array.from({ length: 100_000 }, (_, token_) => [token_, 1])) }, 'logit_bias'],
    ['two thousand million answers', '/v1/chat/completions', { ...chat, n: 2_000_000_000 }, 'n'],
    ['a limit beyond all numbers', '/v1/chat/completions', { ...chat, max_tokens: 1e308 }, 'max_tokens'],
    ['a temperature that is no number', '/v1/chat/completions', '{"model":"help","messages":[{"role":"user","content":"a"}],"temperature":1e999}', 'temperature'],
    ['a schema that nests a thousand times', '/v1/chat/completions', JSON.stringify(withSchema(null)).replace('"schema":null', `"schema":${nested(1_000)}`), 'response_format.json_schema.schema'],
    ['a schema that nests a hundred thousand times', '/v1/chat/completions', JSON.stringify(withSchema(null)).replace('"schema":null', `"schema":${nested(100_000)}`), 'response_format.json_schema.schema'],
    ['a schema that refers to itself without end', '/v1/chat/completions', withSchema({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } })],
    ['a pattern that doubles its states', '/v1/chat/completions', text('^(a?){5000}$')],
    ['a pattern that counts counts', '/v1/chat/completions', text('^((((a{1000}){1000}){1000}){1000})$')],
    ['a schema as large as the body may be', '/v1/chat/completions', withSchema({ type: 'object', properties: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`p${index}`, { type: 'string' }])) }), 'response_format.json_schema.schema'],
    ['tool parameters that nest ten thousand times', '/v1/chat/completions', `{"model":"help","messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"f","parameters":${nested(10_000)}}}]}`, 'tools'],
  ])('%s: refused at once by name', async (...[, path, body, param = anyParam]) => {
    const answer = await send(path, body);
    const { error } = errorSchema.parse(await answer.json());
    expect({ status: answer.status, type: error.type, param: error.param }).toEqual({ status: 400, type: 'invalid_request_error', param });
  }, 10_000);

  test('the server still answers, its model never fell over, and nobody paid', async () => {
    expect((await send('/v1/chat/completions', { ...chat, max_tokens: 2 })).status).toBe(200);
    expect(await world.metric('llm_child_restarts_total')).toBe(0);
    expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
    expect((await world.database.pool.query('SELECT 1 FROM inference.token_reservations')).rowCount).toBe(0);
    expect((await world.database.pool.query('SELECT 1 FROM inference.token_usage')).rowCount).toBe(1);
  });
});

test('of a hundred requests at once, of all kinds and both ways, exactly those are answered that the balance covers', async () => {
  const admin = await world.signInAdmin();
  const registered = z.object({ token: z.string() }).parse(await (await world.post(`${world.urls.auth}/auth/register`, { username: 'crowd', password: 'a long enough secret', token_balance: 600 }, admin)).json());
  const headers = { Authorization: `Bearer ${registered.token}` };
  const ask = async (path: string, body: object): Promise<number> => {
    const answer = await fetch(world.urls.llm + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const said = await answer.text();
    if (answer.status === 429) return 0;
    expect(answer.status).toBe(200);
    return Number(/"total_tokens":(\d+)/u.exec(said)?.[1]);
  };
  const kinds: readonly (() => Promise<number>)[] = [
    () => ask('/v1/chat/completions', { ...chat, max_tokens: 8 }),
    () => ask('/v1/chat/completions', { ...chat, max_tokens: 8, n: 2, stream: true, stream_options: { include_usage: true } }),
    () => ask('/v1/completions', { model: 'help', prompt: ['Send', 'Get'], max_tokens: 5 }),
    () => ask('/v1/embeddings', { model: 'help', input: ['Hello', 'there'] }),
  ];
  const costs = await Promise.all(Array.from({ length: 100 }, (_, index) => kinds[index % kinds.length]?.() ?? Promise.resolve(0)));
  const spent = costs.reduce((sum, cost) => sum + cost, 0);
  const { token_balance } = z.object({ token_balance: z.number() }).parse(await (await fetch(`${world.urls.auth}/auth/me`, { headers })).json());
  expect(costs.filter((cost) => cost > 0).length).toBeGreaterThan(10);
  expect(costs).toContain(0);
  expect(token_balance).toBe(600 - spent);
  expect(token_balance).toBeGreaterThanOrEqual(0);
  expect((await world.database.pool.query('SELECT 1 FROM inference.token_reservations')).rowCount).toBe(0);
});
