import type { BatchItem, Token } from 'node-llama-cpp';
import { expect, test } from 'vitest';
import { inSequenceOrder } from './batch-order.ts';
import { createStepBarrier, type StepBarrier } from './step-barrier.ts';

const item = (sequence: number, tokens: number): BatchItem =>
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- tokens are branded numbers; the priority carries the sequence
  ({ tokens: Array.from({ length: tokens }, (_, index) => index as Token), logits: [], evaluationPriority: sequence as BatchItem['evaluationPriority'] });
const plan = (items: readonly BatchItem[], size: number) => inSequenceOrder({ items, size }).map(({ item: { evaluationPriority }, processAmount }) => [evaluationPriority, processAmount]);

test('a batch is in ascending order of sequence, however its parts came in', () => {
  expect(plan([item(7, 1), item(0, 1), item(3, 1)], 512)).toEqual([[0, 1], [3, 1], [7, 1]]);
});

test('a long prompt takes what the others leave and never all of it', () => {
  expect(plan([item(0, 1_000), item(2, 1), item(1, 1)], 512)).toEqual([[0, 510], [1, 1], [2, 1]]);
});

test('two long prompts share the room', () => {
  expect(plan([item(1, 1_000), item(0, 1_000)], 512)).toEqual([[0, 256], [1, 256]]);
});

test('a batch never holds more than its size', () => {
  expect(plan(Array.from({ length: 9 }, (_, index) => item(index, 5)), 8).reduce((sum, [, amount = 0]) => sum + amount, 0)).toBeLessThanOrEqual(8);
});

/** Takes steps until it has done `steps`, and notes how far it is. */
async function member(barrier: StepBarrier, id: number, { steps, log }: { readonly steps: number; readonly log: string[] }): Promise<void> {
  for (let step = 1; step <= steps; step += 1) {
    await barrier.arrive(id);
    log.push(`${id}:${step}`);
  }
  barrier.leave(id);
}

test('members of the barrier take each step together, in the order in which they came', async () => {
  const barrier = createStepBarrier();
  const log: string[] = [];
  await Promise.all([member(barrier, 0, { steps: 3, log }), member(barrier, 1, { steps: 2, log }), member(barrier, 2, { steps: 2, log })]);
  // The first to come is alone for one step.
  expect(log).toEqual(['0:1', '1:1', '2:1', '0:2', '1:2', '2:2', '0:3']);
  expect(barrier.members).toBe(0);
});

test('who leaves is not waited for', async () => {
  const barrier = createStepBarrier();
  await barrier.arrive(0);
  const other = barrier.arrive(1);
  barrier.leave(0);
  await expect(other).resolves.toBeUndefined();
});

test('who joins goes on with the next step of the others and does not hold them up', async () => {
  const barrier = createStepBarrier();
  await barrier.join();
  await barrier.arrive(0);
  const second = barrier.arrive(1);
  let joined = false;
  const joining = barrier.join().then(() => (joined = true));
  await new Promise(setImmediate);
  expect(joined).toBe(false);
  await Promise.all([barrier.arrive(0), second, joining]);
  expect(barrier.members).toBe(2);
});
