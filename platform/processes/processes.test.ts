import { afterEach, expect, test, vi } from 'vitest';
import { createLogger } from '#kernel/logging';
import { createBackoff } from './backoff.ts';
import type { Facts } from './echo-child.fixture.ts';
import { superviseProcess, type ProcessOptions, type SupervisedProcess } from './index.ts';

const fixture = new URL('./echo-child.fixture.ts', import.meta.url);
const started: SupervisedProcess<Facts, string>[] = [];

function supervise(mode: string, options: Partial<ProcessOptions<string>> = {}) {
  const onMessage = vi.fn<(message: string) => void>();
  const onExit = vi.fn();
  const child = superviseProcess<Facts, string, string>({
    name: 'echo', module: fixture, arguments: [mode], environment: { COLOUR: 'red' }, logger: createLogger({ level: 'silent' }), onMessage, onExit, firstPauseMs: 20, ...options,
  });
  started.push(child);
  return { child, onMessage, onExit };
}
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The machine may be busy. */
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000 });

afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.stop()));
});

test('a process starts once for all who wait, with the environment that it was given and nothing else, and answers', async () => {
  const { child, onMessage } = supervise('echo');
  const [facts, again] = await Promise.all([child.ready(), child.ready()]);
  expect(facts.pid).toBe(child.state().pid);
  expect(again.pid).toBe(facts.pid);
  expect(facts.variables).toContain('COLOUR');
  expect(facts.variables).not.toContain('PATH');
  expect(child.send('hello')).toBe(true);
  await eventually(() => expect(onMessage).toHaveBeenCalledWith('hello'));
});

test('nothing is sent while no process is ready', async () => {
  const { child } = supervise('echo');
  expect(child.send('before')).toBe(false);
  const ready = child.ready();
  expect([child.state().ready, child.send('too early')]).toEqual([false, false]);
  await ready;
  expect(child.state().ready).toBe(true);
  await child.stop();
  expect([child.state().ready, child.send('too late')]).toEqual([false, false]);
});

test('a killed process is reported at once and replaced, and callers wait for the new one', async () => {
  const { child, onMessage, onExit } = supervise('echo');
  const { pid } = await child.ready();
  child.send('die');
  await eventually(() => expect(onExit).toHaveBeenCalledTimes(1));
  const facts = await child.ready();
  expect(facts.pid).not.toBe(pid);
  expect(child.state().restarts).toBe(1);
  child.send('still there?');
  await eventually(() => expect(onMessage).toHaveBeenCalledWith('still there?'));
});

test('a process that cannot start fails its callers with its reason and is not tried again before the pause is over', async () => {
  const { child, onExit } = supervise('broken', { firstPauseMs: 60_000 });
  const refusal: unknown = await child.ready().catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'UNAVAILABLE', message: 'echo could not start: the disk is full' });
  expect(await child.ready().catch((error: unknown) => error)).toBe(refusal);
  expect(onExit).not.toHaveBeenCalled();
});

test('a process that does not get ready in time is killed', async () => {
  const { child } = supervise('silent', { startTimeoutMs: 1_500 });
  const ready = child.ready();
  await eventually(() => expect(child.state().pid).not.toBeNull());
  const { pid } = child.state();
  await expect(ready).rejects.toThrow('not ready in time');
  expect(isAlive(pid ?? 0)).toBe(false);
});

test('a program that does not exist fails its callers', async () => {
  const { child } = supervise('echo', { module: new URL('./missing.ts', import.meta.url) });
  await expect(child.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a stopped process is gone, is not replaced and refuses', async () => {
  const { child, onExit } = supervise('echo');
  const { pid } = await child.ready();
  await child.stop();
  expect(isAlive(pid)).toBe(false);
  expect(onExit).toHaveBeenCalledTimes(1);
  await expect(child.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'echo is stopping' });
  expect(child.state().restarts).toBe(0);
});

test('a process that ignores the request to stop is killed', async () => {
  const { child } = supervise('stubborn', { stopTimeoutMs: 100 });
  const { pid } = await child.ready();
  await child.stop();
  expect(isAlive(pid)).toBe(false);
});

test('stopping in the pause before a restart refuses those who wait', async () => {
  const { child, onExit } = supervise('echo', { firstPauseMs: 60_000 });
  await child.ready();
  child.send('die');
  await eventually(() => expect(onExit).toHaveBeenCalled());
  const [outcome] = await Promise.allSettled([child.ready(), child.stop()]);
  expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'echo is stopping' } });
});

test('what a process writes to its error stream is logged', async () => {
  const logger = createLogger({ level: 'silent' });
  const warn = vi.spyOn(logger, 'warn');
  const { child } = supervise('echo', { logger });
  await child.ready();
  child.send('complain');
  await eventually(() => expect(warn).toHaveBeenCalledWith({ process: 'echo', line: 'something is odd' }, 'process wrote'));
});

test('a process ends when its parent is killed', async () => {
  const { child } = supervise('parent', { firstPauseMs: 60_000 });
  const { pid: grandchild } = await child.ready();
  expect(isAlive(grandchild)).toBe(true);
  process.kill(child.state().pid ?? 0, 'SIGKILL');
  await eventually(() => expect(isAlive(grandchild)).toBe(false));
});

test('pauses double up to the longest and start over after a long good run', () => {
  let time = 0;
  const backoff = createBackoff({ firstMs: 100, maxMs: 1_000, now: () => time });
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 400, 800, 1_000]);
  backoff.started();
  time = 500;
  expect(backoff.next()).toBe(1_000);
  backoff.started();
  time = 2_000;
  expect(backoff.next()).toBe(100);
});
