import { expect, test } from 'vitest';
import { createLogger } from '#kernel/logging';
import { createLifecycle } from './index.ts';

const logger = createLogger({ level: 'silent' });

test('a server drains listeners first and the database last, whatever the order of registration', async () => {
  const order: string[] = [];
  const lifecycle = createLifecycle({ logger });
  for (const phase of ['database', 'children', 'listeners', 'jobs', 'streams'] as const) lifecycle.onStop(phase, phase, () => void order.push(phase));
  await lifecycle.stop();
  expect(order).toEqual(['listeners', 'streams', 'jobs', 'children', 'database']);
});

test('a stop that fails or hangs does not keep the others from stopping', async () => {
  const order: string[] = [];
  const lifecycle = createLifecycle({ logger, phaseTimeoutMs: 5 });
  lifecycle.onStop('listeners', 'hanging', () => new Promise(() => undefined));
  lifecycle.onStop('children', 'failing', () => Promise.reject(new Error('no')));
  lifecycle.onStop('database', 'last', () => void order.push('last'));
  await lifecycle.stop();
  expect(order).toEqual(['last']);
});

test('stopping twice drains once', async () => {
  let stops = 0;
  const lifecycle = createLifecycle({ logger });
  lifecycle.onStop('jobs', 'counted', () => void (stops += 1));
  await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  expect(stops).toBe(1);
});
