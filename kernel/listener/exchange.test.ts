import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { DomainError } from '#kernel/errors';
import { exchangeOf } from './index.ts';

test('an exchange tells listeners once why it is aborted, and those no more who stopped listening', () => {
  const exchange = exchangeOf(new IncomingMessage(new Socket()));
  const told: unknown[] = [];
  exchange.onAbort(({ code }) => told.push(['first', code]));
  exchange.onAbort(() => told.push('stopped listening'))();
  exchange.onAbort(({ code }) => told.push(['second', code]));
  exchange.abort(new DomainError('DEADLINE_EXCEEDED', 'Late'));
  exchange.abort(new DomainError('CANCELLED', 'Again'));
  expect(told).toEqual([['first', 'DEADLINE_EXCEEDED'], ['second', 'DEADLINE_EXCEEDED']]);
});

test.each([['before', true], ['after', false]])('the signal of an exchange that was made %s it was aborted tells the first reason', (_, isEarly) => {
  const exchange = exchangeOf(new IncomingMessage(new Socket()));
  const early = isEarly ? exchange.signal : null;
  expect(exchange.isAborted).toBe(false);
  exchange.abort(new DomainError('DEADLINE_EXCEEDED', 'Late'));
  exchange.abort(new DomainError('CANCELLED', 'Again'));
  const { signal } = exchange;
  expect(early ?? signal).toBe(signal);
  expect([exchange.isAborted, signal.aborted, signal.reason]).toEqual([true, true, expect.objectContaining({ code: 'DEADLINE_EXCEEDED' })]);
});
