import { expect, test } from 'vitest';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { PreparedOperation } from '#kernel/graph-port';
import type { RequestVariables } from '../../engine/index.ts';
import { createDeadlines } from './deadlines.ts';
import { createOutcomes, type Outcomes } from './outcomes.ts';

type Prepared = PreparedOperation<Record<string, unknown>, RequestVariables>;
type Source = Awaited<ReturnType<Prepared['subscribe']>>;

interface Seen {
  returned: number;
  over: number;
  readonly faults: unknown[];
  aborted: unknown;
}

/** A source that heeds no signal: it answers when the test says so. */
function createSource(): { readonly source: Source; readonly seen: Seen; emit: (number: number) => void; finish: () => void } {
  const waiting: ((result: IteratorResult<{ data: Record<string, unknown> }>) => void)[] = [];
  const seen: Seen = { returned: 0, over: 0, faults: [], aborted: null };
  const source: Source = {
    next: () => new Promise((resolve) => void waiting.push(resolve)),
    return: () => {
      seen.returned += 1;
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => source,
  };
  return { source, seen, emit: (number: number) => waiting.shift()?.({ done: false, value: { data: { number } } }), finish: () => waiting.shift()?.({ done: true, value: undefined }) };
}

function outcomesOf({ seen }: { readonly seen: Seen }, subscribe: Prepared['subscribe']): Outcomes {
  const controller = new AbortController();
  controller.signal.addEventListener('abort', () => {
    seen.aborted = controller.signal.reason;
  });
  const never = (): never => {
    throw new Error('not asked for');
  };
  return createOutcomes({
    preparation: { operation: 'subscription', prepared: { subscribe, execute: never, executeToJson: never } },
    variables: null,
    call: { caller: 'cds:1', context: createRequestContext({ cancellation: cancellationOf(controller.signal) }), abort: (reason) => controller.abort(reason) },
    deadlines: createDeadlines(1000),
    late: () => new DomainError('DEADLINE_EXCEEDED', 'Late'),
    onOver: () => (seen.over += 1),
    report: (fault) => void seen.faults.push(fault),
  });
}

const done = { done: true, value: undefined };

test('nothing is opened before somebody asks', async () => {
  const world = createSource();
  let opened = 0;
  const outcomes = outcomesOf(world, () => {
    opened += 1;
    return Promise.resolve(world.source);
  });
  await outcomes.return();
  expect([opened, world.seen.returned, world.seen.over, await outcomes.next()]).toEqual([0, 0, 1, done]);
});

test('a return ends a pending next at once, releases the source, and nothing comes after it', async () => {
  const world = createSource();
  const outcomes = outcomesOf(world, () => Promise.resolve(world.source));
  const first = outcomes.next();
  await new Promise(setImmediate);
  world.emit(1);
  expect(await first).toEqual({ done: false, value: { data: { number: 1 } } });
  const second = outcomes.next();
  await new Promise(setImmediate);
  await outcomes.return();
  world.emit(2);
  expect([await second, await outcomes.next()]).toEqual([done, done]);
  expect(world.seen).toMatchObject({ returned: 1, over: 1, faults: [], aborted: { code: 'CANCELLED' } });
});

test('a source that opens after the reader has left is released as well', async () => {
  const world = createSource();
  let open: (source: Source) => void = () => undefined;
  const outcomes = outcomesOf(world, () => new Promise((resolve) => (open = resolve)));
  const pending = outcomes.next();
  await outcomes.return();
  expect(await pending).toEqual(done);
  open(world.source);
  await expect.poll(() => world.seen.returned).toBe(1);
});

test('an end gives the reader one last answer, also when nobody is waiting for it yet', async () => {
  const world = createSource();
  const outcomes = outcomesOf(world, () => Promise.resolve(world.source));
  const pending = outcomes.next();
  outcomes.end(new DomainError('UNAVAILABLE', 'Stopping'));
  expect(await pending).toMatchObject({ done: false, value: { errors: [{ message: 'Stopping', extensions: { code: 'UNAVAILABLE' } }] } });
  expect(await outcomes.next()).toEqual(done);

  const idle = outcomesOf(createSource(), () => Promise.resolve(world.source));
  idle.end(new DomainError('UNAVAILABLE', 'Stopping'));
  idle.end(new DomainError('UNAVAILABLE', 'Again'));
  expect([await idle.next(), await idle.next()]).toMatchObject([{ done: false, value: { errors: [{ message: 'Stopping' }] } }, done]);
});

test('a source that cannot be opened is an answer, and a fault loses its words', async () => {
  const world = createSource();
  const refused = outcomesOf(world, () => Promise.reject(new DomainError('NOT_FOUND', 'No such thing')));
  expect([await refused.next(), await refused.next()]).toMatchObject([{ value: { errors: [{ message: 'No such thing', extensions: { code: 'NOT_FOUND' } }] } }, done]);
  expect(world.seen.faults).toEqual([]);

  const broken = outcomesOf(world, () => Promise.reject(new Error('a secret of the house')));
  expect(await broken.next()).toMatchObject({ value: { errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL' } }] } });
  expect(world.seen.faults).toEqual([expect.objectContaining({ message: 'a secret of the house' })]);
  expect(world.seen.over).toBe(2);
});

test('what a source says after the reader has left concerns nobody', async () => {
  const { seen } = createSource();
  let fail: (fault: Error) => void = () => undefined;
  const outcomes = outcomesOf({ seen }, () => new Promise((_, reject) => (fail = reject)));
  const pending = outcomes.next();
  await outcomes.return();
  fail(new Error('too late'));
  expect(await pending).toEqual(done);
  await new Promise(setImmediate);
  expect(seen.faults).toEqual([]);
});

test('a source that ends by itself is not released again', async () => {
  const world = createSource();
  const outcomes = outcomesOf(world, () => Promise.resolve(world.source));
  const pending = outcomes.next();
  await new Promise(setImmediate);
  world.finish();
  expect(await pending).toEqual(done);
  await outcomes.return();
  outcomes.end(new DomainError('UNAVAILABLE', 'Stopping'));
  expect(await outcomes.next()).toEqual(done);
  expect(world.seen).toMatchObject({ returned: 0, over: 1, aborted: null });
});
