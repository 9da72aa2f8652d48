import { expect, test } from 'vitest';
import { createThreadGovernor } from './thread-governor.ts';

/** A machine on which a step takes `msAt` by threads; time passes as steps take it. */
function createMachine(most: number) {
  let now = 0;
  const governor = createThreadGovernor({ most, clock: { now: () => now } });
  return {
    governor,
    /** Takes steps and returns the numbers of threads that they took. */
    run: (steps: number, msAt: (threads: number) => number, tokens = 4): readonly number[] =>
      Array.from({ length: steps }, () => {
        const { threads } = governor;
        const ms = msAt(threads);
        now += ms;
        governor.observe({ tokens, ms });
        return threads;
      }),
    wait: (ms: number) => void (now += ms),
  };
}

const quiet = (threads: number): number => 24 / threads;
/** One core is taken by somebody else: all threads on all cores wait for each other. */
const busy = (cores: number) => (threads: number): number => (threads === cores ? 500 : quiet(threads));

test('on a quiet machine it goes up to all cores and stays there', () => {
  const { run, governor } = createMachine(4);
  expect(governor.isCrowded).toBe(false);
  expect(run(100, quiet).slice(5)).toEqual(Array.from({ length: 95 }, () => 4));
  expect(governor.threads).toBe(4);
  expect(governor.isCrowded).toBe(true);
});

test('with one core there is nothing to choose', () => {
  const { run, governor } = createMachine(1);
  expect(new Set(run(50, (threads) => (threads === 1 ? Math.random() * 100 : 0)))).toEqual(new Set([1]));
  expect(governor.isCrowded).toBe(false);
});

test('a stalled step makes it fall at once, and it tries again after five seconds, then after twice as long', () => {
  const { run, wait } = createMachine(4);
  run(50, quiet);
  expect(run(3, busy(4))).toEqual([4, 3, 3]);
  expect(run(100, quiet)).not.toContain(4);
  wait(5_000);
  expect(run(4, busy(4))).toEqual([3, 4, 3, 3]);
  wait(5_000);
  expect(run(20, quiet)).not.toContain(4);
  wait(5_000);
  expect(run(3, quiet)).toEqual([3, 4, 4]);
});

test('a machine that is busy from the start costs one slow step only', () => {
  expect(createMachine(4).run(50, busy(4)).filter((threads) => threads === 4)).toHaveLength(1);
});

test('on a machine with less left than all but one core it falls to one thread', () => {
  const { run, governor } = createMachine(4);
  run(50, quiet);
  run(4, (threads) => (threads > 1 ? 900 : quiet(threads)));
  expect(governor.threads).toBe(1);
});

test('more threads that are no faster are given up', () => {
  const { run, governor } = createMachine(4);
  run(60, (threads) => (threads === 4 ? 9 : 8));
  expect(governor.threads).toBe(3);
});

test('steps that are held up now and then cost less than fewer threads would; when they lose more than that, it falls', () => {
  const { run, governor } = createMachine(2);
  run(40, quiet);
  for (let round = 0; round < 30; round += 1) {
    run(3, quiet);
    run(1, (threads) => quiet(threads) * 4);
    run(3, quiet);
  }
  expect(governor.threads).toBe(2);
  run(12, (threads) => quiet(threads) * 2.5);
  expect(governor.threads).toBe(1);
});

test('steps of other sizes are not compared, and parts of prompts count for nothing', () => {
  const { run, governor } = createMachine(2);
  run(40, quiet, 1);
  run(10, (threads) => quiet(threads) * 5, 8);
  run(5, () => 10_000, 128);
  expect(governor.threads).toBe(2);
});

test('the pause is short again after a long calm, and never longer than five minutes', () => {
  const { run, wait } = createMachine(2);
  run(40, quiet);
  for (let round = 0; round < 12; round += 1) {
    run(3, busy(2));
    wait(300_000);
    run(10, quiet);
  }
  expect(run(1, quiet)).toEqual([2]);
  run(200, quiet);
  run(2, busy(2));
  wait(5_000);
  expect(run(6, quiet).at(-1)).toBe(2);
});
