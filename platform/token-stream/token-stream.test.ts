import { expect, test, vi } from 'vitest';
import { createTokenStream } from './token-stream.ts';

const textStream = (options: { readonly limit?: number } = {}) => {
  const onCancel = vi.fn();
  const merge = (waiting: string, next: string) => (waiting === '<start>' ? undefined : waiting + next);
  return { onCancel, stream: createTokenStream<string>({ merge, onCancel, ...options }) };
};
const collect = async (stream: AsyncIterable<string>): Promise<string[]> => {
  const items: string[] = [];
  for await (const item of stream) items.push(item);
  return items;
};

test('a waiting reader gets each item as it comes', async () => {
  const { stream } = textStream();
  const first = stream.next();
  stream.push('a');
  expect(await first).toEqual({ done: false, value: 'a' });
  const second = stream.next();
  stream.end();
  expect(await second).toEqual({ done: true, value: undefined });
});

test('what a slow reader misses is merged into one item and nothing is lost', async () => {
  const { stream } = textStream();
  for (let index = 0; index < 10_000; index += 1) stream.push('x');
  stream.end();
  expect(await collect(stream)).toEqual(['x'.repeat(10_000)]);
});

test('items that must stay apart stay apart', async () => {
  const { stream } = textStream();
  stream.push('<start>');
  stream.push('a');
  stream.push('b');
  stream.end();
  expect(await collect(stream)).toEqual(['<start>', 'ab']);
});

test('a reader that falls too far behind ends the producer and learns why', async () => {
  const onCancel = vi.fn();
  const stream = createTokenStream<number>({ merge: () => undefined, onCancel, limit: 2 });
  for (const item of [1, 2, 3, 4]) stream.push(item);
  expect(onCancel).toHaveBeenCalledTimes(1);
  expect([await stream.next(), await stream.next()]).toEqual([{ done: false, value: 1 }, { done: false, value: 2 }]);
  await expect(stream.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('a failure comes after what was said before it, and once', async () => {
  const { stream, onCancel } = textStream();
  stream.push('a');
  stream.fail(new Error('gone'));
  expect(await stream.next()).toEqual({ done: false, value: 'a' });
  await expect(stream.next()).rejects.toThrow('gone');
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(onCancel).not.toHaveBeenCalled();
});

test('a failure reaches a reader that waits', async () => {
  const { stream } = textStream();
  const waiting = stream.next();
  stream.fail(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
});

test('return ends a waiting reader at once and tells the producer once', async () => {
  const { stream, onCancel } = textStream();
  const waiting = stream.next();
  await stream.return();
  await stream.return();
  stream.push('late');
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(onCancel).toHaveBeenCalledTimes(1);
});

test('return after the end tells nobody', async () => {
  const { stream, onCancel } = textStream();
  stream.end();
  await stream.return();
  expect(onCancel).not.toHaveBeenCalled();
});

test('leaving a loop early is a return', async () => {
  const { stream, onCancel } = textStream();
  stream.push('a');
  for await (const item of stream) {
    expect(item).toBe('a');
    break;
  }
  expect(onCancel).toHaveBeenCalledTimes(1);
});
