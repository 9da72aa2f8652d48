import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GenerationRequest } from '../backend.ts';
import { ask, createTestBackend } from './llama.fixture.ts';

const backend = createTestBackend();
const question = 'How do I create an environment?';
beforeAll(() => backend.load('help', { sequences: 4 }));
afterAll(() => backend.close());

const deep = (depth: number): string => `root ::= ${'('.repeat(depth)}"a"${')'.repeat(depth)}`;
const unknownTokens = [-1, 2 ** 31, 1_000_000, 1.5, Number.NaN];

test.each<[string, Partial<GenerationRequest>, string]>([
  ['a text of ten megabytes', { prompt: { kind: 'text', text: 'x '.repeat(5_000_000) } }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['a chat of ten megabytes', { prompt: { kind: 'chat', tools: [], messages: [{ role: 'USER', content: 'é'.repeat(5_000_000) }] } }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['tool calls of a megabyte', { prompt: { kind: 'chat', tools: [], messages: [{ role: 'ASSISTANT', content: '', toolCalls: [{ id: '1', name: 'f', arguments: '1'.repeat(1_000_000) }] }] } }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['a million tokens', { prompt: { kind: 'tokens', tokens: Array.from({ length: 1_000_000 }, () => 5) } }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['a text of as many characters as the context could hold at most', { prompt: { kind: 'text', text: 'ab'.repeat(65_000) } }, 'CONTEXT_LENGTH_EXCEEDED'],
  ['an empty text', { prompt: { kind: 'text', text: '' } }, 'BAD_USER_INPUT'],
  ['no tokens', { prompt: { kind: 'tokens', tokens: [] } }, 'BAD_USER_INPUT'],
  ['no messages', { prompt: { kind: 'chat', messages: [], tools: [] } }, 'BAD_USER_INPUT'],
  ...unknownTokens.map((token): [string, Partial<GenerationRequest>, string] => [`the token ${token}`, { prompt: { kind: 'tokens', tokens: [5, token] } }, 'BAD_USER_INPUT']),
  ['a bias for a token that is none', { sampling: { logitBias: { 99_999_999: 1 } } }, 'BAD_USER_INPUT'],
  ['a bias that is no number', { sampling: { logitBias: { 5: Number.NaN } } }, 'BAD_USER_INPUT'],
  ['a bias beyond its range', { sampling: { logitBias: { 5: 1e9 } } }, 'BAD_USER_INPUT'],
  ['a hundred thousand biases', { sampling: { logitBias: Object.fromEntries(Array.from({ length: 100_000 }, (_, token) => [token, 1])) } }, 'BAD_USER_INPUT'],
  ['ten thousand stop texts', { stop: Array.from({ length: 10_000 }, (_, index) => `stop ${index}`) }, 'BAD_USER_INPUT'],
  ['an empty stop text', { stop: [''] }, 'BAD_USER_INPUT'],
  ['a stop text of a megabyte', { stop: ['x'.repeat(1_000_000)] }, 'BAD_USER_INPUT'],
  ['no tokens to make', { maxTokens: 0 }, 'BAD_USER_INPUT'],
  ['a limit that is no number', { maxTokens: Number.NaN }, 'BAD_USER_INPUT'],
  ['more answers than there are sequences', { count: 5 }, 'BAD_USER_INPUT'],
  ['no answers', { count: 0 }, 'BAD_USER_INPUT'],
  ['a thousand alternatives', { logprobs: 1_000 }, 'BAD_USER_INPUT'],
  ['a chat with echo', { echo: true }, 'BAD_USER_INPUT'],
  ['a temperature that is no number', { sampling: { temperature: Number.NaN } }, 'BAD_USER_INPUT'],
  ['an endless penalty', { sampling: { repeatPenalty: Number.POSITIVE_INFINITY } }, 'BAD_USER_INPUT'],
  ['a grammar of ten megabytes', { grammar: 'root ::= "a"\n'.repeat(1_000_000) }, 'BAD_USER_INPUT'],
  ['a grammar that nests a hundred thousand times', { grammar: deep(100_000) }, 'BAD_USER_INPUT'],
  ['a grammar that repeats beyond reason', { grammar: 'root ::= ("a"{1,1000}){1,1000}' }, 'BAD_USER_INPUT'],
  ['a rule with a hundred thousand alternatives', { grammar: `root ::= ${Array.from({ length: 100_000 }, (__, index) => `"${index}"`).join(' | ')}` }, 'BAD_USER_INPUT'],
])('%s is refused quickly, and the model lives', async (_, request, code) => {
  const startedAt = performance.now();
  await expect(ask(backend, question, request)).rejects.toMatchObject({ code });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(backend.loaded()[0]).toMatchObject({ ready: true, restarts: 0, running: 0, waiting: 0 });
});

test('odd but lawful requests are answered', async () => {
  const odd: readonly Partial<GenerationRequest>[] = [
    { sampling: { temperature: 1e-9, seed: -2_147_483_648 } },
    { sampling: { temperature: 100, topK: 1_000_000, topP: 0, minP: 1, seed: 4_294_967_295 } },
    { sampling: { temperature: 1, topP: 1e-9, topK: 1 } },
    { sampling: { frequencyPenalty: -2, presencePenalty: -2, repeatPenalty: 0.1 } },
    { sampling: { logitBias: Object.fromEntries(Array.from({ length: 1_000 }, (_, token) => [token, -100])) } },
    { maxTokens: Number.MAX_SAFE_INTEGER },
    { stop: Array.from({ length: 64 }, (_, index) => `stop ${index}`) },
    { prompt: { kind: 'text', text: '\0\u{D800}' } },
    { prompt: { kind: 'tokens', tokens: [0] } },
    { grammar: 'root ::= ""' },
    { grammar: `root ::= ${'('.repeat(1_000)}"|" [()|]${')'.repeat(1_000)}` },
    { grammar: 'root ::= "never said: \u{1F600}" root | "x"', maxTokens: 40 },
  ];
  for (const request of odd) {
    const { choices } = await ask(backend, question, { maxTokens: 20, ...request });
    expect(choices).toHaveLength(1);
  }
  expect(backend.loaded()[0]).toMatchObject({ ready: true, restarts: 0 });
});
