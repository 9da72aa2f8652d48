import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutbox } from './outbox.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An outbox for texts, of which those in lower case may wait for 40 ms. */
function createTexts() {
  const sent: string[] = [];
  const put = createOutbox<string>({ send: (texts) => void sent.push(texts.join('')), patienceMs: (text) => (text === text.toUpperCase() ? 0 : 40) });
  return { sent, put };
}

test('what comes in one turn goes as one message', () => {
  const { sent, put } = createTexts();
  for (const text of ['A', 'B', 'C']) put(text);
  expect(sent).toEqual([]);
  vi.runAllTimers();
  put('D');
  vi.runAllTimers();
  expect(sent).toEqual(['ABC', 'D']);
});

test('the first that may wait goes at once, and then what came within its patience', () => {
  const { sent, put } = createTexts();
  vi.advanceTimersByTime(1_000);
  put('a');
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(['a']);
  for (const text of ['b', 'c', 'd', 'e', 'f', 'g']) {
    put(text);
    vi.advanceTimersByTime(10);
  }
  expect(sent).toEqual(['a', 'bcde']);
  vi.advanceTimersByTime(40);
  expect(sent).toEqual(['a', 'bcde', 'fg']);
});

test('what cannot wait takes along what waits', () => {
  const { sent, put } = createTexts();
  put('A');
  vi.advanceTimersByTime(1);
  put('b');
  vi.advanceTimersByTime(1);
  put('C');
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(['A', 'bC']);
  vi.advanceTimersByTime(1_000);
  expect(sent).toEqual(['A', 'bC']);
});
