import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('a crowd goes on in order, so many in each turn of the event loop, and others get theirs between', async () => {
  const nextTurn = createTurns(2);
  const gone: number[] = [];
  const everybody = Promise.all([1, 2, 3, 4, 5].map(async (name) => {
    await nextTurn();
    gone.push(name);
  }));
  const seen: number[] = [];
  while (gone.length < 5) {
    await turn();
    seen.push(gone.length);
  }
  expect(seen).toEqual([2, 4, 5]);
  expect(gone).toEqual([1, 2, 3, 4, 5]);
  await everybody;
  await nextTurn();
});
