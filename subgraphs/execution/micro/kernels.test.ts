import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createMicroWorld } from './micro.fixture.ts';

const world = await createMicroWorld();
const user = world.as('1');
const { sandbox } = world.offer;
const isMissing = sandbox === null;
const pythonId = sandbox === null ? '' : (await user.start('PYTHON')).id;
const nodeId = sandbox === null ? '' : (await user.start('NODE')).id;
const python = (code: string, options?: object) => user.run(pythonId, code, options);
const node = (code: string, options?: object) => user.run(nodeId, code, options);
afterAll(() => world.close());

describe.skipIf(isMissing)('Python', () => {
  test('keeps what code defines, and gives the value of the last expression', async () => {
    expect(await python('x = 41\nprint("hi")')).toMatchObject({ status: 'OK', stdout: 'hi\n', stderr: '', result: null, error: null, truncated: false, stateKept: true, displays: [] });
    const { count, ...second } = await python('x += 1\nx');
    expect(second).toMatchObject({ result: { data: { 'text/plain': '42', 'application/json': 42 } } });
    expect((await python('_')).count).toBe(count + 1);
    expect((await python('_')).result?.data).toMatchObject({ 'text/plain': '42' });
  });

  test('tells errors with the lines of the code, and nothing of the kernel', async () => {
    const { status, error, stateKept } = await python('def half(value):\n  return 1 / value\nhalf(0)');
    expect({ status, stateKept, name: error?.name, message: error?.message }).toEqual({ status: 'ERROR', stateKept: true, name: 'ZeroDivisionError', message: 'division by zero' });
    expect(error?.traceback.join('\n')).toMatch(/^Traceback .*\n {2}File "<cell \d+>", line 3, in <module>\n {4}half\(0\)\n {2}File "<cell \d+>", line 2, in half\n {4}return 1 \/ value\n/u);
    expect(error?.traceback.join()).not.toContain('<kernel>');
    expect(await python('x ===== 3')).toMatchObject({ status: 'ERROR', error: { name: 'SyntaxError' } });
    expect(await python('class Odd(Exception):\n  def __str__(self): raise KeyError(1)\nraise Odd()')).toMatchObject({ status: 'ERROR', error: { name: 'Odd' } });
  });

  test('awaits at the top level, in one event loop for all executions', async () => {
    expect((await python('import asyncio\ntask = asyncio.ensure_future(asyncio.sleep(0.01, "slept"))\nawait asyncio.sleep(0, "first")')).result?.data).toMatchObject({ 'text/plain': "'first'" });
    expect((await python('await task')).result?.data).toMatchObject({ 'text/plain': "'slept'" });
  });

  test('shows values in every format that they offer', async () => {
    const { displays, result } = await python('class Rich:\n  def _repr_png_(self): return b"PNG"\n  def _repr_html_(self): return "<b>x</b>"\n  def __repr__(self): return "plain"\ndisplay(Rich(), {"a": [1, None]})\nRich()');
    const rich = { data: { 'text/plain': 'plain', 'text/html': '<b>x</b>', 'image/png': 'UE5H' } };
    expect(displays).toEqual([rich, { data: { 'text/plain': "{'a': [1, None]}", 'application/json': { a: [1, null] } } }]);
    expect(result).toEqual(rich);
    expect((await python('class Bundle:\n  def _repr_mimebundle_(self): return {"text/markdown": "*x*", "application/geo+json": {"type": "Point"}}\nBundle()')).result?.data)
      .toMatchObject({ 'text/markdown': '*x*', 'application/geo+json': { type: 'Point' } });
    expect((await python('float("nan")')).result?.data).toEqual({ 'text/plain': 'nan' });
  });

  test('shows the figures that a plotting library has open', async () => {
    const { folder, hostUser } = await world.disk.folderOf(user.subject);
    mkdirSync(path.join(folder, 'matplotlib'));
    writeFileSync(path.join(folder, 'matplotlib/__init__.py'), '');
    writeFileSync(path.join(folder, 'matplotlib/pyplot.py'), 'numbers = [1]\ndef get_fignums(): return list(numbers)\nclass Figure:\n  def savefig(self, target, **_): target.write(b"PNG")\ndef figure(_): return Figure()\ndef close(_): numbers.clear()\n');
    expect(hostUser === null || hostUser >= 200_000).toBe(true);
    expect((await python('import matplotlib.pyplot')).displays).toEqual([{ data: { 'text/plain': '<Figure 1>', 'image/png': 'UE5H' } }]);
    expect((await python('1')).displays).toEqual([]);
  });

  test('outlives SystemExit, a fork that is not ended, closed outputs, and reads no input', async () => {
    const { id } = await user.start('PYTHON');
    const run = (code: string) => user.run(id, code);
    expect(await run('x = 42\nraise SystemExit(3)')).toMatchObject({ status: 'ERROR', error: { name: 'SystemExit', message: '3' } });
    expect(await run('raise SystemExit')).toMatchObject({ status: 'OK' });
    expect(await run('import os\npid = os.fork()\npid > 0')).toMatchObject({ status: 'OK', result: { data: { 'text/plain': 'True' } } });
    expect(await run('input()')).toMatchObject({ status: 'ERROR', error: { name: 'EOFError' } });
    expect(await run('os.close(1)\nos.close(2)')).toMatchObject({ status: 'OK' });
    expect(await run('x')).toMatchObject({ status: 'OK', result: { data: { 'text/plain': '42' } } });
    expect(await run('os.dup2(os.open("/dev/null", os.O_WRONLY), 1)\nos.dup2(1, 2)')).toMatchObject({ status: 'OK' });
  });
});

describe.skipIf(isMissing)('Node', () => {
  test('keeps what code declares, lets it be declared again, and gives the value of the last expression', async () => {
    expect(await node('let x = 41; const y = 1; console.log("hi"); console.error("oh")')).toMatchObject({ status: 'OK', stdout: 'hi\n', stderr: 'oh\n', result: null, stateKept: true });
    expect((await node('const y = 2; x += 1; [x, y]')).result?.data).toEqual({ 'text/plain': '[ 42, 2 ]', 'application/json': [42, 2] });
    expect((await node('{ a: 1, b: { c: 10n } }')).result?.data).toEqual({ 'text/plain': '{ a: 1, b: { c: 10n } }' });
    expect((await node('new Map([[1, 2]])')).result?.data).toEqual({ 'text/plain': 'Map(1) { 1 => 2 }' });
  });

  test('tells errors with their places in the code, and nothing of the kernel', async () => {
    const { status, error } = await node('function read(value) { return value.a.b }\nread({})');
    expect({ status, name: error?.name, message: error?.message }).toEqual({ status: 'ERROR', name: 'TypeError', message: "Cannot read properties of undefined (reading 'b')" });
    expect(error?.traceback).toEqual([expect.stringContaining('TypeError: '), expect.stringMatching(/^ {4}at read \(cell-\d+:1:39\)$/u), expect.stringMatching(/^ {4}at cell-\d+:2:1$/u)]);
    expect(await node('throw 5')).toMatchObject({ status: 'ERROR', error: { name: 'Error', message: 'Uncaught 5' } });
    expect(await node('let let')).toMatchObject({ status: 'ERROR', error: { name: 'SyntaxError' } });
  });

  test('awaits at the top level, and goes on with timers between executions', async () => {
    expect((await node('const late = new Promise((resolve) => setTimeout(resolve, 10, "late")); await Promise.resolve("now")')).result?.data).toMatchObject({ 'text/plain': "'now'" });
    expect((await node('await late')).result?.data).toMatchObject({ 'text/plain': "'late'" });
    expect(await node('setTimeout(() => { throw new Error("in a timer") }); await new Promise((resolve) => setTimeout(resolve, 20)); x')).toMatchObject({ status: 'OK', stderr: expect.stringContaining('in a timer') });
  });

  test('shows values, as bundles where they are some', async () => {
    const { displays } = await node('display({ "text/html": "<b>x</b>", "image/png": Buffer.from("PNG"), "application/json": [1] }); display({ a: 1 })');
    expect(displays).toEqual([{ data: { 'text/html': '<b>x</b>', 'image/png': 'UE5H', 'application/json': [1] } }, { data: { 'text/plain': '{ a: 1 }', 'application/json': { a: 1 } } }]);
  });

  test('has the modules of Node and those of the workspace', async () => {
    expect((await node('require("node:fs").writeFileSync("own.cjs", "module.exports = 7"); require("./own.cjs")')).result?.data).toMatchObject({ 'application/json': 7 });
  });
});

describe.skipIf(isMissing)('subprocesses', () => {
  test('write into the output of the code that starts them', async () => {
    const written = { status: 'OK', stdout: 'out\n', stderr: 'err\n' };
    expect(await python('import subprocess\nr = subprocess.run(["sh", "-c", "echo out; echo err >&2"])')).toMatchObject(written);
    expect(await node('require("child_process").execSync("echo out; echo err >&2", { stdio: "inherit" })')).toMatchObject(written);
  });
});

describe.skipIf(isMissing)('output', () => {
  test('is never cut within a character, and what is no UTF-8 becomes U+FFFD', async () => {
    const split = await python('import os, time\nfor byte in "ä€𝄞".encode():\n  os.write(1, bytes([byte]))\n  time.sleep(0.002)\nos.write(1, b"\\xe2\\x82") and None');
    expect(split.stdout).toBe('ä€𝄞\uFFFD');
    const inNode = await node('for (const byte of Buffer.from("ä€𝄞")) { fs.writeSync(1, Buffer.of(byte)); await new Promise((resolve) => setTimeout(resolve, 2)) }\nfs.writeSync(1, Buffer.of(0xe2, 0x82))');
    expect(inNode.stdout).toBe('ä€𝄞\uFFFD');
    expect((await node('fs.writeSync(1, Buffer.of(0xff, 0x41, 0))')).stdout).toBe('\uFFFDA\0');
  });

  test('that comes between two executions belongs to the next', async () => {
    await node('setTimeout(() => console.log("between"), 30)');
    const stream = await user.follow(nodeId);
    expect(await stream.next()).toMatchObject({ stream: 'STDOUT', text: 'between\n' });
    await stream.close();
    expect(await node('1')).toMatchObject({ stdout: 'between\n' });
  });

  test('beyond a mebibyte is not kept, and the session goes on', async () => {
    const { status, stdout, truncated } = await node('process.stdout.write("ab".repeat(1024 * 1024)); 1');
    expect([status, truncated, stdout.length]).toEqual(['OK', true, 1024 * 1024]);
    expect(await node('2')).toMatchObject({ truncated: false, stdout: '' });
  });

  test('of more than 64 displays, or of too large ones, is not kept', async () => {
    const many = await node('for (let i = 0; i < 100; i++) display(i)');
    expect([many.displays.length, many.truncated]).toEqual([64, true]);
    const large = await node('display({ "text/plain": "x".repeat(9 * 1024 * 1024) }); display({ "text/plain": "y".repeat(7 * 1024 * 1024) }); "z".repeat(1e6)');
    expect([large.displays.length, large.truncated]).toEqual([1, true]);
    expect(JSON.stringify(large.result).length).toBeLessThan(400_000);
    const shown = 'class Large:\n  def _repr_html_(self): return "x" * 5_000_000\nfor _ in range(30): display(Large())';
    for (const heavy of [await python(shown), await node('for (let i = 0; i < 30; i++) display({ "text/html": "x".repeat(5_000_000) })')]) {
      expect([heavy.status, heavy.displays.length, heavy.truncated]).toEqual(['OK', 3, true]);
    }
  });
});
