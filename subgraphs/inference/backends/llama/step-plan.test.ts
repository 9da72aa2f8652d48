import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planStep, type StepWish } from './step-plan.ts';

const writes = (id: number, tokens = 1): StepWish => ({ id, tokens, isPrompt: false });
const reads = (id: number, tokens: number): StepWish => ({ id, tokens, isPrompt: true });
const plan = (wishes: readonly StepWish[]) => planStep(wishes, { batchSize: 512, promptShare: 128 }).map(({ id, tokens }) => [id, tokens]);

test('a step is in ascending order of sequence, however its answers came', () => {
  expect(plan([writes(7), writes(0), reads(3, 10), writes(5)])).toEqual([[0, 1], [3, 10], [5, 1], [7, 1]]);
});

test('while nobody writes, prompts take the whole batch in the order in which they came', () => {
  expect(plan([reads(4, 300), reads(0, 300), reads(1, 300)])).toEqual([[0, 212], [4, 300]]);
});

test('a long prompt takes a bounded part of a step in which others write', () => {
  expect(plan([reads(0, 4_000), writes(2), writes(1, 5)])).toEqual([[0, 128], [1, 5], [2, 1]]);
});

test('whatever is wished, all that write take part once, nothing is empty, and neither the batch nor the share of prompts is exceeded', () => {
  const wish = fc.record({ tokens: fc.integer({ min: 1, max: 1_000 }), isPrompt: fc.boolean() });
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 64 }), fc.integer({ min: 64, max: 600 }), (drawn, batchSize) => {
      const wishes = drawn.map(({ tokens, isPrompt }, id) => ({ id, isPrompt, tokens: isPrompt ? tokens : 1 }));
      const writers = wishes.filter(({ isPrompt }) => !isPrompt);
      const parts = planStep(wishes, { batchSize, promptShare: 100 });
      const total = parts.reduce((sum, { tokens }) => sum + tokens, 0);
      expect(parts.filter(({ id }) => wishes[id]?.isPrompt === false)).toHaveLength(writers.length);
      expect(parts.every(({ id, tokens }) => tokens >= 1 && tokens <= (wishes[id]?.tokens ?? 0))).toBe(true);
      expect(total).toBeLessThanOrEqual(writers.length === 0 ? batchSize : writers.length + 100);
      expect(total).toBeLessThanOrEqual(batchSize);
      expect(parts.map(({ id }) => id)).toEqual(parts.map(({ id }) => id).sort((one, other) => one - other));
      expect(parts.length > 0).toBe(wishes.length > 0);
    }),
  );
});
