import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRequestContext, type RequestContext } from '#kernel/context';
import type { GraphPort } from '#kernel/graph-port';
import { createOpenLimits, createRateLimits as createLimits, type RateClasses, type RateState } from './rate-limits.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00Z') }));
afterEach(() => void vi.useRealTimers());

const open = () => createRequestContext();
const caller = { address: '10.0.0.1', subject: null, open };
const graph: GraphPort = { prepare: () => expect.fail('nobody asks the graph') };
const createRateLimits = (classes: RateClasses) => createLimits(classes, graph);
const reset = Date.parse('2030-01-01T00:01:00Z') / 1000;

test('a window refuses what is too many, and starts again', async () => {
  const limits = createRateLimits({ login: { per: 'address', windows: [{ points: 1, seconds: 60 }] } });
  const state = { limit: 1, remaining: 0, resetAt: reset };
  expect(await limits.consume('login', caller)).toEqual({ ...state, retryAfterSeconds: null });
  vi.advanceTimersByTime(20_500);
  expect(await limits.consume('login', caller)).toEqual({ ...state, retryAfterSeconds: 40 });
  vi.advanceTimersByTime(40_000);
  expect(await limits.consume('login', caller)).toMatchObject({ retryAfterSeconds: null });
});

test('a longer window refuses by itself, and the headers tell the first one otherwise', async () => {
  const limits = createRateLimits({ all: { per: 'user', windows: [{ points: 2, seconds: 60 }, { points: 3, seconds: 3600 }] } });
  const states = [];
  for (const pauseMs of [0, 0, 0, 60_000, 0]) {
    vi.advanceTimersByTime(pauseMs);
    states.push(await limits.consume('all', caller));
  }
  expect(states.map(({ limit, remaining, retryAfterSeconds }) => [limit, remaining, retryAfterSeconds])).toEqual([
    [2, 1, null],
    [2, 0, null],
    [2, 0, 60],
    [2, 1, null],
    [3, 0, 3540],
  ]);
});

test('classes, users and addresses count apart', async () => {
  const windows = [{ points: 1, seconds: 60 }] as const;
  const limits = createRateLimits({ address: { per: 'address', windows }, user: { per: 'user', windows } });
  const passes = async (name: string, subject: string | null, address = '10.0.0.1') => (await limits.consume(name, { address, subject, open })).retryAfterSeconds === null;
  expect(await passes('user', 'cds:1')).toBe(true);
  expect(await passes('user', 'cds:2')).toBe(true);
  expect(await passes('user', null)).toBe(true);
  expect(await passes('user', 'cds:1', '10.0.0.2')).toBe(false);
  expect(await passes('address', 'cds:1')).toBe(true);
  expect(await passes('address', 'cds:2')).toBe(false);
  expect(await passes('address', 'cds:1', '10.0.0.2')).toBe(true);
});

test('the headers tell how the caller stands', () => {
  const headers = { 'X-RateLimit-Limit': '5', 'X-RateLimit-Remaining': '4', 'X-RateLimit-Reset': '7' };
  expect(createRateLimits({}).headersOf({ limit: 5, remaining: 4, resetAt: 7, retryAfterSeconds: null })).toEqual(headers);
});

test('open limits count nothing and have no headers', async () => {
  const limits = createOpenLimits({ login: { per: 'address', windows: [{ points: 1, seconds: 60 }] } });
  for (const state of [await limits.consume('login', caller), await limits.consume('login', caller)]) {
    expect(state).toEqual({ limit: 1, remaining: 1, resetAt: reset, retryAfterSeconds: null });
    expect(limits.headersOf(state)).toEqual({});
  }
});

test('a class that does not exist is a fault of the program', async () => {
  expect(() => createRateLimits({}).consume('none', caller)).toThrow('No rate-limit class none');
});

test('the graph counts known users where a class says so, and nobody else', async () => {
  const asked: RequestContext[] = [];
  const state: RateState = { limit: 9, remaining: 4, resetAt: reset, retryAfterSeconds: null };
  const states = [state, { ...state, remaining: 0, retryAfterSeconds: 7 }, null];
  const counter = {
    bind: () => async (context: RequestContext) => {
      asked.push(context);
      return states.shift() ?? null;
    },
  };
  const limits = createRateLimits({ llm: { per: 'user', windows: [{ points: 2, seconds: 60 }], counter } });
  const context = open();
  const user = { ...caller, subject: 'cds:1', open: () => context };
  expect([await limits.consume('llm', user), await limits.consume('llm', user)]).toEqual([state, { ...state, remaining: 0, retryAfterSeconds: 7 }]);
  expect(await limits.consume('llm', user)).toMatchObject({ limit: 2, remaining: 2, retryAfterSeconds: null });
  expect(asked).toEqual([context, context, context]);
  expect(await limits.consume('llm', caller)).toMatchObject({ limit: 2, remaining: 1 });
  expect(asked).toHaveLength(3);
});
