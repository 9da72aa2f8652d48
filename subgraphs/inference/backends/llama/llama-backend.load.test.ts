import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, createTestBackend } from './llama.fixture.ts';

const backend = createTestBackend();
beforeAll(() => backend.load('help'));
afterAll(() => backend.close());

test('sixty-four streams of a small model run side by side, all complete, and none is starved', async () => {
  const tokens = 100;
  const speeds = await Promise.all(
    Array.from({ length: 64 }, async (_, index) => {
      const startedAt = performance.now();
      // Something to say for all of that time, whatever the question.
      const answer = await ask(backend, `Question number ${index}`, { owner: `cds:${index % 5}`, maxTokens: tokens, sampling: { temperature: 1.2, topK: 0, topP: 1, minP: 0, seed: index, logitBias: { 0: -100, 2: -100 } } });
      expect(answer).toMatchObject({ finishReason: 'LENGTH', completionTokens: tokens });
      return tokens / (performance.now() - startedAt);
    }),
  );
  expect(backend.loaded()[0]).toMatchObject({ sequences: 64, running: 0, waiting: 0 });
  expect(Math.max(...speeds) / Math.min(...speeds)).toBeLessThanOrEqual(1.5);
  const { shared, complete } = backend.loaded()[0]?.steps ?? { shared: 0, complete: 0 };
  expect(shared).toBeGreaterThan(90);
  expect(complete / shared).toBeGreaterThanOrEqual(0.97);
});

test('more requests than sequences are served in turn by owner', async () => {
  const order: string[] = [];
  const run = async (owner: string): Promise<void> => {
    await ask(backend, 'Hello!', { owner, maxTokens: 20 });
    order.push(owner);
  };
  await Promise.all([...Array.from({ length: 128 }, () => run('greedy')), run('modest')]);
  expect(order).toHaveLength(129);
  expect(order.indexOf('modest')).toBeLessThan(120);
});
