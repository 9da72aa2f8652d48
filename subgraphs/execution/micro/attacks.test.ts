import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createMicroWorld, documents } from './micro.fixture.ts';

const drivers = ['bwrap', 'unshare'] as const;
const worlds = await Promise.all(drivers.map(async (driver) => ({ driver, world: await createMicroWorld({ driver }) })));
const offered = worlds.find(({ world }) => world.offer.sandbox !== null);
afterAll(() => Promise.all(worlds.map(({ world }) => world.close())));

/** Finds the kernel's end of the channel, which is the only socket beside the outputs. */
const forge = (write: string): string => `
import os, json, struct
def is_channel(fd):
  try: return fd > 2 and os.readlink('/proc/self/fd/%d' % fd).startswith('socket:') and os.fstat(fd).st_ino not in standard
  except OSError: return False
standard = {os.fstat(fd).st_ino for fd in (1, 2)}
channel = next(fd for fd in map(int, os.listdir('/proc/self/fd')) if is_channel(fd))
def frame(head, body=b''):
  head = head if isinstance(head, bytes) else json.dumps(head).encode()
  os.write(channel, struct.pack('>II', len(head), len(body)) + head + body)
${write}`;

/** Processes of the machine whose command line has this in it. */
const processesWith = (text: string): number => readdirSync('/proc').filter((name) => {
  try {
    return /^\d+$/u.test(name) && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(text);
  } catch {
    return false;
  }
}).length;

describe.each(worlds)('under $driver', ({ world }) => {
  const user = world.as('1');
  const isMissing = world.offer.sandbox === null;
  /** A fresh session that ends with the test. */
  async function session(runtime: 'PYTHON' | 'NODE', options: object = {}) {
    const { id } = await user.start(runtime, options);
    return {
      id,
      run: (code: string, more: object = {}) => user.run(id, code, more),
      execute: (code: string, more: object = {}) => user.execute(id, code, more),
      stop: () => user.ask(documents.stop, { id }),
    };
  }
  const lost = (endReason: string) => ({ execution: { status: 'SESSION_ENDED', stateKept: false }, session: { state: 'STOPPED', endReason } });

  describe.skipIf(isMissing)('an interruption at the time limit keeps the state', () => {
    const outOfTime = { status: 'TIMED_OUT', stateKept: true, error: null };
    test('of Python that computes, sleeps or waits', async () => {
      const { run, stop } = await session('PYTHON');
      await run('import asyncio, time\nx = 41');
      expect(await run('print("begun")\nwhile True: x = 42', { timeoutMs: 100 })).toMatchObject({ ...outOfTime, stdout: 'begun\n' });
      expect(await run('time.sleep(30)', { timeoutMs: 50 })).toMatchObject(outOfTime);
      expect(await run('await asyncio.sleep(30)', { timeoutMs: 50 })).toMatchObject(outOfTime);
      expect(await run('class Endless:\n  def __repr__(self):\n    while True: pass\nEndless()', { timeoutMs: 50 })).toMatchObject(outOfTime);
      expect(await run('while True: display("x" * 1000)', { timeoutMs: 50 })).toMatchObject({ status: 'TIMED_OUT', stateKept: true, truncated: true });
      await run('class Large:\n  def _repr_html_(self): return "x" * 5_000_000\nlarge = Large()');
      for (let timeoutMs = 1; timeoutMs < 20; timeoutMs += 1) expect(await run('while True: display(large)', { timeoutMs })).toMatchObject({ status: 'TIMED_OUT', stateKept: true });
      expect(await run('await asyncio.sleep(0, x)')).toMatchObject({ status: 'OK', result: { data: { 'text/plain': '42' } } });
      await stop();
    });

    test('of Node that computes, waits, or is busy in a timer, a promise or an inspection', async () => {
      const { run, stop } = await session('NODE');
      await run('let x = 41');
      for (const code of [
        'console.log("begun"); for (;;) x = 42', 'await new Promise(() => {})', 'queueMicrotask(() => { for (;;); }); await 1',
        'setTimeout(() => { for (;;); }); await new Promise(() => {})', '({ toJSON() { for (;;); } })', 'for (;;) { try { for (;;); } finally { continue } }',
      ]) expect(await run(code, { timeoutMs: 50 })).toMatchObject(outOfTime);
      expect(await run('await new Promise((resolve) => setTimeout(resolve, 1)); x')).toMatchObject({ status: 'OK', result: { data: { 'text/plain': '42' } } });
      await stop();
    });
  });

  describe.skipIf(isMissing)('code that does harm', () => {
    test('by swallowing its interruption is ended after a grace', async () => {
      const { execute, id } = await session('PYTHON');
      const ending = await execute('import time\nprint("begun")\nwhile True:\n  try: time.sleep(9)\n  except KeyboardInterrupt: pass', { timeoutMs: 50 });
      expect(ending).toMatchObject(lost('timeout'));
      expect(ending.execution.stdout).toBe('begun\n');
      expect(await user.refusal(documents.execute, { input: { sessionId: id, code: '1' } })).toMatchObject({ code: 'SESSION_ENDED', details: { reason: 'timeout' } });
    });

    test('by ending its process ends its session alone', async () => {
      const [python, node, other] = await Promise.all([session('PYTHON'), session('NODE'), session('NODE')]);
      const ending = await python.execute('import os\nprint("last words")\nos._exit(0)');
      expect(ending).toMatchObject(lost('exited'));
      expect(ending.execution.stdout).toBe('last words\n');
      expect(await node.execute('process.exit(3)')).toMatchObject(lost('exited'));
      expect(await other.run('1')).toMatchObject({ status: 'OK' });
      await other.stop();
    });

    test('by taking all memory ends its session, or is refused the memory', async () => {
      const [python, node] = await Promise.all([session('PYTHON', { memoryBytes: 64 * 1024 * 1024 }), session('NODE', { memoryBytes: 128 * 1024 * 1024 })]);
      const { execution, session: after } = await python.execute('data = [bytearray(1 << 20) for _ in range(200)]');
      expect([execution.error?.name ?? after.endReason]).toEqual([expect.stringMatching(/^(MemoryError|out of memory)$/u)]);
      expect(await node.execute('const all = []; for (;;) all.push(new Array(100_000).fill(1.5))')).toMatchObject(lost('out of memory'));
    });

    test('by writing without end ends its session, also between executions', async () => {
      const [during, between] = await Promise.all([session('PYTHON'), session('NODE')]);
      const { execution, session: after } = await during.execute('while True: print("x" * 100_000)');
      expect([execution.status, execution.truncated, execution.stdout.length, after.endReason]).toEqual(['SESSION_ENDED', true, 1024 * 1024, 'output limit']);
      const stream = await user.follow(between.id);
      await between.run('require("child_process").spawn("yes", { stdio: "inherit" }); 1');
      while ((await stream.next()) !== null);
      expect(await user.find(between.id)).toMatchObject({ state: 'STOPPED', endReason: 'output limit' });
    });

    test('leaves no process behind', async () => {
      const { run, stop } = await session('PYTHON');
      const mark = `${86_000 + randomInt(300)}.${randomInt(1e9)}`;
      await run(`import subprocess\nsubprocess.Popen(["setsid", "sleep", "${mark}"])`);
      // A process that is becoming another one has no command line for a moment.
      await expect.poll(() => processesWith(mark), { timeout: 5_000 }).toBeGreaterThan(0);
      await stop();
      expect(processesWith(mark)).toBe(0);
    });
  });

  // What the server makes of messages is the same whatever isolates.
  describe.skipIf(world !== offered?.world)('messages that are forged on the channel', () => {
    test('end the session when they break the rules', async () => {
      const broken = ['os.write(channel, b"\\xff" * 100)', 'frame(b"{not json")', 'frame({"kind": "other"})', 'frame({"kind": "done", "id": 1})', 'frame({"kind": "display", "id": "x", "contents": [["a", -1]]})', 'os.write(channel, struct.pack(">II", 2, 99 << 20) + b"{}")'];
      for (const write of broken) {
        const { execute } = await session('PYTHON');
        expect(await execute(forge(`${write}\nimport time\ntime.sleep(30)`))).toMatchObject(lost('protocol violation'));
      }
      const { execute } = await session('PYTHON');
      expect(await execute(forge('while True: frame({"kind": "display", "id": "x", "contents": []})'))).toMatchObject(lost('output limit'));
    });

    test('for other executions, or with contents that are none, change nothing', async () => {
      const { run, stop } = await session('PYTHON');
      const { status, displays } = await run(forge(`
identity = display.__globals__['current'].identity
frame({'kind': 'ready', 'version': '0'})
frame({'kind': 'done', 'id': 'f' * 16, 'contents': [], 'status': 'ok', 'truncated': False})
frame({'kind': 'display', 'id': identity, 'contents': [['__proto__', 2], ['text/plain ', 1], ['application/json', 3], ['constructor', 9]]}, b'{}x{no')
deep = b'[' * 5000 + b']' * 5000
frame({'kind': 'display', 'id': identity, 'contents': [['application/json', len(deep)], ['text/plain', 1]]}, deep + b'k')
`));
      expect({ status, displays }).toEqual({ status: 'OK', displays: [{ data: { 'text/plain': 'k' } }] });
      await stop();
    });

    test('for its own execution, marks and all, deceive nobody but itself', async () => {
      const { run, stop } = await session('PYTHON');
      const { result } = await run(forge(`
import sys
here = sys._getframe()
while 'message' not in here.f_locals: here = here.f_back
message = here.f_locals['message']
mark = b'\\0' + message['nonce'].encode() + b'\\0'
for fd in (1, 2): os.write(fd, b'forged' + mark + b'late')
frame({'kind': 'done', 'id': message['id'], 'contents': [['text/plain', 6]], 'status': 'ok', 'truncated': False}, b'forged')
`));
      expect(result?.data).toEqual({ 'text/plain': 'forged' });
      await run('1');
      expect(await run('print("honest")\n2')).toMatchObject({ status: 'OK', stdout: 'honest\n', result: { data: { 'text/plain': '2' } } });
      expect((await run('print("\\0" * 40 + "\\0" + "0" * 32 + "\\0")')).stdout).toBe(`${'\0'.repeat(41)}${'0'.repeat(32)}\0\n`);
      await stop();
    });
  });
});
