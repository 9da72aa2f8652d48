import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DomainError } from '#kernel/errors';
import type { GenerationDelta, GenerationRequest, InferenceBackend } from '../backend.ts';
import { ask, createTestBackend } from './llama.fixture.ts';

const backend = createTestBackend();
const question = 'How do I create an environment?';
const wild = { temperature: 1.5, topK: 0, topP: 1, minP: 0 };
const digits = 'root ::= "[" [0-9] ("," [0-9]){3} "]"';

beforeAll(() => backend.load('help', { sequences: 8 }));
afterAll(() => backend.close());

const tokensOf = (text: string): Promise<readonly number[]> => backend.tokenize('help', text);
const logprobsOf = (deltas: readonly GenerationDelta[]) => deltas.flatMap(({ logprobs }) => logprobs ?? []);

test('a text and its tokens are the same prompt, and names of control tokens in it are control tokens', async () => {
  const text = '<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\n';
  const chat = await ask(backend, 'Hello!');
  const fromText = await ask(backend, '', { prompt: { kind: 'text', text } });
  expect(fromText).toMatchObject({ text: chat.text, promptTokens: chat.promptTokens });
  const plain = 'Hello there';
  const fromTokens = await ask(backend, '', { prompt: { kind: 'tokens', tokens: await tokensOf(plain) } });
  expect(fromTokens.text).toBe((await ask(backend, '', { prompt: { kind: 'text', text: plain } })).text);
});

test('with echo each answer begins with the prompt', async () => {
  const request = { prompt: { kind: 'text', text: 'How do I' }, count: 2, maxTokens: 4 } as const;
  const plain = await ask(backend, '', request);
  const echoed = await ask(backend, '', { ...request, echo: true });
  expect(echoed.texts).toEqual(plain.texts.map((text) => `How do I${text}`));
  expect(echoed.completionTokens).toBe(plain.completionTokens);
});

test('a grammar decides what an answer looks like, also beside answers without one', async () => {
  const [plain, ...others] = await Promise.all([
    ask(backend, question, { owner: 'cds:9' }),
    ...[1, 2, 3].map((seed) => ask(backend, question, { grammar: digits, sampling: { ...wild, seed }, owner: `cds:${seed}` })),
  ]);
  for (const { text, finishReason } of others) {
    expect(text).toMatch(/^\[\d,\d,\d,\d\]$/u);
    expect(finishReason).toBe('STOP');
  }
  expect(plain.text).toBe((await ask(backend, question)).text);
});

test('a grammar that is none is refused', async () => {
  for (const grammar of ['', 'root ::= [', 'other ::= "a"', 'root ::= root "a"', 'root ::= "a"\0']) {
    await expect(ask(backend, question, { grammar })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'grammar' } });
  }
});

test('logprobs are those of the model whatever the sampling, with the likeliest tokens at each place', async () => {
  const greedy = await ask(backend, question, { logprobs: 3, maxTokens: 12 });
  const tokens = logprobsOf(greedy.deltas);
  expect(tokens).toHaveLength(12);
  expect(tokens.map(({ token }) => token).join('')).toBe(greedy.text);
  for (const { token, bytes, logprob, top } of tokens) {
    expect(top).toHaveLength(3);
    expect(top[0]).toEqual({ token, bytes, logprob });
    expect(Buffer.from(bytes).toString()).toBe(token);
    expect(logprob).toBeLessThanOrEqual(0);
    expect(top.reduce((sum, each) => sum + Math.exp(each.logprob), 0)).toBeLessThanOrEqual(1.0001);
    expect(top.map((each) => each.logprob)).toEqual(top.map((each) => each.logprob).sort((one, other) => other - one));
  }
  const biased = await ask(backend, question, { logprobs: 1, maxTokens: 1, sampling: { ...wild, temperature: 2, topK: 5, seed: 3, frequencyPenalty: 1 } });
  const [first] = logprobsOf(biased.deltas);
  expect(first?.top[0]).toEqual(tokens[0]?.top[0]);
});

test('logprobs under a grammar tell how unlikely the model held what it had to say', async () => {
  const { deltas, text } = await ask(backend, question, { grammar: digits, logprobs: 0 });
  const tokens = logprobsOf(deltas);
  expect(tokens.map(({ token }) => token).join('')).toBe(text);
  expect(tokens[0]?.top).toEqual([]);
  expect(tokens[0]?.logprob).toBeLessThan(-3);
});

test('logprobs add up to all that the model can say', async () => {
  const { deltas } = await ask(backend, question, { logprobs: 20, maxTokens: 3 });
  for (const { top } of logprobsOf(deltas)) expect(top.reduce((sum, each) => sum + Math.exp(each.logprob), 0)).toBeGreaterThan(0.5);
});

test('a bias forbids or forces tokens', async () => {
  const free = await ask(backend, question, { maxTokens: 1 });
  const [first = -1] = await tokensOf(free.text);
  const [wanted = -1] = await tokensOf('x');
  expect((await ask(backend, question, { maxTokens: 1, sampling: { logitBias: { [first]: -100 } } })).text).not.toBe(free.text);
  expect((await ask(backend, question, { maxTokens: 5, sampling: { logitBias: { [wanted]: 100 } } })).text).toBe('xxxxx');
});

test('a repeat penalty keeps an answer from saying the same again', async () => {
  const [wanted = -1] = await tokensOf('x');
  const free = await ask(backend, question, { maxTokens: 10, sampling: { logitBias: { [wanted]: 15 } } });
  const penalised = await ask(backend, question, { maxTokens: 10, sampling: { logitBias: { [wanted]: 15 }, repeatPenalty: 5 } });
  expect(penalised.text).not.toBe(free.text);
});

test('several answers to one prompt compute it once; each is that of its own seed', async () => {
  const sampling = { ...wild, seed: 40 };
  const single = await Promise.all([0, 1, 2].map((index) => ask(backend, question, { sampling: { ...wild, seed: 40 + index }, owner: `cds:${index}` })));
  const together = await ask(backend, question, { sampling, count: 3, owner: 'cds:77' });
  expect(together.texts).toEqual(single.map(({ text }) => text));
  expect(together.choices.map(({ completionTokens }) => completionTokens)).toEqual(single.map(({ completionTokens }) => completionTokens));
  expect(new Set(together.texts).size).toBeGreaterThan(1);
  const greedy = await ask(backend, question, { count: 8, owner: 'cds:78' });
  expect(new Set(greedy.texts)).toEqual(new Set([(await ask(backend, question)).text]));
  expect(greedy.promptTokens).toBe(together.promptTokens);
});

test('answers of one request end on their own, and all of them when it is cancelled', async () => {
  const controller = new AbortController();
  let seen = 0;
  const { choices } = await ask(backend, question, {
    count: 3, maxTokens: 400, sampling: { ...wild, temperature: 2, seed: 5 }, signal: controller.signal,
    onDelta: () => {
      seen += 1;
      if (seen > 12) controller.abort();
    },
  });
  expect(choices.map(({ finishReason }) => finishReason)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
});

test('a slow reader pauses its own answer only, and loses nothing of it', async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  let unread = 0;
  let ended = false;
  const slow = ask(backend, question, {
    owner: 'cds:50',
    onDelta: () => {
      unread += 1;
      return gate;
    },
  }).finally(() => (ended = true));
  const others = await Promise.all([1, 2, 3].map((index) => ask(backend, question, { owner: `cds:${index}` })));
  expect(ended).toBe(false);
  expect(unread).toBeLessThan(others[0]?.completionTokens ?? 0);
  open();
  expect((await slow).text).toBe(others[0]?.text);
});

test('a paused answer can be cancelled', async () => {
  const controller = new AbortController();
  const answer = ask(backend, question, { signal: controller.signal, onDelta: () => new Promise(() => undefined) });
  await sleep(100);
  controller.abort();
  expect((await answer).finishReason).toBe('CANCELLED');
});

test('a deadline ends what runs, and refuses what still waits', async () => {
  const long: Partial<GenerationRequest> = { maxTokens: 450, sampling: { ...wild, temperature: 2, seed: 1, logitBias: {} } };
  const deadline = Date.now() + 60;
  const outcomes = await Promise.allSettled(Array.from({ length: 24 }, (_, index) => ask(backend, question, { ...long, deadline, owner: `cds:${index}` })));
  const ended = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.finishReason : DomainError.isInstance(outcome.reason) ? outcome.reason.code : 'fault'));
  expect(ended).toContain('DEADLINE_EXCEEDED');
  expect(ended).toContain('CANCELLED');
  await expect(ask(backend, question, { deadline: Date.now() - 1 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

test('guessing ahead changes no answer, sampled or under a grammar, and some guesses are right', async () => {
  const guessing = createTestBackend();
  await guessing.load('help', { sequences: 8, speculativeTokens: 3 });
  const repeated = 'Say again: POST /api/v1/environments POST /api/v1/environments POST /api/v1/environments';
  const requests: readonly Partial<GenerationRequest>[] = [
    {}, { sampling: { ...wild, temperature: 0.7, seed: 4 } }, { grammar: digits }, { count: 2, sampling: { ...wild, seed: 9 } }, { stop: ['/'] }, { maxTokens: 7 },
    { sampling: { frequencyPenalty: 1.5 } }, { logprobs: 2, maxTokens: 20 },
  ];
  /** All answers, one after the other. */
  const answersOf = async (of: InferenceBackend) => {
    const answers = [];
    for (const request of requests) for (const content of [question, repeated]) answers.push(await ask(of, content, request));
    return answers.map(({ texts, choices }) => ({ texts, choices }));
  };
  const [guessed, plain] = await Promise.all([answersOf(guessing), answersOf(backend)]);
  expect(guessed).toEqual(plain);
  await Promise.all(requests.map((request, index) => ask(guessing, repeated, { ...request, owner: `cds:${index}` })));
  const { guesses } = guessing.loaded()[0] ?? { guesses: { made: 0, right: 0 } };
  expect(guesses.right).toBeGreaterThan(0);
  expect(guesses.made).toBeGreaterThan(guesses.right);
  await guessing.close();
});

test('a draft model guesses ahead; one that is the model itself is always right', async () => {
  const guessing = createTestBackend();
  await guessing.load('help', { sequences: 2, draftModel: 'help' });
  expect((await ask(guessing, question)).text).toBe((await ask(backend, question)).text);
  const both = await Promise.all([ask(guessing, 'Hello!'), ask(guessing, question, { owner: 'cds:2', sampling: { ...wild, seed: 3 } })]);
  expect(both[0].text).toBe((await ask(backend, 'Hello!')).text);
  expect(both[1].text).toBe((await ask(backend, question, { sampling: { ...wild, seed: 3 } })).text);
  const { guesses } = guessing.loaded()[0] ?? { guesses: { made: 0, right: 0 } };
  expect(guesses.right).toBeGreaterThan(20);
  await guessing.close();
});
