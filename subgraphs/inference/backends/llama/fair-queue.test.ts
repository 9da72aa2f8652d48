import { expect, test } from 'vitest';
import { createFairQueue } from './fair-queue.ts';

const never = (): AbortSignal => new AbortController().signal;

test('slots are given until none is left, and then in turn by owner', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 10 });
  const order: string[] = [];
  const first = await queue.acquire('greedy', never());
  const enter = async (owner: string, name: string): Promise<void> => {
    const release = await queue.acquire(owner, never());
    order.push(name);
    release?.();
  };
  const all = [enter('greedy', 'g1'), enter('greedy', 'g2'), enter('greedy', 'g3'), enter('modest', 'm1'), enter('other', 'o1'), enter('modest', 'm2')];
  expect([queue.running, queue.waiting]).toEqual([1, 6]);
  first?.();
  await Promise.all(all);
  expect(order).toEqual(['g1', 'm1', 'o1', 'g2', 'm2', 'g3']);
  expect([queue.running, queue.waiting]).toEqual([0, 0]);
});

test('never more than the slots run at once', async () => {
  const queue = createFairQueue({ slots: 3, capacity: 100 });
  let most = 0;
  await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const release = await queue.acquire(`owner ${index % 7}`, never());
      most = Math.max(most, queue.running);
      await new Promise(setImmediate);
      release?.();
      release?.();
    }),
  );
  expect([most, queue.running, queue.waiting]).toEqual([3, 0, 0]);
});

test('when too many wait, the next is refused', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 1 });
  const release = await queue.acquire('one', never());
  const waiting = queue.acquire('two', never());
  await expect(queue.acquire('three', never())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  release?.();
  expect(await waiting).not.toBeNull();
});

test('who gives up while waiting leaves its place', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 5 });
  const release = await queue.acquire('one', never());
  const controller = new AbortController();
  const impatient = queue.acquire('two', controller.signal);
  const patient = queue.acquire('two', never());
  controller.abort();
  expect(await impatient).toBeNull();
  expect(queue.waiting).toBe(1);
  release?.();
  expect(await patient).not.toBeNull();
  expect([queue.running, queue.waiting]).toEqual([1, 0]);
});

test('who gave up before it came is not let in', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 5 });
  expect(await queue.acquire('one', AbortSignal.abort())).toBeNull();
  expect(queue.running).toBe(0);
});
