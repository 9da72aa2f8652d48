import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: OpenAI;
beforeAll(async () => {
  world = await createWorld();
  client = clientOf(await world.register('developer'));
});
afterAll(() => world.close());

const clientOf = (apiKey: string): OpenAI => new OpenAI({ apiKey, baseURL: `${world.urls.llm}/v1`, maxRetries: 0 });
const messages = [{ role: 'user' as const, content: 'How do I create an environment?' }];
const chat = { model: 'help', messages, temperature: 0, max_completion_tokens: 60 };
/** Far from the likeliest words. */
const wild = { temperature: 2, top_p: 1, top_k: 0, min_p: 0 };
// The client calls it deprecated by its author, not by us.
const seed = (value: number): object => ({ seed: value });
const weather = {
  type: 'function' as const,
  function: { name: 'get_weather', description: 'The weather of a city', parameters: { type: 'object', properties: { city: { type: 'string', maxLength: 12 } }, required: ['city'], additionalProperties: false } },
};
const clock = { type: 'function' as const, function: { name: 'clock', parameters: { type: 'object', properties: { zone: { type: 'string', enum: ['UTC', 'CET'] } }, required: ['zone'], additionalProperties: false } } };
const tools = [weather, clock];
const weatherArguments = z.strictObject({ city: z.string().max(12) });

async function refusalOf(call: Promise<unknown>): Promise<APIError> {
  const thrown = await call.then(() => null, (error: unknown) => error);
  if (thrown instanceof APIError) return thrown;
  throw new Error('No refusal', { cause: thrown });
}

describe('tools', () => {
  test('a named tool is called with arguments that meet its schema', async () => {
    const { choices: [choice] } = await client.chat.completions.create({ ...chat, tools, tool_choice: { type: 'function', function: { name: 'get_weather' } } });
    expect(choice).toMatchObject({ finish_reason: 'tool_calls', message: { content: null, tool_calls: [{ type: 'function', function: { name: 'get_weather' } }] } });
    const call = choice?.message.tool_calls?.[0];
    weatherArguments.parse(JSON.parse(call?.type === 'function' ? call.function.arguments : ''));
    const followUp = [...messages, { role: 'assistant' as const, content: null, tool_calls: choice?.message.tool_calls ?? [] }, { role: 'tool' as const, tool_call_id: call?.id ?? '', content: 'Sunny' }];
    expect((await client.chat.completions.create({ ...chat, messages: followUp, tools, tool_choice: 'none' })).choices[0]?.message.tool_calls).toBeUndefined();
  });

  test('one of the tools is called where a call is required', async () => {
    const { choices: [choice] } = await client.chat.completions.create({ ...chat, tools, tool_choice: 'required' });
    expect(choice?.message.tool_calls).toHaveLength(1);
  });

  test('calls stream as their names and pieces of their arguments, several in parallel', async () => {
    const stream = await client.chat.completions.create({ ...chat, max_completion_tokens: 400, tools: [clock], tool_choice: 'required', parallel_tool_calls: true, stream: true, temperature: 1, ...seed(1) });
    const pieces: OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall[] = [];
    for await (const { choices: [choice] } of stream) pieces.push(...(choice?.delta.tool_calls ?? []));
    for (const index of [0, 1]) {
      const own = pieces.filter((piece) => piece.index === index).map((piece) => piece.function);
      expect(own.length).toBeGreaterThan(1);
      expect(own.map((piece) => piece?.name ?? '').join('')).toBe('clock');
      expect(['UTC', 'CET']).toContain(z.strictObject({ zone: z.string() }).parse(JSON.parse(own.map((piece) => piece?.arguments ?? '').join(''))).zone);
    }
  });

  test('the helper of the client runs a tool by itself', async () => {
    const cities: unknown[] = [];
    const runner = client.chat.completions.runTools({
      ...chat,
      tool_choice: { type: 'function', function: { name: 'get_weather' } },
      tools: [{ type: 'function', function: { ...weather.function, parse: (text: string) => weatherArguments.parse(JSON.parse(text)), function: ({ city }: { city: string }) => { cities.push(city); return 'Sunny'; } } }],
    });
    await runner.finalFunctionToolCallResult();
    expect(cities).toHaveLength(1);
  });

  test('where the model decides it may answer with a text', async () => {
    const { choices: [choice] } = await client.chat.completions.create({ ...chat, tools });
    expect(choice?.message.content).not.toBe('');
  });
});

describe('formats', () => {
  const format = { type: 'json_schema' as const, json_schema: { name: 'order', strict: true, schema: { type: 'object', properties: { size: { type: 'string', enum: ['small', 'large'] }, gift: { type: 'boolean' } }, required: ['size', 'gift'], additionalProperties: false } } };

  test('a text that must meet a schema does, and the client parses it', async () => {
    const { choices: [choice] } = await client.chat.completions.parse({ ...chat, response_format: format });
    expect(choice?.finish_reason).toBe('stop');
    expect(z.strictObject({ size: z.enum(['small', 'large']), gift: z.boolean() }).safeParse(choice?.message.parsed).success).toBe(true);
  });

  test('a text that is cut off says so, whole and as a stream', async () => {
    const cut = { ...chat, response_format: format, max_completion_tokens: 2 };
    await expect(client.chat.completions.parse(cut)).rejects.toThrow('length limit');
    expect((await client.chat.completions.stream(cut).finalChatCompletion()).choices[0]).toMatchObject({ finish_reason: 'length', message: { parsed: null } });
  });

  test('a JSON object is an object', async () => {
    const { choices: [choice] } = await client.chat.completions.create({ ...chat, max_completion_tokens: 200, response_format: { type: 'json_object' } });
    expect(choice?.message.content).toMatch(/^\{/u);
  });

  test('what cannot be promised is refused by its name', async () => {
    const schema = { type: 'object', properties: { a: { not: { type: 'string' } } } };
    expect(await refusalOf(client.chat.completions.create({ ...chat, response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } }))).toMatchObject({
      status: 400, code: 'unsupported_parameter', param: 'response_format.json_schema.schema#/properties/a/not',
    });
    expect(await refusalOf(client.chat.completions.create({ ...chat, tools, response_format: format }))).toMatchObject({ status: 400, code: 'unsupported_parameter', param: 'response_format' });
  });
});

describe('several answers', () => {
  test('come by index, each with a text of its own, and cost their tokens', async () => {
    const { choices, usage } = await client.chat.completions.create({ ...chat, ...wild, n: 3, ...seed(1) });
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(new Set(choices.map(({ message }) => message.content)).size).toBeGreaterThan(1);
    expect(usage?.completion_tokens).toBeGreaterThan(8);
  });

  test('stream side by side', async () => {
    const ends: unknown[] = [];
    const texts = ['', ''];
    for await (const { choices: [choice] } of await client.chat.completions.create({ ...chat, n: 2, stream: true, stream_options: { include_usage: true } })) {
      if (choice === undefined) continue;
      texts[choice.index] = (texts[choice.index] ?? '') + (choice.delta.content ?? '');
      if (choice.finish_reason !== null) ends.push(choice.index);
    }
    expect(ends.sort()).toEqual([0, 1]);
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toBe('');
  });

  test('more than the model makes at once are refused before anything is streamed', async () => {
    expect(await refusalOf(client.chat.completions.create({ ...chat, n: 128, stream: true }))).toMatchObject({ status: 400, param: 'n' });
  });
});

describe('probabilities', () => {
  test('come with each token, and the likeliest is the one that a greedy answer has', async () => {
    const { choices: [choice], usage } = await client.chat.completions.create({ ...chat, max_completion_tokens: 5, logprobs: true, top_logprobs: 2 });
    const tokens = choice?.logprobs?.content ?? [];
    expect(tokens).toHaveLength(usage?.completion_tokens ?? 0);
    for (const { token, logprob, top_logprobs } of tokens) {
      expect(logprob).toBeLessThanOrEqual(0);
      expect(top_logprobs.map((top) => top.token)).toContain(token);
    }
    expect(tokens.map(({ token }) => token).join('')).toBe(choice?.message.content);
  });

  test('stream with their tokens', async () => {
    const tokens: string[] = [];
    let text = '';
    for await (const { choices: [choice] } of await client.chat.completions.create({ ...chat, max_completion_tokens: 5, logprobs: true, stream: true })) {
      text += choice?.delta.content ?? '';
      tokens.push(...(choice?.logprobs?.content ?? []).map(({ token }) => token));
    }
    expect(tokens.join('')).toBe(text);
  });

  test('a token that is banned is not chosen, and one that the model does not have is refused', async () => {
    const first = async (logit_bias?: Record<string, number>) => (await client.completions.create({ model: 'help', prompt: 'Send', max_tokens: 1, temperature: 0, ...(logit_bias && { logit_bias }) })).choices[0]?.text;
    const usual = await first();
    const ban = Object.fromEntries(Array.from({ length: 1_000 }, (_, token) => [token + 24, -100]));
    expect(await first(ban)).not.toBe(usual);
    expect(await refusalOf(client.chat.completions.create({ ...chat, stream: true, logit_bias: { 999_999: 1 } }))).toMatchObject({ status: 400, param: 'logit_bias' });
  });
});

describe('texts to go on from', () => {
  test('are answered each by itself, and begin with the prompt where that is asked for', async () => {
    const { choices, usage, object } = await client.completions.create({ model: 'help', prompt: ['Send POST', 'Send GET'], max_tokens: 4, n: 2, echo: true });
    expect(object).toBe('text_completion');
    expect(choices.map(({ index, text }) => [index, text.startsWith(index < 2 ? 'Send POST' : 'Send GET')])).toEqual([[0, true], [1, true], [2, true], [3, true]]);
    expect(usage?.completion_tokens).toBe(16);
  });

  test('may be tokens, and stream', async () => {
    const whole = await client.completions.create({ model: 'help', prompt: [50, 60, 70], max_tokens: 6, temperature: 0 });
    let text = '';
    for await (const { choices: [choice] } of await client.completions.create({ model: 'help', prompt: [50, 60, 70], max_tokens: 6, temperature: 0, stream: true })) text += choice?.text ?? '';
    expect(text).toBe(whole.choices[0]?.text);
    expect(whole.usage?.prompt_tokens).toBe(3);
  });

  test('tokens that the model does not have, and a suffix, are refused', async () => {
    expect(await refusalOf(client.completions.create({ model: 'help', prompt: [2_000_000_000] }))).toMatchObject({ status: 400, param: 'prompt' });
    expect(await refusalOf(client.completions.create({ model: 'help', prompt: 'a', suffix: 'b' }))).toMatchObject({ status: 400, param: 'suffix', code: 'unsupported_parameter' });
  });
});

describe('embeddings', () => {
  const lengthOf = (vector: readonly number[]): number => Math.hypot(...vector);

  test('are vectors of length 1, the same in either encoding, and cost their tokens', async () => {
    const input = ['How do I create an environment?', 'create a new environment', 'Hello!'];
    const { data, usage } = await client.embeddings.create({ model: 'help', input });
    const floats = await client.embeddings.create({ model: 'help', input, encoding_format: 'float' });
    expect(data.map(({ embedding }) => Array.from(embedding))).toEqual(floats.data.map(({ embedding }) => embedding));
    for (const { embedding } of data) expect(lengthOf(embedding)).toBeCloseTo(1, 5);
    const [one = [], alike = [], other = []] = data.map(({ embedding }) => embedding);
    const similarity = (vector: readonly number[]): number => vector.reduce((sum, value, index) => sum + value * (one[index] ?? 0), 0);
    expect(similarity(alike)).toBeGreaterThan(similarity(other));
    expect(usage.prompt_tokens).toBeGreaterThan(3);
    expect(usage.total_tokens).toBe(usage.prompt_tokens);
  });

  test('are shorter where that is asked for, and never longer than the model makes them', async () => {
    const { data: [short] } = await client.embeddings.create({ model: 'help', input: [50, 60], dimensions: 16 });
    expect(short?.embedding).toHaveLength(16);
    expect(lengthOf(short?.embedding ?? [])).toBeCloseTo(1, 5);
    expect(await refusalOf(client.embeddings.create({ model: 'help', input: 'a', dimensions: 100_000 }))).toMatchObject({ status: 400, param: 'dimensions' });
  });

  test.each<[string, object, number, string]>([
    ['nothing', { input: [] }, 400, 'input'],
    ['an empty text', { input: '' }, 400, 'input'],
    ['too many texts', { input: Array.from({ length: 2_049 }, () => 'a') }, 400, 'input'],
    ['a text that is too long', { input: 'word '.repeat(20_000) }, 400, 'input'],
    ['an unknown model', { input: 'a', model: 'none' }, 404, 'model'],
  ])('of %s are refused', async (...[, body, status, param]) => {
    expect(await refusalOf(client.embeddings.create({ model: 'help', input: 'a', ...body }))).toMatchObject({ status, param });
  });

  test('are charged to the ledger', async () => {
    const owner = clientOf(await world.register('embedder'));
    const { data, response } = await owner.embeddings.create({ model: 'help', input: 'Hello there' }).withResponse();
    expect(Number(response.headers.get('x-token-balance'))).toBe(100_000 - data.usage.total_tokens);
  });
});

test('nothing above was refused in a way that is not documented', async () => {
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
