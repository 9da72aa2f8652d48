import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDeadlines } from './deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('each ends after its own time, in the order in which they began', () => {
  const deadlines = createDeadlines(100);
  const ended: string[] = [];
  deadlines.begin(() => ended.push('first'));
  vi.advanceTimersByTime(60);
  deadlines.begin(() => ended.push('second'));
  vi.advanceTimersByTime(39);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(['first']);
  vi.advanceTimersByTime(59);
  expect(ended).toEqual(['first']);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(['first', 'second']);
  deadlines.begin(() => ended.push('third'));
  vi.advanceTimersByTime(100);
  expect(ended).toEqual(['first', 'second', 'third']);
});

test('what is over in time is not ended, and nothing is left that waits', () => {
  const deadlines = createDeadlines(100);
  const over = deadlines.begin(() => expect.fail('it was over'));
  vi.advanceTimersByTime(50);
  over();
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
});
