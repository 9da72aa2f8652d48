import { expect, test } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

/** Work that ends when the test says so. */
function createWork() {
  const ends: (() => void)[] = [];
  return { started: () => ends.length, work: () => new Promise<void>((resolve) => ends.push(resolve)), end: (index: number) => ends[index]?.() };
}

test('no more runs at once than may, and the rest follows in order', async () => {
  const queue = createBoundedQueue({ concurrency: 2, maxWaiting: 10 });
  const { started, work, end } = createWork();
  const done: number[] = [];
  const all = [0, 1, 2, 3].map(async (index) => {
    await queue(work);
    done.push(index);
  });
  await Promise.resolve();
  expect(started()).toBe(2);
  for (const index of [0, 1, 2, 3]) {
    end(index);
    await expect.poll(() => done).toContain(index);
  }
  await Promise.all(all);
  expect(done).toEqual([0, 1, 2, 3]);
});

test('what would wait behind too much is refused at once', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxWaiting: 1 });
  const { work, end, started } = createWork();
  const running = queue(work);
  const waiting = queue(work);
  await expect(queue(work)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  end(0);
  await running;
  await expect.poll(started).toBe(2);
  end(1);
  await waiting;
});

test('work that fails gives its place back', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxWaiting: 0 });
  await expect(queue(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await queue(async () => 'next')).toBe('next');
});
