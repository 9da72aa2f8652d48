import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { ExecutionResult } from 'graphql';
import { chatMutation, createChatWorld, deltaOf, question, type Delta } from './chats.fixture.ts';
import { seen, type Caller } from './inference.fixture.ts';

let world: Awaited<ReturnType<typeof createChatWorld>>;
beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.close());

/** The machine may be busy. */
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 20_000 });

/** Never ends by itself: the token that would end it cannot be chosen. */
const long = { ...question, temperature: 2, topK: 0, topP: 1, minP: 0, seed: 3, maxTokens: 400, logitBias: [{ token: 2, bias: -100 }] };

async function nextDelta(stream: AsyncGenerator<ExecutionResult>): Promise<Delta> {
  const event = await stream.next();
  if (event.done === true) throw new Error('the stream has ended');
  return deltaOf(event.value);
}

test('a chat is answered, charged and written to the ledger under its id', async () => {
  const { subject, caller } = world.newUser(1_000);
  const { id, message, finishReason, usage, tokenBalance } = await world.complete({}, caller);
  expect(message.content.length).toBeGreaterThan(10);
  expect(finishReason).toBe('STOP');
  expect(usage.totalTokens).toBe(usage.promptTokens + usage.completionTokens);
  expect(tokenBalance).toBe(1_000 - usage.totalTokens);
  expect(await world.account(subject)).toEqual({ balance: tokenBalance, reserved: 0 });
  expect(await world.ledger(subject)).toMatchObject([{ id, subject, model: 'help', promptTokens: usage.promptTokens, completionTokens: usage.completionTokens, totalTokens: usage.totalTokens }]);
});

test('a stream says the same piece by piece: role first, then text, then the end with usage and balance', async () => {
  const { caller } = world.newUser(1_000);
  const whole = await world.complete({}, caller);
  const deltas: Delta[] = [];
  for await (const event of await world.openStream({}, caller)) deltas.push(deltaOf(event));
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
  const { caller, subject } = world.newUser();
  const stream = await world.openStream({}, caller);
  // The answer is made and settled without the reader.
  await eventually(async () => expect(await world.ledger(subject)).toHaveLength(1));
  const deltas: Delta[] = [];
  for await (const event of stream) deltas.push(deltaOf(event));
  expect(deltas).toHaveLength(3);
  expect(deltas[1]?.content).toBe((await world.complete({}, caller)).message.content);
});

test('a reader that leaves ends the generation, and only what was made is charged', async () => {
  const { subject, caller } = world.newUser();
  const before = await world.metric('llm_generations_cancelled_total');
  const streams = await Promise.all(Array.from({ length: 8 }, () => world.openStream(long, caller)));
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
  const { subject, caller } = world.newUser(100_000);
  const { pid, sequences } = z.object({ pid: z.number(), sequences: z.number() }).parse(world.backend.loaded()[0]);
  const held = () => world.database.prisma.tokenReservation.count({ where: { subject } });
  const streams = await Promise.all(Array.from({ length: sequences + 1 }, () => world.openStream(long, caller)));
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
  const { subject, caller } = world.newUser();
  const controller = new AbortController();
  const answers = Promise.all(Array.from({ length: 8 }, () => world.run(chatMutation, { input: long }, { ...caller, signal: controller.signal })));
  await eventually(async () => expect(await world.metric('llm_active_generations')).toBe(8));
  controller.abort();
  for (const { errors } of await answers) expect(errors).toMatchObject([{ code: 'CANCELLED', path: ['createChatCompletion'] }]);
  expect((await world.account(subject))?.reserved).toBe(0);
});

test('an answer is cancelled by its id, by its owner or an administrator only', async () => {
  const { subject, caller } = world.newUser();
  const stranger = world.newUser();
  const cancelMutation = 'mutation ($id: ID!) { cancelChatCompletion(input: { id: $id }) { cancelled } }';
  const cancel = async (id: string, by: Caller) => (await world.run(cancelMutation, { id }, by)).data;
  const streams = await Promise.all(Array.from({ length: 8 }, () => world.openStream(long, caller)));
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

test('a model that is killed in the middle fails its streams with an event and settles what was said', async () => {
  const { subject, caller } = world.newUser();
  const streams = await Promise.all(Array.from({ length: 8 }, () => world.openStream(long, caller)));
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
  await world.complete({}, caller);
  expect(world.subgraph.ready()).toBe(true);
  expect(await world.metric('llm_child_restarts_total')).toBe(1);
  expect(await world.metric('llm_requests_total', 'outcome="model_unavailable"')).toBe(failed.length);
});
