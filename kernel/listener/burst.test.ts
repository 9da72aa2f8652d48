import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBursts } from './burst.ts';

/** Makes answers that are ready, of one listener. */
function answering(): () => ServerResponse {
  const end = createBursts();
  return () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    end({ response, text: '{}', encoding: 'latin1' });
    return response;
  };
}

test('answers that are ready in one turn of the event loop leave at its end', async () => {
  const sent = answering();
  const answers = [sent(), sent(), sent()];
  expect(answers.map(({ writableEnded }) => writableEnded)).toStrictEqual([false, false, false]);
  await endOfTurn();
  expect(answers.map(({ writableEnded }) => writableEnded)).toStrictEqual([true, true, true]);
});

test('answers that come one at a time leave at once, until there are several again', async () => {
  const sent = answering();
  const alone: boolean[] = [];
  for (let turn = 0; turn < 100; turn += 1) {
    alone.push(sent().writableEnded);
    await endOfTurn();
  }
  expect(alone.slice(0, 32).some(Boolean)).toBe(false);
  expect(alone.slice(32).filter(Boolean).length).toBeGreaterThan(60);

  const turns: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    turns.push([sent(), sent(), sent()].filter(({ writableEnded }) => writableEnded).length);
    await endOfTurn();
  }
  expect(turns.at(-1)).toBe(0);
});

test('an answer does not wait long for a turn that takes its time', async () => {
  const sent = answering();
  const first = sent();
  const late = performance.now() + 20;
  while (performance.now() < late);
  sent();
  expect(first.writableEnded).toBe(true);
  await endOfTurn();
});

test('an answer that is destroyed before its turn ends harms no other', async () => {
  const sent = answering();
  const [gone, other] = [sent(), sent()];
  gone.destroy();
  await endOfTurn();
  expect(other.writableEnded).toBe(true);
});
