import { expect, test } from 'vitest';
import { createFairQueue, type QueueTicket } from './fair-queue.ts';

const ticket = (owner: string, more: Partial<QueueTicket> = {}): QueueTicket => ({ owner, weight: 1, priority: 0, deadline: null, signal: new AbortController().signal, ...more });

test('slots are given until none is left, and then in turn by owner', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 10 });
  const order: string[] = [];
  const first = await queue.acquire(ticket('greedy'));
  const enter = async (owner: string, name: string): Promise<void> => {
    const release = await queue.acquire(ticket(owner));
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
      const release = await queue.acquire(ticket(`owner ${index % 7}`));
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
  const release = await queue.acquire(ticket('one'));
  const waiting = queue.acquire(ticket('two'));
  await expect(queue.acquire(ticket('three'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  release?.();
  expect(await waiting).not.toBeNull();
});

test('who gives up while waiting leaves its place', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 5 });
  const release = await queue.acquire(ticket('one'));
  const controller = new AbortController();
  const impatient = queue.acquire(ticket('two', { signal: controller.signal }));
  const patient = queue.acquire(ticket('two'));
  controller.abort();
  expect(await impatient).toBeNull();
  expect(queue.waiting).toBe(1);
  release?.();
  expect(await patient).not.toBeNull();
  expect([queue.running, queue.waiting]).toEqual([1, 0]);
});

test('who gave up before it came is not let in', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 5 });
  expect(await queue.acquire(ticket('one', { signal: AbortSignal.abort() }))).toBeNull();
  expect(queue.running).toBe(0);
});

test('a higher priority is served first, and within one each owner in turn', async () => {
  const queue = createFairQueue({ slots: 1, capacity: 10 });
  const order: string[] = [];
  const release = await queue.acquire(ticket('first'));
  const enter = async (owner: string, priority: number): Promise<void> => {
    const leave = await queue.acquire(ticket(owner, { priority }));
    order.push(`${owner} ${priority}`);
    leave?.();
  };
  const all = [enter('a', 0), enter('a', 0), enter('b', 0), enter('c', 5), enter('a', 5), enter('c', 5), enter('d', -1)];
  release?.();
  await Promise.all(all);
  expect(order).toEqual(['c 5', 'a 5', 'c 5', 'a 0', 'b 0', 'a 0', 'd -1']);
});

test('who needs several slots waits for all of them and is not overtaken meanwhile', async () => {
  const queue = createFairQueue({ slots: 3, capacity: 10 });
  const [first, second] = [await queue.acquire(ticket('one')), await queue.acquire(ticket('two'))];
  const order: string[] = [];
  const large = queue.acquire(ticket('three', { weight: 3 })).then((release) => {
    order.push('large');
    release?.();
  });
  const small = queue.acquire(ticket('four')).then(() => order.push('small'));
  first?.();
  await new Promise(setImmediate);
  expect([order, queue.running]).toEqual([[], 1]);
  second?.();
  await Promise.all([large, small]);
  expect(order).toEqual(['large', 'small']);
});

test('who waits past its deadline is told so and lets the next one pass', async () => {
  const queue = createFairQueue({ slots: 2, capacity: 5 });
  const first = await queue.acquire(ticket('one'));
  const late = queue.acquire(ticket('two', { weight: 2, deadline: Date.now() + 20 }));
  const next = queue.acquire(ticket('three'));
  await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(await next).not.toBeNull();
  await expect(queue.acquire(ticket('four', { deadline: Date.now() - 1 }))).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  first?.();
  expect([queue.running, queue.waiting]).toEqual([1, 0]);
});
