import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestBackend } from './llama.fixture.ts';

const backend = createTestBackend();
beforeAll(() => backend.load('help', { sequences: 2 }));
afterAll(() => backend.close());

const embed = (inputs: readonly (string | readonly number[])[], signal = new AbortController().signal) => backend.embed({ model: 'help', inputs, owner: 'cds:1' }, { signal });
const cosine = (one: Float32Array | undefined, other: Float32Array | undefined): number => Array.from(one ?? []).reduce((sum, value, index) => sum + value * (other?.[index] ?? 0), 0);

test('texts that mean the same are near, and each vector has length 1', async () => {
  const { vectors, promptTokens } = await embed(['How do I create an environment?', 'spin up a new environment please', 'What is 3 + 4?']);
  expect(vectors).toHaveLength(3);
  for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(cosine(vectors[0], vectors[2]) + 0.2);
  expect(promptTokens).toBeGreaterThan(10);
});

test('a text and its tokens have the same vector, whatever was asked before', async () => {
  const text = 'create an environment';
  const [{ vectors: first }, { vectors: second }] = [await embed([text]), await embed(['something else', await backend.tokenize('help', text)])];
  expect(cosine(first[0], second[1])).toBeCloseTo(1, 5);
});

test('many requests at once give what they give alone', async () => {
  const texts = Array.from({ length: 12 }, (_, index) => `request number ${index}`);
  const alone: Float32Array[] = [];
  for (const text of texts) alone.push(...(await embed([text])).vectors);
  const together = await Promise.all(texts.map((text) => embed([text])));
  for (const [index, { vectors }] of together.entries()) expect(cosine(vectors[0], alone[index])).toBeCloseTo(1, 5);
});

test('inputs that cannot be embedded are refused by reason', async () => {
  await expect(embed([])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(embed(['fine', ''])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(embed([[]])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  for (const tokens of [[-1], [1e9], [1.5], [Number.NaN]]) await expect(embed([tokens])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(embed(['word '.repeat(600)])).rejects.toMatchObject({ code: 'CONTEXT_LENGTH_EXCEEDED' });
  await expect(embed(['x'.repeat(10_000_000)])).rejects.toMatchObject({ code: 'CONTEXT_LENGTH_EXCEEDED' });
  await expect(embed(Array.from({ length: 10_000 }, () => 'x'))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('whoever went away gets no vectors', async () => {
  await expect(embed(['a'], AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  const controller = new AbortController();
  const work = embed(Array.from({ length: 2_000 }, (_, index) => `text ${index}`), controller.signal);
  setTimeout(() => controller.abort(), 30);
  await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
});
