import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import type { Database } from '#kernel/database';
import { createEvents, type Events } from '#kernel/events';
import { createLogger } from '#kernel/logging';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createOperations, isFinal, type Operation, type OperationRun, type Operations } from './index.ts';

const logger = createLogger({ level: 'silent' });
let database: Database;
let events: Events;
const started: Operations[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  events = await createEvents({ database, logger });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((operations) => operations.stop()));
  await database.prisma.operation.deleteMany();
});
afterAll(async () => {
  await events.close();
  await database.close();
});

interface InstanceOptions {
  readonly leaseMs?: number;
  readonly drainMs?: number;
}

/** One process's operations; a poll as slow as this never helps, so what is quick is woken. */
function instance({ leaseMs = 10_000, drainMs = 2_000 }: InstanceOptions = {}, pollMs = 3_600_000): Operations {
  return createOperations({ database, events, logger, leaseMs, pollMs, drainMs, retryMs: 10 });
}

function start(operations: Operations): void {
  operations.start();
  started.push(operations);
}

const submit = (operations: Operations, kind: string, input: object = {}): Promise<Operation> => operations.submit({ kind, owner: 'cds:1', input });

async function final(operations: Operations, id: string): Promise<Operation> {
  for await (const state of operations.watch(id)) if (isFinal(state)) return state;
  throw new Error('The watch ended early');
}

/** What an emitter says next. */
async function heard(emitter: EventEmitter, name: string): Promise<unknown> {
  const values: unknown[] = await once(emitter, name);
  return values[0];
}

const place = z.object({ step: z.number() });

const aborted = ({ signal }: OperationRun): Promise<never> =>
  new Promise((_, reject) => {
    const refuse = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse);
  });

test('submitted work runs in an instance that knows its kind, and its result can be read anywhere', async () => {
  const [worker, other] = [instance(), instance()];
  worker.register('sum', async ({ input, owner }) => ({ input, owner }));
  start(worker);
  const { id, state } = await submit(other, 'sum', { terms: [1, 2] });
  expect(state).toBe('QUEUED');
  expect(await final(other, id)).toMatchObject({ state: 'SUCCEEDED', result: { input: { terms: [1, 2] }, owner: 'cds:1' }, error: null, attempts: 1 });
});

test('a submission is undone with the transaction that it belongs to', async () => {
  const operations = instance();
  const submission = database.prisma.$transaction(async (transaction) => {
    await operations.submit({ kind: 'doomed', owner: null, input: {} }, transaction);
    throw new Error('rolled back');
  });
  await expect(submission).rejects.toThrow('rolled back');
  expect(await operations.list({ kind: 'doomed', limit: 10 })).toEqual([]);
});

test('an operation is run once, however many instances there are, and no kind runs more at once than it may', async () => {
  const runs: string[] = [];
  let [atOnce, most] = [0, 0];
  const count = async ({ id }: OperationRun): Promise<null> => {
    runs.push(id);
    most = Math.max(most, (atOnce += 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    atOnce -= 1;
    return null;
  };
  const workers = [instance(), instance()];
  for (const worker of workers) worker.register('work', count, { concurrency: 2 });
  const [client] = workers;
  const ids = await Promise.all(Array.from({ length: 20 }, async () => (await submit(client ?? instance(), 'work')).id));
  workers.forEach(start);
  await Promise.all(ids.map((id) => final(client ?? instance(), id)));
  expect(runs.toSorted()).toEqual(ids.toSorted());
  expect(most).toBeLessThanOrEqual(4);
  expect(most).toBeGreaterThan(1);
});

test('work is not begun before it is due', async () => {
  const operations = instance({}, 20);
  const begun = new EventEmitter();
  operations.register('later', async () => {
    begun.emit('begun', Date.now());
    return null;
  });
  start(operations);
  const dueAt = new Date(Date.now() + 300);
  const beginning = heard(begun, 'begun');
  await operations.submit({ kind: 'later', owner: null, input: {}, dueAt });
  expect(await beginning).toBeGreaterThanOrEqual(dueAt.getTime() - 1);
});

test('watchers see progress, the latest report at the latest when the work ends', async () => {
  const operations = instance();
  operations.register('report', async ({ report }) => {
    for (let percent = 1; percent <= 100; percent += 1) report({ percent });
    return null;
  });
  start(operations);
  const { id } = await submit(operations, 'report');
  expect(await final(operations, id)).toMatchObject({ state: 'SUCCEEDED', progress: { percent: 100 } });
});

test('a fault is tried again until it succeeds', async () => {
  const operations = instance({}, 20);
  let attempts = 0;
  operations.register('flaky', async () => {
    attempts += 1;
    if (attempts < 3) throw new Error('a secret of a library');
    return { attempts };
  });
  start(operations);
  const { id } = await submit(operations, 'flaky');
  expect(await final(operations, id)).toMatchObject({ state: 'SUCCEEDED', result: { attempts: 3 }, error: null });
});

test('a fault that stays fails the operation in our words, a refusal at once in its own', async () => {
  const operations = instance({}, 20);
  operations.register('broken', () => Promise.reject(new Error('a secret of a library')), { maxAttempts: 2 });
  operations.register('refused', () => Promise.reject(new DomainError('FORBIDDEN', 'You may not')));
  start(operations);
  const broken = await final(operations, (await submit(operations, 'broken')).id);
  expect(broken).toMatchObject({ state: 'FAILED', attempts: 2, error: { code: 'INTERNAL' } });
  expect(JSON.stringify(broken)).not.toContain('secret');
  expect(await final(operations, (await submit(operations, 'refused')).id)).toMatchObject({ state: 'FAILED', attempts: 1, error: { code: 'FORBIDDEN', message: 'You may not' } });
});

test('saving a new place counts the attempts anew, saving the same place does not', async () => {
  const operations = instance({}, 20);
  const stumble = (step: number) => async ({ saveResumeToken }: OperationRun) => {
    await saveResumeToken({ step });
    throw new Error('stumbled');
  };
  let step = 0;
  operations.register('moving', async (run) => (step === 4 ? null : stumble((step += 1))(run)), { maxAttempts: 2 });
  operations.register('stuck', stumble(1), { maxAttempts: 2 });
  start(operations);
  expect((await final(operations, (await submit(operations, 'moving')).id)).state).toBe('SUCCEEDED');
  expect((await final(operations, (await submit(operations, 'stuck')).id)).state).toBe('FAILED');
});

test('queued work is cancelled at once, running work as soon as its runner hears, and a final state stays', async () => {
  const [worker, other] = [instance(), instance()];
  const running = new EventEmitter();
  worker.register('endless', (run) => {
    running.emit('running');
    return aborted(run);
  });
  const queued = await submit(other, 'unknown kind');
  expect(await other.cancel(queued.id)).toMatchObject({ state: 'CANCELLED' });

  start(worker);
  const isRunning = once(running, 'running');
  const { id } = await submit(other, 'endless');
  await isRunning;
  expect(await other.cancel(id)).toMatchObject({ cancelRequested: true });
  const cancelled = await final(other, id);
  expect(cancelled.state).toBe('CANCELLED');
  expect(await other.cancel(id)).toEqual(cancelled);
  await expect(other.cancel('no such id')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(other.get('00000000-0000-0000-0000-000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a stopping instance hands its work back, and another goes on from the saved place without counting an attempt', async () => {
  const [first, second] = [instance(), instance()];
  const saved = new EventEmitter();
  first.register('handed', async (run) => {
    await run.saveResumeToken({ step: 7 });
    saved.emit('saved');
    return aborted(run);
  });
  second.register('handed', async ({ resumeToken }) => ({ resumeToken }));
  start(first);
  const isSaved = once(saved, 'saved');
  const { id } = await submit(first, 'handed');
  await isSaved;
  await first.stop();
  expect(await second.get(id)).toMatchObject({ state: 'QUEUED', attempts: 0 });
  start(second);
  expect(await final(second, id)).toMatchObject({ state: 'SUCCEEDED', result: { resumeToken: { step: 7 } }, attempts: 1 });
});

test('a runner that does not stop in time loses the operation, and what it still says is not written', async () => {
  const [deaf, second] = [instance({ drainMs: 20 }), instance()];
  const steps = new EventEmitter();
  const ended = heard(steps, 'ended');
  deaf.register('deaf', async ({ saveResumeToken }) => {
    const woken = once(steps, 'wake');
    steps.emit('running');
    await woken;
    await saveResumeToken({ step: 'late' }).catch((error: unknown) => steps.emit('ended', error));
    return { by: 'the deaf one' };
  });
  second.register('deaf', async ({ resumeToken }) => ({ by: 'the second', resumeToken }));
  start(deaf);
  const running = once(steps, 'running');
  const { id } = await submit(deaf, 'deaf');
  await running;
  await deaf.stop();
  start(second);
  expect(await final(second, id)).toMatchObject({ result: { by: 'the second', resumeToken: null } });
  steps.emit('wake');
  expect(await ended).toMatchObject({ code: 'UNAVAILABLE' });
  expect(await second.get(id)).toMatchObject({ state: 'SUCCEEDED', result: { by: 'the second' } });
});

test('an instance whose lease is gone stops its run by itself', async () => {
  const operations = instance({ leaseMs: 150 });
  const steps = new EventEmitter();
  operations.register('robbed', async (run) => {
    steps.emit('running');
    return aborted(run).catch((error: unknown) => {
      steps.emit('stopped', error);
      throw error;
    });
  });
  start(operations);
  const [running, stopped] = [once(steps, 'running'), once(steps, 'stopped')];
  const { id } = await submit(operations, 'robbed');
  await running;
  await database.prisma.operation.update({ where: { id }, data: { leaseHolder: 'somebody else' } });
  expect(await stopped).toMatchObject([{ code: 'UNAVAILABLE' }]);
  expect(await operations.get(id)).toMatchObject({ state: 'RUNNING' });
});

test('work of a process that dies again and again fails instead of killing the next one', async () => {
  const operations = instance({}, 20);
  let ran = false;
  operations.register('deadly', async () => {
    ran = true;
    return null;
  }, { maxAttempts: 3 });
  const dead = { kind: 'deadly', owner: 'cds:1', input: {}, state: 'RUNNING', leaseHolder: 'a dead process', leaseUntil: new Date(0), attempts: 3 } as const;
  const { id } = await database.prisma.operation.create({ data: dead });
  const { id: unwanted } = await database.prisma.operation.create({ data: { ...dead, attempts: 1, cancelRequested: true } });
  start(operations);
  expect(await final(operations, id)).toMatchObject({ state: 'FAILED', error: { code: 'INTERNAL' } });
  expect(await final(operations, unwanted)).toMatchObject({ state: 'CANCELLED' });
  expect(ran).toBe(false);
});

test('an operation in the middle of which its process is killed goes on in another within seconds, where it was', async () => {
  const child = fork('tests/testkit/counting-process.ts', [database.url], { execArgv: ['--import', 'tsx', '--conditions=source'] });
  const operations = instance({ leaseMs: 600 }, 100);
  const { id } = await submit(operations, 'count');
  let lastStep = 0;
  while (lastStep < 5) {
    lastStep = place.parse(await heard(child, 'message')).step;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  const diedAt = performance.now();
  operations.register('count', async ({ resumeToken }) => ({ resumeToken }));
  start(operations);
  const { result, state, attempts } = await final(operations, id);
  expect(performance.now() - diedAt).toBeLessThan(5_000);
  expect({ state, attempts }).toEqual({ state: 'SUCCEEDED', attempts: 2 });
  expect(z.object({ resumeToken: place }).parse(result).resumeToken.step).toBeGreaterThanOrEqual(lastStep);
});

test('owners list their operations, newest first', async () => {
  const operations = instance();
  const first = await submit(operations, 'one');
  const second = await submit(operations, 'two');
  await operations.submit({ kind: 'two', owner: 'cds:2', input: {} });
  await operations.cancel(first.id);
  const ids = async (query: Parameters<Operations['list']>[0]): Promise<string[]> => (await operations.list(query)).map(({ id }) => id);
  expect(await ids({ owner: 'cds:1', limit: 10 })).toEqual([second.id, first.id]);
  expect(await ids({ owner: 'cds:1', limit: 1 })).toEqual([second.id]);
  expect(await ids({ owner: 'cds:1', states: ['CANCELLED'], limit: 10 })).toEqual([first.id]);
  expect(await ids({ owner: 'cds:1', kind: 'two', limit: 10 })).toEqual([second.id]);
});
