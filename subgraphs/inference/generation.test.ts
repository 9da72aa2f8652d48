import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { ExecutionResult } from 'graphql';
import type { Subject } from '#kernel/principal';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createSchemaGraph } from '../../tests/testkit/schema-graph.ts';
import { createInferenceWorld, type Caller } from './inference.fixture.ts';

type World = Awaited<ReturnType<typeof createInferenceWorld>>;
let world: World;
let users = 0;
const openings = new Map<string, number>();
const graph = createSchemaGraph('type Query { me: User user(id: ID!): User } type User { openingTokenBalance: Int }', {
  me: (_: never, { principal }) => ({ openingTokenBalance: openings.get(principal?.subject ?? '') ?? null }),
});

beforeAll(async () => {
  world = await createInferenceWorld({ graph, database: await createTestDatabase() });
});
afterAll(() => world.close());

function newUser(balance = 10_000): { readonly subject: Subject; readonly caller: Caller } {
  const subject: Subject = `cds:${(users += 1)}`;
  openings.set(subject, balance);
  return { subject, caller: { subject } };
}

const question = { model: 'help', messages: [{ role: 'USER', content: 'How do I create an environment?' }] };
const logprobFields = 'logprobs { token logprob bytes top { token logprob } }';
const usageFields = 'usage { promptTokens completionTokens totalTokens }';
const chatMutation = `mutation ($input: ChatCompletionInput!) { createChatCompletion(input: $input) { completion { choices { index message { content toolCalls { id name arguments } } finishReason meetsFormat ${logprobFields} } message { content } finishReason ${usageFields} } } }`;
const textMutation = `mutation ($input: CompletionInput!) { createCompletion(input: $input) { completion { id choices { index text finishReason } ${usageFields} } } }`;
const vectorMutation = `mutation ($input: EmbeddingsInput!) { createEmbeddings(input: $input) { id embeddings { index vector bytes } ${usageFields} tokenBalance } }`;
const usage = z.object({ promptTokens: z.number(), completionTokens: z.number(), totalTokens: z.number() });
const call = z.object({ id: z.string(), name: z.string(), arguments: z.string() });
const choiceSchema = z.object({
  index: z.number(), finishReason: z.string(), meetsFormat: z.boolean().nullable(), message: z.object({ content: z.string(), toolCalls: z.array(call) }),
  logprobs: z.array(z.object({ token: z.string(), logprob: z.number().max(0), bytes: z.array(z.number()), top: z.array(z.object({ token: z.string(), logprob: z.number() })) })).nullable(),
});
const chatSchema = z.object({ createChatCompletion: z.object({ completion: z.object({ choices: z.array(choiceSchema), message: z.object({ content: z.string() }), finishReason: z.string(), usage }) }) });
const textSchema = z.object({ createCompletion: z.object({ completion: z.object({ id: z.string(), choices: z.array(z.object({ index: z.number(), text: z.string(), finishReason: z.string() })), usage }) }) });
const vectorSchema = z.object({ createEmbeddings: z.object({ id: z.string(), embeddings: z.array(z.object({ index: z.number(), vector: z.array(z.number()), bytes: z.string() })), usage, tokenBalance: z.number() }) });

async function chat(input: object, caller = newUser().caller) {
  const { data, errors } = await world.run(chatMutation, { input: { ...question, ...input } }, caller);
  expect(errors).toEqual([]);
  return chatSchema.parse(data).createChatCompletion.completion;
}
async function texts(input: object, caller = newUser().caller) {
  const { data, errors } = await world.run(textMutation, { input: { model: 'help', ...input } }, caller);
  expect(errors).toEqual([]);
  return textSchema.parse(data).createCompletion.completion;
}
const refusal = async (mutation: string, input: object, caller = newUser().caller) => (await world.run(mutation, { input: { ...(mutation === chatMutation ? question : { model: 'help' }), ...input } }, caller)).errors[0];

const weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string', maxLength: 8 } }, required: ['city'], additionalProperties: false } };

test('several answers to one chat hold prompt and limits at once, and cost the prompt once', async () => {
  const { subject, caller } = newUser(200);
  const one = await chat({ maxTokens: 5 }, newUser().caller);
  const { choices, usage: cost, message, finishReason } = await chat({ maxTokens: 5, count: 3 }, caller);
  expect(choices.map(({ index, finishReason: reason }) => [index, reason])).toEqual([[0, 'LENGTH'], [1, 'LENGTH'], [2, 'LENGTH']]);
  expect([message.content, finishReason]).toEqual([choices[0]?.message.content, 'LENGTH']);
  expect(cost).toEqual({ promptTokens: one.usage.promptTokens, completionTokens: 15, totalTokens: one.usage.promptTokens + 15 });
  expect(await world.account(subject)).toEqual({ balance: 200 - cost.totalTokens, reserved: 0 });
  expect(await refusal(chatMutation, { maxTokens: 60, count: 3 }, caller)).toMatchObject({ code: 'INSUFFICIENT_TOKENS', details: { required: one.usage.promptTokens + 180 } });
});

test('without a limit the answers share what the balance has', async () => {
  const promptTokens = (await chat({ maxTokens: 1 })).usage.promptTokens;
  const { subject, caller } = newUser(promptTokens + 7);
  const { usage: cost } = await chat({ count: 3 }, caller);
  expect(cost.completionTokens).toBe(6);
  expect(await world.account(subject)).toEqual({ balance: 1, reserved: 0 });
  expect(await refusal(chatMutation, { count: 3 }, newUser(promptTokens + 2).caller)).toMatchObject({ code: 'INSUFFICIENT_TOKENS', details: { required: promptTokens + 3 } });
});

test('a forced call is one of the tools, and says so', async () => {
  const { choices: [choice] } = await chat({ tools: [weather], toolChoice: { mode: 'REQUIRED' } });
  expect(choice).toMatchObject({ finishReason: 'TOOL_CALLS', message: { content: '', toolCalls: [{ name: 'get_weather' }] }, meetsFormat: null });
  expect(choice?.message.toolCalls[0]?.id).toMatch(/^call_\w{32}$/u);
  z.strictObject({ city: z.string().max(8) }).parse(JSON.parse(choice?.message.toolCalls[0]?.arguments ?? ''));
});

test('a call that the limit cuts off ends by LENGTH', async () => {
  const { choices: [choice] } = await chat({ tools: [weather], toolChoice: { mode: 'REQUIRED' }, maxTokens: 16 });
  expect(choice?.finishReason).toBe('LENGTH');
});

test('a text is what its format asks for, unless the limit or a stop text cuts it off', async () => {
  const responseFormat = { type: 'JSON_SCHEMA', schema: { type: 'object', properties: { a: { enum: ['x', 'y'] } }, required: ['a'], additionalProperties: false } };
  const ends = [await chat({ responseFormat }), await chat({ responseFormat, maxTokens: 2 }), await chat({ responseFormat, stop: ['}'] })].map(({ choices: [choice] }) => [choice?.finishReason, choice?.meetsFormat]);
  expect(ends).toEqual([['STOP', true], ['LENGTH', false], ['STOP', false]]);
});

test('probabilities come for each token that is charged', async () => {
  const { choices: [choice], usage: { completionTokens } } = await chat({ maxTokens: 6, topLogprobs: 2 });
  expect(choice?.logprobs).toHaveLength(completionTokens);
  expect(choice?.logprobs?.every(({ top }) => top.length === 2)).toBe(true);
  expect(choice?.logprobs?.map(({ token }) => token).join('')).toBe(choice?.message.content);
});

test('texts are answered by prompt and count, each from its own', async () => {
  const { subject, caller } = newUser();
  const { id, choices, usage: cost } = await texts({ prompts: [{ text: 'Send POST' }, { tokens: [60, 61, 62] }], count: 2, maxTokens: 3, echo: true }, caller);
  expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(choices.map(({ text }) => text.startsWith('Send POST'))).toEqual([true, true, false, false]);
  expect(cost.completionTokens).toBe(12);
  expect(await world.ledger(subject)).toMatchObject([{ id, totalTokens: cost.totalTokens }]);
});

test('a stream of several answers says who each piece belongs to, and who reads slowly misses nothing', async () => {
  const { subject, caller } = newUser();
  const fields = `index content tokens finishReason ${usageFields} logprobs { token }`;
  const input = { ...question, count: 4, temperature: 2, topK: 0, topP: 1, minP: 0, seed: 7, maxTokens: 40, topLogprobs: 0 };
  const stream = await world.open(`subscription ($input: ChatCompletionInput!) { chatCompletionDelta(input: $input) { ${fields} } }`, { input }, caller);
  if ('errors' in stream) throw new Error('refused');
  await expect.poll(() => world.ledger(subject), { timeout: 20_000 }).toHaveLength(1); // it is all made before the first piece is read
  const event = z.object({ chatCompletionDelta: z.object({ index: z.number(), content: z.string(), tokens: z.number(), finishReason: z.string().nullable(), usage: usage.nullable(), logprobs: z.array(z.object({ token: z.string() })).nullable() }) });
  const events: z.output<typeof event>['chatCompletionDelta'][] = [];
  for await (const { data } of stream satisfies AsyncGenerator<ExecutionResult>) events.push(event.parse(structuredClone(data)).chatCompletionDelta);
  const whole = await chat(input, caller);
  const choices = [0, 1, 2, 3].map((index) => events.filter((each) => each.index === index));
  expect(choices.map((pieces) => pieces.map(({ content }) => content).join(''))).toEqual(whole.choices.map(({ message }) => message.content));
  expect(choices.map((pieces) => pieces.length)).toEqual([3, 3, 3, 3]);
  expect(events.filter(({ usage: told }) => told !== null)).toEqual([events.at(-1)]);
  expect(events.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(events.at(-1)?.usage?.completionTokens);
  expect(events.flatMap(({ logprobs }) => logprobs ?? [])).toHaveLength(events.at(-1)?.usage?.completionTokens ?? 0);
});

test('vectors have length 1, also shortened, and cost the tokens of their texts', async () => {
  const { subject, caller } = newUser(100);
  const embed = async (input: object) => vectorSchema.parse((await world.run(vectorMutation, { input: { model: 'help', ...input } }, caller)).data).createEmbeddings;
  const whole = await embed({ inputs: [{ text: 'Hello' }, { tokens: [60, 61] }] });
  expect(whole.embeddings.map(({ index, vector }) => [index, Math.hypot(...vector).toFixed(4)])).toEqual([[0, '1.0000'], [1, '1.0000']]);
  const { vector, bytes } = whole.embeddings[0] ?? { vector: [], bytes: '' };
  expect(Array.from(new Float32Array(Uint8Array.from(Buffer.from(bytes, 'base64')).buffer))).toEqual(vector);
  expect(whole.tokenBalance).toBe(100 - whole.usage.promptTokens);
  expect(await world.account(subject)).toEqual({ balance: whole.tokenBalance, reserved: 0 });
  expect(await world.ledger(subject)).toMatchObject([{ id: whole.id, promptTokens: whole.usage.promptTokens, completionTokens: 0 }]);
  const short = (await embed({ inputs: [{ text: 'Hello' }], dimensions: 8 })).embeddings[0]?.vector ?? [];
  expect([short.length, Math.hypot(...short).toFixed(4)]).toEqual([8, '1.0000']);
  expect((short[1] ?? 0) / (short[0] ?? 1)).toBeCloseTo((vector[1] ?? 0) / (vector[0] ?? 1), 4);
});

test('tokens are counted of chats with their tools, and of texts', async () => {
  const count = async (given: string) => z.object({ countTokens: z.object({ tokens: z.number() }) }).parse((await world.run(`{ countTokens(model: "help", ${given}) { tokens } }`)).data).countTokens.tokens;
  const hello = 'messages: [{ role: USER, content: "Hello" }]';
  expect(await count(`${hello}, tools: [{ name: "f" }]`)).toBeGreaterThan(await count(hello));
  expect([await count('text: "Hello"'), await count('text: ""')]).toEqual([expect.any(Number), 0]);
  expect((await world.run('{ countTokens(model: "help") { tokens } }')).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test.each<[string, string, object, object]>([
  ['more answers than there are sequences', chatMutation, { count: 128 }, { code: 'BAD_USER_INPUT', details: { field: 'count' } }],
  ['too many answers together', textMutation, { count: 10, prompts: Array.from({ length: 20 }, () => ({ text: 'a' })) }, { code: 'BAD_USER_INPUT', details: { field: 'count' } }],
  ['a bias for a token that there is not', chatMutation, { logitBias: [{ token: 999_999, bias: 1 }] }, { code: 'BAD_USER_INPUT', details: { field: 'logitBias' } }],
  ['a priority that is for administrators', chatMutation, { priority: 1 }, { code: 'BAD_USER_INPUT', details: { field: 'priority' } }],
  ['a prompt beyond the context', textMutation, { prompts: [{ tokens: Array.from({ length: 512 }, () => 60) }] }, { code: 'CONTEXT_LENGTH_EXCEEDED' }],
  ['tokens that there are not', textMutation, { prompts: [{ tokens: [999_999] }] }, { code: 'BAD_USER_INPUT', details: { field: 'prompt' } }],
  ['vectors longer than the model makes them', vectorMutation, { inputs: [{ text: 'a' }], dimensions: 4_096 }, { code: 'BAD_USER_INPUT', details: { field: 'dimensions' } }],
  ['vectors of an unknown model', vectorMutation, { model: 'none', inputs: [{ text: 'a' }] }, { code: 'MODEL_NOT_FOUND' }],
  ['a text too long for a vector', vectorMutation, { inputs: [{ text: 'word '.repeat(2_000) }] }, { code: 'CONTEXT_LENGTH_EXCEEDED' }],
])('%s: refused, and nobody pays', async (...[, mutation, input, expected]) => {
  const { subject, caller } = newUser();
  expect(await refusal(mutation, input, caller)).toMatchObject(expected);
  expect(await world.ledger(subject)).toEqual([]);
  expect((await world.account(subject))?.reserved ?? 0).toBe(0);
});

test('vectors beyond the balance are refused', async () => {
  const { caller } = newUser(3);
  expect(await refusal(vectorMutation, { inputs: [{ text: 'How do I create an environment?' }] }, caller)).toMatchObject({ code: 'INSUFFICIENT_TOKENS', details: { balance: 3 } });
});
