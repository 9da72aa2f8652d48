import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRpcCaller, openRpcSocket, type RpcCaller } from '../testkit/rpc.ts';
import { padded, wasmModules } from '../testkit/wasm.ts';
import { createWorld } from '../testkit/world.ts';

const secret = 'a-secret-of-the-server';
const world = await createWorld({ ADMIN_PASSWORD: secret }, { model: false });
afterAll(() => world.close());
const token = await world.register('ada');
const ada = createRpcCaller(world.urls.api, token);
const bob = createRpcCaller(world.urls.api, await world.register('bob'));
const { sandbox } = z.object({ sandbox: z.object({ driver: z.string(), reason: z.string().nullable() }) }).parse(await ada.call('run.describe'));
const isMissing = sandbox.driver === 'none';
const why = isMissing ? ` (skipped: ${sandbox.reason})` : '';

const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);
const aList: unknown = expect.any(Array);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const without = (text: string): unknown => expect.not.stringContaining(text);
const someOf = (...parts: readonly unknown[]): unknown => expect.arrayContaining([...parts]);
const partly = (part: object): unknown => expect.objectContaining(part);
const shell = (script: string, more: object = {}): Promise<Record<string, unknown>> => ada.call('run.exec', { program: '/bin/sh', args: ['-c', script], ...more });

describe.skipIf(isMissing)(`programs${why}`, () => {
  test('run, and what they wrote comes back', async () => {
    const run = await shell('echo hello', { timeout_ms: 2000 });
    expect(run).toMatchObject({ run_id: aText, exit_code: 0, stdout: 'hello\n', stderr: '', timed_out: false, duration_ms: aNumber, truncated: false, state: 'exited' });
    expect(await shell('echo oh >&2; exit 3')).toMatchObject({ exit_code: 3, stdout: '', stderr: 'oh\n' });
    expect(await shell('cat', { stdin: 'given' })).toMatchObject({ stdout: 'given' });
  });

  test('share the files of their user, and nobody else\'s', async () => {
    await ada.call('fs.write', { path: 'in/here.txt', content: 'from files' });
    expect(await shell('pwd; cat in/here.txt; echo made > made.txt')).toMatchObject({ stdout: '/workspace\nfrom files' });
    expect(await shell('cat here.txt', { cwd: 'in' })).toMatchObject({ stdout: 'from files' });
    expect(await ada.call('fs.read', { path: 'made.txt' })).toMatchObject({ content: 'made\n' });
    expect(await bob.call('run.exec', { program: '/bin/sh', args: ['-c', 'ls -A; ls ..; find / -name made.txt 2>/dev/null'] })).toMatchObject({ stdout: without('made.txt') });
  });

  test('end at their time, with all their processes', async () => {
    const run = await shell('sleep 600 & (trap "" TERM; sleep 600) & wait', { timeout_ms: 300 });
    expect(run).toMatchObject({ timed_out: true, state: 'timed_out', exit_code: null });
    expect(Number(run['duration_ms'])).toBeLessThan(5000);
  });

  test('see nothing of the server', async () => {
    const { stdout } = z.object({ stdout: z.string() }).parse(await shell('env; cat /proc/1/environ /proc/*/environ 2>/dev/null | tr "\\0" "\\n"; cat /etc/passwd'));
    expect(stdout).not.toContain(secret);
    expect(stdout).not.toMatch(/DATABASE_URL|root:x/u);
  });

  test('write no more than is kept', async () => {
    const run = z.object({ stdout: z.string(), truncated: z.boolean() }).parse(await shell('yes | head -c 3000000'));
    expect(run.truncated).toBe(true);
    expect(run.stdout.length).toBeLessThanOrEqual(1024 * 1024);
  });

  test('are described, all of them and one by one', async () => {
    const run = await shell('echo again');
    expect(await ada.call('run.describe')).toMatchObject({
      programs: someOf('/bin/sh'), limits: { timeout: { default: aNumber, max: aNumber } }, sandbox: { isolation: { network_namespace: true } }, running: 0, recent: someOf(partly({ run_id: run['run_id'], state: 'exited' })),
    });
    expect(await ada.call('run.describe', { run_id: run['run_id'] })).toMatchObject({ run_id: run['run_id'], program: '/bin/sh', args: ['-c', 'echo again'], exit_code: 0, stdout: 'again\n' });
    expect(await ada.refusal('run.describe', { run_id: 'none' })).toMatchObject({ code: -32004 });
    expect(await bob.refusal('run.describe', { run_id: run['run_id'] })).toMatchObject({ code: -32004 });
  });

  test('are ended on request, by their own user only', async () => {
    const { run_id: id } = await shell('sleep 600', { wait: false, timeout_ms: 30_000 });
    expect(await bob.refusal('run.cancel', { run_id: id })).toMatchObject({ code: -32004 });
    expect(await ada.call('run.cancel', { run_id: id })).toMatchObject({ run_id: id, state: 'cancelled' });
  });
});

test.each(['/bin/nope', 'sh', './sh', '/usr/../bin/sh', '/workspace/x', ''])('the program %j is not on the list', async (program) => {
  expect(await ada.refusal('run.exec', { program, args: ['-c', 'echo hello'] })).toEqual({ code: -32602, message: 'validation failed', data: { field: 'program', reason: 'not whitelisted' } });
});

test.each<[string, object, string]>([
  ['no program', {}, 'program'],
  ['arguments that are no list', { program: '/bin/sh', args: 'x' }, 'args'],
  ['an argument that is no text', { program: '/bin/sh', args: ['-c', 1] }, 'args[1]'],
  ['no time', { program: '/bin/sh', timeout_ms: 0 }, 'timeout_ms'],
  ['a time that is a text', { program: '/bin/sh', timeout_ms: '2000' }, 'timeout_ms'],
  ['a folder elsewhere', { program: '/bin/sh', cwd: '../..' }, 'cwd'],
])('a program with %s is refused by name', async (_, params, field) => {
  expect(await ada.refusal('run.exec', params)).toMatchObject({ code: -32602, message: 'validation failed', data: { field } });
});

describe('WebAssembly', () => {
  test('is called within its fuel', async () => {
    expect(await ada.call('wasm.invoke', { module_base64: wasmModules.add, function: 'add', args: [2, 40] })).toMatchObject({ results: [42], fuel_used: aNumber });
  });

  test('that never ends runs out of fuel, while others are answered', async () => {
    const spinning = ada.refusal('wasm.invoke', { module_base64: wasmModules.spin, function: 'spin', fuel: 200_000_000 });
    expect(await ada.call('wasm.invoke', { module_base64: wasmModules.add, function: 'add', args: [1, 1] })).toMatchObject({ results: [2] });
    expect(await spinning).toMatchObject({ code: -32060, message: matching(/fuel/iu) });
  });

  test('gets no more memory than it may have', async () => {
    const grow = (pages: number) => ada.call('wasm.invoke', { module_base64: wasmModules.grow, function: 'grow', args: [pages], memory_pages: 4 });
    expect(await grow(3)).toMatchObject({ results: [1] });
    expect(await grow(4)).toMatchObject({ results: [-1] });
    expect(await grow(1_000_000)).toMatchObject({ results: [-1] });
    expect(await ada.call('wasm.invoke', { module_base64: wasmModules.add, function: 'add', args: [1, 1] })).toMatchObject({ results: [2] });
  });

  test.each<[string, object, string]>([
    ['that is none', { module_base64: Buffer.from('hello').toString('base64') }, 'module_base64'],
    ['that is no base64', { module_base64: '!' }, 'module_base64'],
    ['that is missing', {}, 'module_base64'],
    ['without that function', { module_base64: wasmModules.add, function: 'sub' }, 'function'],
    ['with too few arguments', { module_base64: wasmModules.add, function: 'add', args: [1] }, 'args'],
    ['with an argument that is no number', { module_base64: wasmModules.add, function: 'add', args: [1, 'x'] }, 'args[1]'],
  ])('%s is refused by name', async (_, params, field) => {
    expect(await ada.refusal('wasm.invoke', params)).toMatchObject({ code: -32602, message: 'validation failed', data: { field } });
  });

  test('may have many bytes, up to a limit', async () => {
    expect(await ada.call('wasm.describe', { module_base64: padded(wasmModules.add, 16_000_000) })).toMatchObject({ exports: [{ name: 'add' }], size_bytes: 16_000_046 });
    expect(await ada.refusal('wasm.describe', { module_base64: padded(wasmModules.add, 17_000_000) })).toMatchObject({ code: -32602, data: { field: 'module_base64' } });
  });

  test('is described with what it takes and gives, and kept for later', async () => {
    const described = { exports: [{ name: 'add', kind: 'function' }], imports: [], accepted: true, has_start: false, memory: null };
    expect(await ada.call('wasm.describe', { module_base64: wasmModules.add })).toMatchObject(described);
    expect(await ada.call('wasm.describe')).toMatchObject({ engine: aText, limits: { fuel: { default: aNumber } } });
    const { module_id: id } = await ada.call('wasm.upload', { module_base64: wasmModules.add, name: 'adder' });
    expect(await ada.call('wasm.describe', { module_id: id })).toMatchObject(described);
    expect(await ada.call('wasm.invoke', { module_id: id, function: 'add', args: [3, 4] })).toMatchObject({ results: [7] });
    expect(await ada.call('wasm.list')).toMatchObject({ modules: [{ module_id: id, name: 'adder' }], total: 1 });
    expect(await bob.refusal('wasm.invoke', { module_id: id, function: 'add', args: [3, 4] })).toMatchObject({ code: -32004 });
    expect(await ada.call('wasm.delete', { module_id: id })).toEqual({ module_id: id, deleted: true });
    expect(await ada.refusal('wasm.delete', { module_id: id })).toMatchObject({ code: -32004 });
  });
});

const start = async (runtime: string, caller: RpcCaller = ada): Promise<string> => z.object({ session_id: z.string() }).parse(await caller.call('micro.start', { runtime })).session_id;
const execute = (id: string, code: string, more: object = {}) => ada.call('micro.execute', { session_id: id, code, ...more });

describe('sessions', () => {
  const javascript = { first: 'let x = 41', second: 'console.log(x + 1)', endless: 'while (true) {}' };
  const native = [{ runtime: 'python', first: 'x = 41', second: 'print(x + 1)', endless: 'while True: pass' }, { runtime: 'node', ...javascript }];

  describe.each([{ runtime: 'javascript', ...javascript }, ...(isMissing ? [] : native)])('of $runtime', ({ runtime, first, second, endless }) => {
    test('keep their state from one execution to the next, and through a time limit', async () => {
      const started = await ada.call('micro.start', { runtime });
      expect(started).toMatchObject({ session_id: aText, runtime, status: 'running' });
      const id = String(started['session_id']);
      expect(await execute(id, first)).toMatchObject({ session_id: id, exit_code: 0, error: null });
      expect(await execute(id, second)).toMatchObject({ stdout: '42\n', stderr: '', exit_code: 0 });
      expect(await execute(id, endless, { timeout_ms: 300 })).toMatchObject({ status: 'timed_out', timed_out: true, exit_code: 1, state_kept: true });
      expect(await execute(id, second)).toMatchObject({ stdout: '42\n' });
      expect(await execute(id, 'nonsense(')).toMatchObject({ exit_code: 1, error: { name: aText, message: aText, traceback: aList } });
      expect(await ada.call('micro.describe', { session_id: id })).toMatchObject({ session_id: id, runtime, status: 'running', state: 'idle', execution_count: 5 });
      expect(await ada.call('micro.describe')).toMatchObject({ sessions: someOf(partly({ session_id: id })) });
      expect(await bob.call('micro.describe')).toMatchObject({ sessions: [] });
      for (const method of ['micro.execute', 'micro.stop', 'micro.interrupt', 'micro.describe']) expect(await bob.refusal(method, { session_id: id, code: '1' })).toMatchObject({ code: -32004 });
      expect(await ada.call('micro.stop', { session_id: id })).toMatchObject({ session_id: id, status: 'stopped' });
      expect(await ada.refusal('micro.execute', { session_id: id, code: first })).toMatchObject({ code: -32062 });
    }, 30_000);
  });

  test('of other runtimes, and of nobody, are refused', async () => {
    for (const runtime of ['ruby', 'PYTHON', '', 7, null]) expect(await ada.refusal('micro.start', { runtime })).toMatchObject({ code: -32602, data: { field: 'runtime' } });
    expect(await ada.refusal('micro.execute', { session_id: 'none', code: '1' })).toMatchObject({ code: -32004 });
    expect(await ada.refusal('micro.stop', { session_id: 'none' })).toMatchObject({ code: -32004 });
  });

  test('are interrupted on request', async () => {
    const id = await start('javascript');
    const endless = execute(id, 'while (true) {}', { timeout_ms: 20_000 });
    await expect.poll(() => ada.call('micro.describe', { session_id: id })).toMatchObject({ state: 'busy' });
    await ada.call('micro.interrupt', { session_id: id });
    expect(await endless).toMatchObject({ status: 'interrupted', state_kept: true });
    await ada.call('micro.stop', { session_id: id });
  });

  test('tell what they write to who follows them', async () => {
    const id = await start('javascript');
    const socket = await openRpcSocket(world.urls.api, `?token=${token}`);
    expect(await socket.call('micro.subscribe', { session_id: id })).toMatchObject({ result: { subscription: 's1', session: { session_id: id } } });
    await execute(id, 'console.log("told")');
    await socket.until(() => socket.told('micro.executed')[0]);
    expect(socket.told('micro.output').map(({ text }) => text).join('')).toBe('told\n');
    expect(socket.told('micro.executed')).toMatchObject([{ subscription: 's1', session_id: id, execution: { exit_code: 0, stdout: 'told\n' } }]);
    await ada.call('micro.stop', { session_id: id });
    await socket.until(() => socket.told('subscription.ended')[0]);
    socket.close();
  });
});

describe.skipIf(isMissing)(`over a WebSocket${why}`, () => {
  test('the output of a program comes as it is written, before the answer', async () => {
    const socket = await openRpcSocket(world.urls.api, `?token=${token}`);
    const answer = await socket.call('run.exec', { program: '/bin/sh', args: ['-c', 'echo one; echo two >&2'], timeout_ms: 5000 });
    expect(answer).toMatchObject({ result: { exit_code: 0, stdout: 'one\n', stderr: 'two\n' } });
    const text = (stream: string): string => socket.told('run.output').filter((told) => told['stream'] === stream).map((told) => told['text']).join('');
    expect([text('stdout'), text('stderr')]).toEqual(['one\n', 'two\n']);
    expect(socket.told('run.ended')).toMatchObject([{ run: { exit_code: 0 } }]);
    expect(await socket.call('run.exec', { program: '/bin/nope' })).toMatchObject({ error: { code: -32602, message: 'validation failed', data: { field: 'program', reason: 'not whitelisted' } } });
    socket.close();
  });

  test('a program that is not waited for is followed, here and from elsewhere', async () => {
    const socket = await openRpcSocket(world.urls.api, `?token=${token}`);
    const other = await openRpcSocket(world.urls.api, `?token=${token}`);
    const { run_id: id } = z.object({ result: z.object({ run_id: z.string(), subscription: z.literal('s1') }) }).parse(await socket.call('run.exec', { program: '/bin/sh', args: ['-c', 'read line; echo done'], wait: false, timeout_ms: 5000 })).result;
    expect(await other.call('run.subscribe', { run_id: id })).toMatchObject({ result: { run: { run_id: id } } });
    for (const follower of [socket, other]) {
      await follower.until(() => follower.told('subscription.ended')[0]);
      expect(follower.told('run.output').map(({ text }) => text).join('')).toBe('done\n');
      expect(follower.told('run.ended')).toMatchObject([{ subscription: 's1', run_id: id, run: { exit_code: 0 } }]);
      follower.close();
    }
    expect(await bob.refusal('run.describe', { run_id: id })).toMatchObject({ code: -32004 });
  });

  test('a program ends with the connection that waits for it', async () => {
    const socket = await openRpcSocket(world.urls.api, `?token=${token}`);
    void socket.call('run.exec', { program: '/bin/sh', args: ['-c', 'echo begun; sleep 600'], timeout_ms: 60_000 });
    const { run_id: id } = await socket.until(() => socket.told('run.output')[0]);
    socket.close();
    await expect.poll(() => ada.call('run.describe', { run_id: id }), { timeout: 5000 }).toMatchObject({ state: 'cancelled' });
  });

  test('changes of files are told, those of programs too', async () => {
    const socket = await openRpcSocket(world.urls.api, `?token=${token}`);
    await ada.call('fs.mkdir', { path: 'watched' });
    expect(await socket.call('fs.subscribe', { path: 'watched' })).toMatchObject({ result: { entry: { type: 'directory' } } });
    await ada.call('fs.write', { path: 'watched/a.txt', content: 'a' });
    await socket.until(() => socket.told('fs.changed')[0]);
    expect(socket.told('fs.changed')[0]).toMatchObject({ type: 'written', path: 'watched/a.txt', entry: { size: 1 } });
    await shell('echo b > watched/b.txt');
    await socket.until(() => socket.told('fs.changed').find(({ type }) => type === 'rescanned'));
    socket.close();
  });
});

test('nothing of this was a fault', async () => {
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
