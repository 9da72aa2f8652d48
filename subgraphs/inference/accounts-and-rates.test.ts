import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { chatMutation, chatSubscription, createChatWorld, question } from './chats.fixture.ts';
import type { Caller } from './inference.fixture.ts';

let world: Awaited<ReturnType<typeof createChatWorld>>;
beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.close());

test('of fifty chats at once exactly those are answered that the balance covers, and the sums are exact', async () => {
  const { subject, caller } = world.newUser(500);
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
  const { subject, caller } = world.newUser(40);
  const before = await world.metric('llm_tokens_generated');
  expect(await world.refusal({ maxTokens: 400 }, caller)).toMatchObject({ code: 'INSUFFICIENT_TOKENS', path: ['createChatCompletion'], details: { balance: 40 } });
  const stream = await world.open(chatSubscription, { input: { ...question, maxTokens: 400 } }, caller);
  expect(stream).toMatchObject({ errors: [{ code: 'INSUFFICIENT_TOKENS' }] });
  expect(await world.metric('llm_tokens_generated')).toBe(before);
  expect(await world.account(subject)).toEqual({ balance: 40, reserved: 0 });
  expect(await world.metric('llm_requests_total', 'outcome="insufficient_tokens"')).toBeGreaterThan(0);
});

test('without a limit the answer ends with the balance', async () => {
  const { subject, caller } = world.newUser(30);
  const { finishReason, tokenBalance } = await world.complete({}, caller);
  expect([finishReason, tokenBalance]).toEqual(['LENGTH', 0]);
  expect(await world.account(subject)).toEqual({ balance: 0, reserved: 0 });
  expect(await world.refusal({}, caller)).toMatchObject({ code: 'INSUFFICIENT_TOKENS' });
});

test.each([
  ['an unknown model', { model: '../help' }, 'MODEL_NOT_FOUND'],
  ['a prompt beyond the context', { messages: [{ role: 'USER', content: 'word '.repeat(600) }] }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['a prompt far beyond the context', { messages: [{ role: 'USER', content: 'word '.repeat(600_000) }] }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['no message', { messages: [] }, 'BAD_USER_INPUT'],
  ['a temperature out of range', { temperature: 5 }, 'BAD_USER_INPUT'],
])('%s is refused, costs nothing and does not end the model', async (_, input, code) => {
  const { subject, caller } = world.newUser();
  expect(await world.refusal(input, caller)).toMatchObject({ code });
  expect(await world.ledger(subject)).toEqual([]);
  expect(world.backend.loaded()).toMatchObject([{ ready: true, restarts: 0 }]);
});

test('nobody is answered without signing in', async () => {
  expect(await world.refusal({}, { subject: null })).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('calls beyond the rate are refused with the seconds to wait, each caller on its own', async () => {
  const { caller } = world.newUser();
  const limited = world.withLimit(2);
  const call = (who: Caller) => limited('{ countTokens(model: "help", messages: [{ role: USER, content: "Hello" }]) { tokens } }', who);
  expect((await Promise.all([call(caller), call(caller), call(world.newUser().caller)])).map(({ errors }) => errors.length)).toEqual([0, 0, 0]);
  const { errors: [error] } = await call(caller);
  expect(error).toMatchObject({ code: 'RATE_LIMITED' });
  expect(z.object({ retryAfterSeconds: z.number().int().min(1).max(60) }).safeParse(error?.details).success).toBe(true);
});

test('a call that its door has counted is counted once, and told how it stands', async () => {
  const { caller } = world.newUser();
  const limited = world.withLimit(2);
  const count = (requestId: string) => limited('mutation { countModelCall { allowance { limit remaining resetsAt retryAfterSeconds } } }', { ...caller, requestId });
  const call = (requestId: string) => limited('{ countTokens(model: "help", text: "Hello") { tokens } }', { ...caller, requestId });
  expect((await count('a')).data).toEqual({ countModelCall: { allowance: { limit: 2, remaining: 1, resetsAt: expect.anything(), retryAfterSeconds: null } } });
  expect((await call('a')).errors).toEqual([]);
  expect((await count('b')).data).toMatchObject({ countModelCall: { allowance: { remaining: 0, retryAfterSeconds: null } } });
  expect((await call('a')).errors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  expect((await limited('{ countTokens(model: "help", text: "Hello") { tokens } }', { ...world.newUser().caller, requestId: 'b' })).errors).toEqual([]);
  expect((await call('b')).errors).toEqual([]);
  expect((await count('c')).data).toMatchObject({ countModelCall: { allowance: { remaining: 0, retryAfterSeconds: expect.any(Number) } } });
  expect((await call('c')).errors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  expect((await world.run('mutation { countModelCall { allowance { limit } } }', {}, caller)).data).toEqual({ countModelCall: { allowance: null } });
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
  const { subject, caller } = world.newUser(900);
  for (let index = 0; index < 3; index += 1) await world.complete({ maxTokens: 2 }, caller);
  const expected = { _entities: [{ id: subject, tokenBalance: (await world.account(subject))?.balance, usage: { totalCount: 3, nodes: [{ model: { id: 'help', contextLength: 512 }, user: { id: subject } }, { model: { id: 'help' } }], pageInfo: { hasNextPage: true } } }] };
  for (const who of [caller, { subject: 'cds:999', role: 'admin' } as const]) {
    const { data, errors } = await world.run(userQuery, { id: subject }, who);
    expect(errors).toEqual([]);
    expect(data).toMatchObject(expected);
  }
  const { errors } = await world.run(userQuery, { id: subject }, world.newUser().caller);
  expect(errors[0]).toMatchObject({ code: 'FORBIDDEN' });
});

test('a balance that nobody used yet is the opening balance', async () => {
  const { subject, caller } = world.newUser(77);
  expect((await world.run('query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { tokenBalance } } }', { id: subject }, caller)).data).toEqual({ _entities: [{ tokenBalance: 77 }] });
});

test('the ledger shows models that are gone', async () => {
  const { subject, caller } = world.newUser();
  await world.database.prisma.tokenUsage.create({ data: { id: 'chatcmpl-old', subject, model: 'gone', promptTokens: 1, completionTokens: 1, totalTokens: 2 } });
  const { data, errors } = await world.run(userQuery, { id: subject }, caller);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({ _entities: [{ usage: { nodes: [{ model: { id: 'gone', contextLength: 0 } }] } }] });
});

test('an administrator grants tokens and sees the new balance', async () => {
  const { subject, caller } = world.newUser(5);
  const grant = 'mutation ($id: ID!, $amount: Int!) { grantTokens(input: { userId: $id, amount: $amount, reason: "test" }) { user { id tokenBalance } } }';
  const admin: Caller = { subject: 'cds:999', role: 'admin' };
  expect((await world.run(grant, { id: subject, amount: 10 }, admin)).data).toEqual({ grantTokens: { user: { id: subject, tokenBalance: 15 } } });
  expect((await world.run(grant, { id: subject, amount: -100 }, admin)).data).toEqual({ grantTokens: { user: { id: subject, tokenBalance: 0 } } });
  expect((await world.run(grant, { id: subject, amount: 10 }, caller)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await world.run(grant, { id: 'cds:nobody', amount: 10 }, admin)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await world.account('cds:nobody')).toBeNull();
});
