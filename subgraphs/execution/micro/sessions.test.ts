import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createMicroWorld, documents } from './micro.fixture.ts';

const world = await createMicroWorld();
const { offer } = world;
afterAll(() => world.close());

const isMissing = offer.sandbox === null;
const [user, other] = [world.as('1'), world.as('2')];
const worlds: { close(): Promise<void> }[] = [];
/** Another server with the same sandbox. */
async function anotherWorld(options: Parameters<typeof createMicroWorld>[0] = {}) {
  const made = await createMicroWorld({ offer, ...options });
  worlds.push(made);
  return made;
}
afterEach(async () => {
  for (const { id } of [...(await user.ask(documents.list)).microSessions, ...(await other.ask(documents.list)).microSessions]) {
    await world.as('1').refusal(documents.stop, { id });
    await world.as('2').refusal(documents.stop, { id });
  }
  await Promise.all(worlds.splice(0).map((made) => made.close()));
});

describe.skipIf(isMissing)('executions of one session', () => {
  test('wait for each other, in order', async () => {
    const { id } = await user.start('PYTHON');
    const codes = ['import time\norder = []\ntime.sleep(0.05)\norder.append(1)', 'order.append(2)', 'order.append(3)\norder'];
    const [, , last] = await Promise.all(codes.map((code) => user.run(id, code)));
    expect(last).toMatchObject({ count: 3, result: { data: { 'application/json': [1, 2, 3] } } });
    expect(await user.find(id)).toMatchObject({ state: 'IDLE', executionCount: 3 });
  });

  test('are refused when too many wait', async () => {
    const { id } = await user.start('PYTHON');
    const input = { sessionId: id, code: 'import time\ntime.sleep(0.02)' };
    const refusals = await Promise.all(Array.from({ length: 20 }, () => user.refusal(documents.execute, { input })));
    expect(refusals.filter((refusal) => refusal?.code === 'LIMIT_REACHED')).toHaveLength(3);
    expect(await user.run(id, '1')).toMatchObject({ status: 'OK', count: 18 });
  });

  test('are interrupted when their user asks for it, with the state kept', async () => {
    const { id } = await user.start('NODE');
    await user.run(id, 'let x = 1');
    const stream = await user.follow(id);
    const running = user.run(id, 'console.log("begun"); for (;;) x = 2');
    expect(await stream.next()).toMatchObject({ text: 'begun\n' });
    expect(await user.find(id)).toMatchObject({ state: 'BUSY' });
    expect((await user.ask(documents.interrupt, { id })).interruptMicroSession.session).toMatchObject({ id, endReason: null });
    expect(await running).toMatchObject({ status: 'INTERRUPTED', stateKept: true, error: null });
    expect(await user.run(id, 'x')).toMatchObject({ result: { data: { 'text/plain': '2' } } });
    expect((await user.ask(documents.interrupt, { id })).interruptMicroSession.session.state).toBe('IDLE');
  });
});

describe.skipIf(isMissing)('a session that is stopped', () => {
  test('while it executes ends that execution and refuses what waits', async () => {
    const { id } = await user.start('PYTHON');
    const stream = await user.follow(id);
    const running = user.run(id, 'import time\nprint("begun")\ntime.sleep(30)');
    const waiting = user.refusal(documents.execute, { input: { sessionId: id, code: '1' } });
    expect(await stream.next()).toMatchObject({ count: 1, stream: 'STDOUT', text: 'begun\n', execution: null });
    expect((await user.ask(documents.stop, { id })).stopMicroSession.session).toMatchObject({ state: 'STOPPED', endReason: 'stopped' });
    expect(await running).toMatchObject({ status: 'SESSION_ENDED', stdout: 'begun\n', stateKept: false });
    expect(await waiting).toMatchObject({ code: 'SESSION_ENDED', details: { reason: 'stopped' } });
    expect(await stream.next()).toMatchObject({ count: 1, stream: null, text: '', execution: { status: 'SESSION_ENDED' } });
    expect(await stream.next()).toBeNull();
  });

  test('is remembered with its reason, is in no list and can do nothing', async () => {
    const { id } = await user.start('PYTHON');
    await user.run(id, '1');
    await user.ask(documents.stop, { id });
    expect(await user.find(id)).toMatchObject({ id, state: 'STOPPED', endReason: 'stopped', executionCount: 1, memoryBytes: null });
    expect((await user.ask(documents.list)).microSessions).toEqual([]);
    const refusals = await Promise.all([user.refusal(documents.stop, { id }), user.refusal(documents.interrupt, { id }), user.refusal(documents.execute, { input: { sessionId: id, code: '1' } })]);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'SESSION_ENDED', details: { reason: 'stopped' } });
    await expect(user.follow(id)).rejects.toThrow('SESSION_ENDED');
  });
});

describe.skipIf(isMissing)('the session of another user', () => {
  test('is as if there were none', async () => {
    const { id } = await user.start('PYTHON');
    expect(await other.find(id)).toBeNull();
    const input = { sessionId: id, code: '1' };
    for (const asked of [id, '00000000-0000-0000-0000-000000000000']) {
      const refusals = await Promise.all([other.refusal(documents.stop, { id: asked }), other.refusal(documents.interrupt, { id: asked }), other.refusal(documents.execute, { input: { ...input, sessionId: asked } })]);
      for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'NOT_FOUND' });
      await expect(other.follow(asked)).rejects.toThrow('NOT_FOUND');
    }
    expect(await user.run(id, '1')).toMatchObject({ status: 'OK', count: 1 });
  });

  test('is seen by administrators in its list, and has another workspace', async () => {
    const [mine, foreign] = [await user.start('PYTHON'), await other.start('PYTHON')];
    await user.run(mine.id, 'open("secret", "w").write("x")');
    expect(await other.run(foreign.id, 'import os\nos.listdir("/workspace")')).toMatchObject({ result: { data: { 'application/json': [] } } });
    expect((await world.as('3', 'admin').ask(documents.ofUser, { id: user.subject }))._entities).toMatchObject([{ microSessions: [{ id: mine.id, owner: { id: user.subject } }] }]);
    expect(await other.refusal(documents.ofUser, { id: user.subject })).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe.skipIf(isMissing)('sessions', () => {
  test('end when nobody uses them', async () => {
    const session = await user.start('NODE', { idleSeconds: 1 });
    expect(Date.parse(session.expiresAt) - Date.parse(session.lastUsedAt)).toBe(1_000);
    const stream = await user.follow(session.id);
    expect(await stream.next()).toBeNull();
    expect(await user.find(session.id)).toMatchObject({ state: 'STOPPED', endReason: 'idle' });
  });

  test('of one user are four at most, of all sixteen', async () => {
    const { as } = await anotherWorld();
    const first = as('1');
    const input = { runtime: 'PYTHON' };
    const refusals = await Promise.all(Array.from({ length: 6 }, () => first.refusal(documents.start, { input })));
    expect(refusals.filter((refusal) => refusal !== undefined)).toMatchObject([{ code: 'LIMIT_REACHED', details: { scope: 'user', max: 4 } }, { code: 'LIMIT_REACHED' }]);
    const [oldest] = (await first.ask(documents.list)).microSessions;
    await first.ask(documents.stop, { id: oldest?.id });
    await first.start('PYTHON');
    for (const name of ['2', '3', '4']) for (let count = 0; count < 4; count += 1) await as(name).start('PYTHON');
    expect(await as('5').refusal(documents.start, { input })).toMatchObject({ code: 'LIMIT_REACHED', details: { scope: 'server', max: 16 } });
  });

  test('of a server that has ended are unknown to the next', async () => {
    const before = await anotherWorld();
    const { id } = await before.as('1').start('PYTHON');
    await before.micro.close();
    expect(await before.as('1').find(id)).toMatchObject({ endReason: 'shutdown' });
    expect(await before.as('1').refusal(documents.start, { input: { runtime: 'PYTHON' } })).toMatchObject({ code: 'UNAVAILABLE' });
    const after = await anotherWorld();
    expect(await after.as('1').find(id)).toBeNull();
    expect(await after.as('1').refusal(documents.execute, { input: { sessionId: id, code: '1' } })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('tell bad input by its field', async () => {
    const { id } = await user.start('PYTHON');
    const bad: [string, object, string][] = [
      [documents.start, { runtime: 'PYTHON', memoryBytes: 1 }, 'memoryBytes'], [documents.start, { runtime: 'NODE', memoryBytes: 1e12 }, 'memoryBytes'],
      [documents.start, { runtime: 'PYTHON', idleSeconds: 0 }, 'idleSeconds'], [documents.execute, { sessionId: id, code: '1', timeoutMs: 0 }, 'timeoutMs'],
      [documents.execute, { sessionId: id, code: '1', timeoutMs: 120_001 }, 'timeoutMs'], [documents.execute, { sessionId: id, code: `#${'x'.repeat(1024 * 1024)}` }, 'code'],
    ];
    for (const [document, input, field] of bad) expect(await user.refusal(document, { input })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  });
});

describe.skipIf(isMissing)('a workspace', () => {
  test('that is over its quota ends the session that fills it, and takes no new one', async () => {
    const small = await anotherWorld({ limits: { maxBytes: 1024 * 1024, maxFiles: 100 } });
    const me = small.as('1');
    const { id } = await me.start('PYTHON');
    const { execution, session } = await me.execute(id, 'open("large", "wb").write(b"x" * 4_000_000)\nimport time\ntime.sleep(30)');
    expect([execution.status, session.endReason]).toEqual(['SESSION_ENDED', 'disk quota']);
    expect(await me.refusal(documents.start, { input: { runtime: 'PYTHON' } })).toMatchObject({ code: 'DISK_QUOTA_EXCEEDED' });
  });

  test('is measured after an execution', async () => {
    const { id } = await user.start('PYTHON');
    const before = await world.disk.usageOf(user.subject);
    const rescanned = new Promise<void>((resolve) => world.disk.onRescan(user.subject, resolve));
    await user.run(id, 'open("kept", "wb").write(b"x" * 100_000)');
    await rescanned;
    expect((await world.disk.usageOf(user.subject)).bytes).toBeGreaterThanOrEqual(before.bytes + 100_000);
  });

  test('holds what both sides write', async () => {
    const { folder } = await world.disk.folderOf(user.subject);
    writeFileSync(path.join(folder, 'given.py'), 'answer = 42');
    const { id } = await user.start('PYTHON');
    expect(await user.run(id, 'import given\ngiven.answer')).toMatchObject({ result: { data: { 'text/plain': '42' } } });
  });
});

describe.skipIf(isMissing)('the output of a session', () => {
  test('comes as it is written, with what is shown, and each execution at its end', async () => {
    const { id } = await user.start('PYTHON');
    const stream = await user.follow(id);
    const running = user.run(id, 'import sys, time\nprint("one")\ntime.sleep(0.02)\nprint("two", file=sys.stderr)\ndisplay(3)');
    const events = [];
    for (let event = await stream.next(); event !== null && event.execution === null; event = await stream.next()) events.push(event);
    expect(events).toMatchObject([{ sessionId: id, count: 1, stream: 'STDOUT', text: 'one\n' }, { stream: 'STDERR', text: 'two\n' }, { stream: null, text: '', display: { data: { 'text/plain': '3' } } }]);
    expect(await running).toMatchObject({ stdout: 'one\n', stderr: 'two\n', displays: [{ data: { 'text/plain': '3' } }] });
    await stream.close();
  });

  test('that nobody reads holds nothing up, and is bounded', async () => {
    const { id } = await user.start('NODE');
    const stream = await user.follow(id);
    const show = 'for (let i = 0; i < 3; i++) display({ "text/plain": "x".repeat(5 * 1024 * 1024) })';
    for (let count = 0; count < 4; count += 1) expect(await user.run(id, show)).toMatchObject({ status: 'OK', truncated: false });
    const read = async () => {
      for (let events = 0; ; events += 1) if ((await stream.next()) === null) return events;
    };
    await expect(read()).rejects.toThrow();
  });

  test('ends for the one who goes away', async () => {
    const { id } = await user.start('NODE');
    const gone = new AbortController();
    const stream = await user.follow(id, gone.signal);
    const next = stream.next();
    gone.abort();
    expect(await next).toBeNull();
    const many = await Promise.all(Array.from({ length: 16 }, () => user.follow(id)));
    await expect(user.follow(id)).rejects.toThrow('LIMIT_REACHED');
    await Promise.all(many.map((one) => one.close()));
    await (await user.follow(id)).close();
  });
});

describe('settings', () => {
  test.skipIf(isMissing)('tell the sandbox, the languages with their versions, and the limits', async () => {
    const { sandbox, languages, limits, mimeTypes } = (await user.ask(documents.settings)).microSettings;
    expect(sandbox).toMatchObject({ driver: expect.stringMatching(/^(BUBBLEWRAP|UNSHARE)$/u), isolation: { memory: expect.any(String) } });
    expect(languages).toEqual([
      { runtime: 'PYTHON', version: expect.stringMatching(/^3\.\d+\.\d+$/u), reason: null },
      { runtime: 'NODE', version: process.versions.node, reason: null },
      { runtime: 'JAVASCRIPT', version: expect.stringContaining('quickjs'), reason: null },
    ]);
    expect(limits).toContainEqual({ name: 'timeout', unit: 'ms', default: 10_000, max: 120_000 });
    expect(mimeTypes).toContain('image/png');
  });

  test('tell why there is no sandbox, and all but JavaScript is refused', async () => {
    const bare = await anotherWorld({ offer: { sandbox: null, reason: 'nothing is installed' } });
    const me = bare.as('1');
    const { sandbox, languages } = (await me.ask(documents.settings)).microSettings;
    expect(sandbox).toMatchObject({ driver: 'NONE', reason: 'nothing is installed', isolation: null });
    expect(languages.slice(0, 2)).toEqual([{ runtime: 'PYTHON', version: null, reason: 'nothing is installed' }, { runtime: 'NODE', version: null, reason: 'nothing is installed' }]);
    expect(await me.refusal(documents.start, { input: { runtime: 'NODE' } })).toMatchObject({ code: 'SANDBOX_UNAVAILABLE', details: { reason: 'nothing is installed' } });
    const { id } = await me.start('JAVASCRIPT');
    expect(await me.run(id, '6 * 7')).toMatchObject({ status: 'OK', result: { data: { 'text/plain': '42' } } });
  });

  test('need the scope', async () => {
    expect(await world.as('1', 'developer').refusal(documents.settings)).toBeUndefined();
  });
});
