import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { ExecutionResult } from 'graphql';
import type { Subject } from '#kernel/principal';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createSchemaGraph } from '../../tests/testkit/schema-graph.ts';
import { createInferenceWorld, seen, type Caller } from './inference.fixture.ts';

type World = Awaited<ReturnType<typeof createInferenceWorld>>;
let world: World;
let users = 100;

/** A stand-in for identity, which knows opening balances and one user who is nobody. */
const openings = new Map<string, number>();
const openingOf = (subject: string | undefined) => (subject === undefined ? null : { openingTokenBalance: openings.get(subject) ?? null });
const graph = createSchemaGraph('type Query { me: User user(id: ID!): User } type User { openingTokenBalance: Int }', {
  me: (_: never, { principal }) => openingOf(principal?.subject),
  user: ({ id }: { readonly id: string }) => (id === 'cds:nobody' ? null : openingOf(id)),
});

beforeAll(async () => {
  world = await createInferenceWorld({ graph, database: await createTestDatabase() });
});
afterAll(() => world.close());

/** The machine may be busy. */
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 20_000 });

const question = { model: 'help', messages: [{ role: 'USER', content: 'How do I create an environment?' }] };
/** Never ends by itself: the token that would end it cannot be chosen. */
const long = { ...question, temperature: 2, topK: 0, topP: 1, minP: 0, seed: 3, maxTokens: 400, logitBias: [{ token: 2, bias: -100 }] };
/** A user of its own with an opening balance. */
function newUser(balance = 10_000): { readonly subject: Subject; readonly caller: Caller } {
  const subject: Subject = `cds:${(users += 1)}`;
  openings.set(subject, balance);
  return { subject, caller: { subject } };
}

const usageFields = 'usage { promptTokens completionTokens totalTokens cachedPromptTokens }';
const chatMutation = `mutation ($input: ChatCompletionInput!) { createChatCompletion(input: $input) { completion { id createdAt model { id contextLength } message { role content } finishReason ${usageFields} tokenBalance } } }`;
const chatSubscription = `subscription ($input: ChatCompletionInput!) { chatCompletionDelta(input: $input) { id createdAt model { id } role content tokens finishReason ${usageFields} tokenBalance } }`;
const usageSchema = z.object({ promptTokens: z.number(), completionTokens: z.number(), totalTokens: z.number(), cachedPromptTokens: z.number() });
const completionSchema = z.object({
  id: z.string().regex(/^chatcmpl-\w{32}$/u), createdAt: z.iso.datetime(), model: z.object({ id: z.literal('help'), contextLength: z.literal(512) }),
  message: z.object({ role: z.literal('ASSISTANT'), content: z.string() }), finishReason: z.enum(['STOP', 'LENGTH', 'CANCELLED']), usage: usageSchema, tokenBalance: z.number(),
});
const deltaSchema = z.object({
  id: z.string(), createdAt: z.iso.datetime(), model: z.object({ id: z.literal('help') }), role: z.literal('ASSISTANT').nullable(), content: z.string(), tokens: z.number(),
  finishReason: z.enum(['STOP', 'LENGTH', 'CANCELLED']).nullable(), usage: usageSchema.nullable(), tokenBalance: z.number().nullable(),
});
type Delta = z.output<typeof deltaSchema>;

async function complete(input: object, caller: Caller) {
  const { data, errors } = await world.run(chatMutation, { input: { ...question, ...input } }, caller);
  expect(errors).toEqual([]);
  return z.object({ createChatCompletion: z.object({ completion: completionSchema }) }).parse(data).createChatCompletion.completion;
}
async function openStream(input: object, caller: Caller): Promise<AsyncGenerator<ExecutionResult>> {
  const stream = await world.open(chatSubscription, { input: { ...question, ...input } }, caller);
  if ('errors' in stream) throw new Error(`refused: ${JSON.stringify(stream)}`);
  return stream;
}
const deltaOf = ({ data }: ExecutionResult): Delta => z.object({ chatCompletionDelta: deltaSchema }).parse(structuredClone(data)).chatCompletionDelta;
async function nextDelta(stream: AsyncGenerator<ExecutionResult>): Promise<Delta> {
  const event = await stream.next();
  if (event.done === true) throw new Error('the stream has ended');
  return deltaOf(event.value);
}
const refusal = async (input: object, caller: Caller) => (await world.run(chatMutation, { input: { ...question, ...input } }, caller)).errors[0];

test('a chat is answered, charged and written to the ledger under its id', async () => {
  const { subject, caller } = newUser(1_000);
  const { id, message, finishReason, usage, tokenBalance } = await complete({}, caller);
  expect(message.content.length).toBeGreaterThan(10);
  expect(finishReason).toBe('STOP');
  expect(usage.totalTokens).toBe(usage.promptTokens + usage.completionTokens);
  expect(tokenBalance).toBe(1_000 - usage.totalTokens);
  expect(await world.account(subject)).toEqual({ balance: tokenBalance, reserved: 0 });
  expect(await world.ledger(subject)).toMatchObject([{ id, subject, model: 'help', promptTokens: usage.promptTokens, completionTokens: usage.completionTokens, totalTokens: usage.totalTokens }]);
});

test('a stream says the same piece by piece: role first, then text, then the end with usage and balance', async () => {
  const { caller } = newUser(1_000);
  const whole = await complete({}, caller);
  const deltas: Delta[] = [];
  for await (const event of await openStream({}, caller)) deltas.push(deltaOf(event));
  const [first, ...middle] = deltas;
  const last = middle.pop();
  expect(first).toMatchObject({ role: 'ASSISTANT', content: '', tokens: 0, finishReason: null, tokenBalance: whole.tokenBalance });
  expect(middle.every(({ role, content, finishReason, usage }) => role === null && content !== '' && finishReason === null && usage === null)).toBe(true);
  expect(middle.map(({ content }) => content).join('')).toBe(whole.message.content);
  expect(last).toMatchObject({ role: null, content: '', finishReason: 'STOP', tokenBalance: whole.tokenBalance - whole.usage.totalTokens });
  expect(deltas.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(last?.usage?.completionTokens);
  expect(new Set(deltas.map(({ id }) => id)).size).toBe(1);
});

test('a reader that is slow gets all of the text in few pieces', async () => {
  const { caller, subject } = newUser();
  const stream = await openStream({}, caller);
  // The answer is made and settled without the reader.
  await eventually(async () => expect(await world.ledger(subject)).toHaveLength(1));
  const deltas: Delta[] = [];
  for await (const event of stream) deltas.push(deltaOf(event));
  expect(deltas).toHaveLength(3);
  expect(deltas[1]?.content).toBe((await complete({}, caller)).message.content);
});

test('a reader that leaves ends the generation, and only what was made is charged', async () => {
  const { subject, caller } = newUser();
  const before = await world.metric('llm_generations_cancelled_total');
  const streams = await Promise.all(Array.from({ length: 8 }, () => openStream(long, caller)));
  await Promise.all(
    streams.map(async (stream) => {
      await stream.next();
      await stream.next();
      await stream.return(undefined);
    }),
  );
  await eventually(async () => expect(await world.ledger(subject)).toHaveLength(8));
  expect(await world.metric('llm_generations_cancelled_total')).toBeGreaterThan(before);
  const spent = (await world.ledger(subject)).reduce((sum, { totalTokens }) => sum + totalTokens, 0);
  expect(await world.account(subject)).toEqual({ balance: 10_000 - spent, reserved: 0 });
  expect(await world.metric('llm_active_generations')).toBe(0);
});

test('a reader that leaves while its request waits is gone at once and pays nothing', async () => {
  const { subject, caller } = newUser(100_000);
  const { pid, sequences } = z.object({ pid: z.number(), sequences: z.number() }).parse(world.backend.loaded()[0]);
  const held = () => world.database.prisma.tokenReservation.count({ where: { subject } });
  const streams = await Promise.all(Array.from({ length: sequences + 1 }, () => openStream(long, caller)));
  process.kill(pid, 'SIGSTOP'); // all answers that have a sequence stand still, and one waits for its turn
  try {
    expect(await world.metric('llm_queue_length')).toBe(1);
    for (const stream of streams) await stream.return(undefined);
    await eventually(async () => expect(await held()).toBe(sequences));
    expect([await world.metric('llm_queue_length'), await world.ledger(subject)]).toEqual([0, []]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await eventually(async () => expect(await held()).toBe(0));
});

test('a request whose caller goes away is cancelled', async () => {
  const { subject, caller } = newUser();
  const controller = new AbortController();
  const answers = Promise.all(Array.from({ length: 8 }, () => world.run(chatMutation, { input: long }, { ...caller, signal: controller.signal })));
  await eventually(async () => expect(await world.metric('llm_active_generations')).toBe(8));
  controller.abort();
  for (const { errors } of await answers) expect(errors).toMatchObject([{ code: 'CANCELLED', path: ['createChatCompletion'] }]);
  expect((await world.account(subject))?.reserved).toBe(0);
});

test('an answer is cancelled by its id, by its owner or an administrator only', async () => {
  const { subject, caller } = newUser();
  const stranger = newUser();
  const cancelMutation = 'mutation ($id: ID!) { cancelChatCompletion(input: { id: $id }) { cancelled } }';
  const cancel = async (id: string, by: Caller) => (await world.run(cancelMutation, { id }, by)).data;
  const streams = await Promise.all(Array.from({ length: 8 }, () => openStream(long, caller)));
  const ids = await Promise.all(streams.map(async (stream) => (await nextDelta(stream)).id));
  expect(await cancel(ids[0] ?? '', stranger.caller)).toEqual({ cancelChatCompletion: { cancelled: false } });
  expect(await cancel('chatcmpl-nothing', caller)).toEqual({ cancelChatCompletion: { cancelled: false } });
  const answers = await Promise.all(ids.map((id, index) => cancel(id, index === 0 ? { subject: 'cds:999', role: 'admin' } : caller)));
  expect(answers[0]).toEqual({ cancelChatCompletion: { cancelled: true } });
  const ends: (Delta | undefined)[] = [];
  for (const stream of streams) {
    const deltas: Delta[] = [];
    for await (const event of stream) deltas.push(deltaOf(event));
    ends.push(deltas.at(-1));
  }
  expect(ends[0]).toMatchObject({ finishReason: 'CANCELLED' });
  expect(ends.every((end) => end?.usage !== null)).toBe(true);
  expect((await world.account(subject))?.reserved).toBe(0);
});

test('of fifty chats at once exactly those are answered that the balance covers, and the sums are exact', async () => {
  const { subject, caller } = newUser(500);
  const { errors: none, data } = await world.run('query ($messages: [ChatMessageInput!]!) { countTokens(model: "help", messages: $messages) { tokens } }', { messages: question.messages });
  expect(none).toEqual([]);
  const { tokens } = z.object({ countTokens: z.object({ tokens: z.number() }) }).parse(data).countTokens;
  const results = await Promise.all(Array.from({ length: 50 }, () => world.run(chatMutation, { input: { ...question, maxTokens: 5 } }, caller)));
  const refused = results.filter(({ errors }) => errors.length > 0);
  expect(refused.every(({ errors: [error] }) => error?.code === 'INSUFFICIENT_TOKENS')).toBe(true);
  const answered = results.length - refused.length;
  expect(answered).toBeGreaterThanOrEqual(Math.floor(500 / (tokens + 5)));
  const account = await world.account(subject);
  expect(account).toEqual({ balance: 500 - answered * (tokens + 5), reserved: 0 });
  expect(account?.balance).toBeLessThan(tokens + 5);
  expect(await world.ledger(subject)).toHaveLength(answered);
});

test('a balance that does not cover the limit is refused, and nothing is generated', async () => {
  const { subject, caller } = newUser(40);
  const before = await world.metric('llm_tokens_generated');
  expect(await refusal({ maxTokens: 400 }, caller)).toMatchObject({ code: 'INSUFFICIENT_TOKENS', path: ['createChatCompletion'], details: { balance: 40 } });
  const stream = await world.open(chatSubscription, { input: { ...question, maxTokens: 400 } }, caller);
  expect(stream).toMatchObject({ errors: [{ code: 'INSUFFICIENT_TOKENS' }] });
  expect(await world.metric('llm_tokens_generated')).toBe(before);
  expect(await world.account(subject)).toEqual({ balance: 40, reserved: 0 });
  expect(await world.metric('llm_requests_total', 'outcome="insufficient_tokens"')).toBeGreaterThan(0);
});

test('without a limit the answer ends with the balance', async () => {
  const { subject, caller } = newUser(30);
  const { finishReason, tokenBalance } = await complete({}, caller);
  expect([finishReason, tokenBalance]).toEqual(['LENGTH', 0]);
  expect(await world.account(subject)).toEqual({ balance: 0, reserved: 0 });
  expect(await refusal({}, caller)).toMatchObject({ code: 'INSUFFICIENT_TOKENS' });
});

test.each([
  ['an unknown model', { model: '../help' }, 'MODEL_NOT_FOUND'],
  ['a prompt beyond the context', { messages: [{ role: 'USER', content: 'word '.repeat(600) }] }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['a prompt far beyond the context', { messages: [{ role: 'USER', content: 'word '.repeat(600_000) }] }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['no message', { messages: [] }, 'BAD_USER_INPUT'],
  ['a temperature out of range', { temperature: 5 }, 'BAD_USER_INPUT'],
])('%s is refused, costs nothing and does not end the model', async (_, input, code) => {
  const { subject, caller } = newUser();
  expect(await refusal(input, caller)).toMatchObject({ code });
  expect(await world.ledger(subject)).toEqual([]);
  expect(world.backend.loaded()).toMatchObject([{ ready: true, restarts: 0 }]);
});

test('nobody is answered without signing in', async () => {
  expect(await refusal({}, { subject: null })).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('calls beyond the rate are refused with the seconds to wait, each caller on its own', async () => {
  const { caller } = newUser();
  const limited = world.withLimit(2);
  const call = (who: Caller) => limited('{ countTokens(model: "help", messages: [{ role: USER, content: "Hello" }]) { tokens } }', who);
  expect((await Promise.all([call(caller), call(caller), call(newUser().caller)])).map(({ errors }) => errors.length)).toEqual([0, 0, 0]);
  const { errors: [error] } = await call(caller);
  expect(error).toMatchObject({ code: 'RATE_LIMITED' });
  expect(z.object({ retryAfterSeconds: z.number().int().min(1).max(60) }).safeParse(error?.details).success).toBe(true);
});

test('models are listed by name with what is known of them', async () => {
  const fields = 'id contextLength parameterCount sizeBytes architecture quantization loaded ownedBy createdAt';
  const { data, errors } = await world.run(`{ models { totalCount nodes { ${fields} } edges { cursor } pageInfo { hasNextPage hasPreviousPage } } model(id: "help") { id } none: model(id: "other") { id } }`);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    models: { totalCount: 1, nodes: [{ id: 'help', contextLength: 512, architecture: 'llama', quantization: 'Q8_0', loaded: true, ownedBy: 'pentagraph' }], pageInfo: { hasNextPage: false, hasPreviousPage: false } },
    model: { id: 'help' },
    none: null,
  });
});

const userQuery = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { id tokenBalance usage(first: 2) { totalCount nodes { id totalTokens model { id contextLength } user { id } } pageInfo { hasNextPage } } } } }`;

test('a user sees the own balance and ledger, an administrator all of them, others nothing', async () => {
  const { subject, caller } = newUser(900);
  for (let index = 0; index < 3; index += 1) await complete({ maxTokens: 2 }, caller);
  const expected = { _entities: [{ id: subject, tokenBalance: (await world.account(subject))?.balance, usage: { totalCount: 3, nodes: [{ model: { id: 'help', contextLength: 512 }, user: { id: subject } }, { model: { id: 'help' } }], pageInfo: { hasNextPage: true } } }] };
  for (const who of [caller, { subject: 'cds:999', role: 'admin' } as const]) {
    const { data, errors } = await world.run(userQuery, { id: subject }, who);
    expect(errors).toEqual([]);
    expect(data).toMatchObject(expected);
  }
  const { errors } = await world.run(userQuery, { id: subject }, newUser().caller);
  expect(errors[0]).toMatchObject({ code: 'FORBIDDEN' });
});

test('a balance that nobody used yet is the opening balance', async () => {
  const { subject, caller } = newUser(77);
  expect((await world.run('query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { tokenBalance } } }', { id: subject }, caller)).data).toEqual({ _entities: [{ tokenBalance: 77 }] });
});

test('the ledger shows models that are gone', async () => {
  const { subject, caller } = newUser();
  await world.database.prisma.tokenUsage.create({ data: { id: 'chatcmpl-old', subject, model: 'gone', promptTokens: 1, completionTokens: 1, totalTokens: 2 } });
  const { data, errors } = await world.run(userQuery, { id: subject }, caller);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({ _entities: [{ usage: { nodes: [{ model: { id: 'gone', contextLength: 0 } }] } }] });
});

test('an administrator grants tokens and sees the new balance', async () => {
  const { subject, caller } = newUser(5);
  const grant = 'mutation ($id: ID!, $amount: Int!) { grantTokens(input: { userId: $id, amount: $amount, reason: "test" }) { user { id tokenBalance } } }';
  const admin: Caller = { subject: 'cds:999', role: 'admin' };
  expect((await world.run(grant, { id: subject, amount: 10 }, admin)).data).toEqual({ grantTokens: { user: { id: subject, tokenBalance: 15 } } });
  expect((await world.run(grant, { id: subject, amount: -100 }, admin)).data).toEqual({ grantTokens: { user: { id: subject, tokenBalance: 0 } } });
  expect((await world.run(grant, { id: subject, amount: 10 }, caller)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await world.run(grant, { id: 'cds:nobody', amount: 10 }, admin)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await world.account('cds:nobody')).toBeNull();
});

test('a model that is killed in the middle fails its streams with an event and settles what was said', async () => {
  const { subject, caller } = newUser();
  const streams = await Promise.all(Array.from({ length: 8 }, () => openStream(long, caller)));
  for (const stream of streams) {
    await stream.next();
    await stream.next();
  }
  process.kill(world.backend.loaded()[0]?.pid ?? 0, 'SIGKILL');
  const ends = await Promise.all(
    streams.map(async (stream) => {
      const events: ExecutionResult[] = [];
      for await (const event of stream) events.push(event);
      return events.at(-1) ?? {};
    }),
  );
  const failed = ends.filter(({ errors }) => errors !== undefined);
  expect(failed.length).toBeGreaterThan(0);
  for (const end of failed) expect(seen(end)).toMatchObject({ data: null, errors: [{ code: 'MODEL_UNAVAILABLE', path: ['chatCompletionDelta'] }] });
  expect(await world.ledger(subject)).toHaveLength(8);
  expect((await world.account(subject))?.reserved).toBe(0);
  await complete({}, caller);
  expect(world.subgraph.ready()).toBe(true);
  expect(await world.metric('llm_child_restarts_total')).toBe(1);
  expect(await world.metric('llm_requests_total', 'outcome="model_unavailable"')).toBe(failed.length);
});
