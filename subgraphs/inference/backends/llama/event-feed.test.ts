import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createEventFeed } from './event-feed.ts';
import type { ModelEvent } from './wire.ts';

const delta = (id: number, text: string, index = 0): ModelEvent => ({ kind: 'delta', id, delta: { index, text, tokens: 1, logprobs: null } });
const counted = (id: number): ModelEvent => ({ kind: 'counted', id, tokens: 3 });

function createNotedFeed() {
  const taken: ModelEvent[] = [];
  return { taken, feed: createEventFeed((event) => void taken.push(event)) };
}

test('a few events are handed on at once, the others in later turns, in their order', async () => {
  const { taken, feed } = createNotedFeed();
  const events = Array.from({ length: 20 }, (_, id) => delta(id, 'a'));
  feed.push(events);
  expect(taken.length).toBeLessThan(20);
  const first = taken.length;
  await nextTurn();
  expect(taken.length).toBeLessThanOrEqual(2 * first);
  while (taken.length < 20) await nextTurn();
  expect(taken).toEqual(events);
  feed.push([counted(1)]);
  expect(taken).toHaveLength(21);
});

test('texts of one answer that wait together go on as one, and what follows them still does', async () => {
  const { taken, feed } = createNotedFeed();
  const others = Array.from({ length: 8 }, (_, id) => delta(100 + id, 'x'));
  feed.push([...others, delta(1, 'a'), delta(1, 'b', 1), counted(2)]);
  feed.push([delta(1, 'c'), delta(3, 'z'), { kind: 'fault', id: 1 }]);
  while (taken.length < 13) await nextTurn();
  expect(taken.slice(8)).toEqual([{ kind: 'delta', id: 1, delta: { index: 0, text: 'ac', tokens: 2, logprobs: null } }, delta(1, 'b', 1), counted(2), delta(3, 'z'), { kind: 'fault', id: 1 }]);
});

test('probabilities of joined texts stay in their order', () => {
  const { taken, feed } = createNotedFeed();
  const said = (token: string): ModelEvent => ({ kind: 'delta', id: 1, delta: { index: 0, text: token, tokens: 1, logprobs: [{ token, bytes: [], logprob: -1, top: [] }] } });
  feed.push([...Array.from({ length: 8 }, (_, id) => counted(id)), said('a')]);
  feed.push([said('b')]);
  feed.drain();
  expect(taken.at(-1)).toMatchObject({ delta: { text: 'ab', tokens: 2, logprobs: [{ token: 'a' }, { token: 'b' }] } });
});

test('all that waits can be had at once', async () => {
  const { taken, feed } = createNotedFeed();
  feed.push(Array.from({ length: 50 }, (_, id) => counted(id)));
  feed.drain();
  expect(taken).toHaveLength(50);
  await nextTurn();
  expect(taken).toHaveLength(50);
});
