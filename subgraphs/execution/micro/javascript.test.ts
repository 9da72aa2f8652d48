import { afterAll, describe, expect, test } from 'vitest';
import { createMicroWorld, documents } from './micro.fixture.ts';

const world = await createMicroWorld({ offer: { sandbox: null, reason: 'JavaScript needs none' } });
const user = world.as('1');
afterAll(() => world.close());
const { id } = await user.start('JAVASCRIPT', { memoryBytes: 48 * 1024 * 1024 });
const run = (code: string, options?: object) => user.run(id, code, options);
const textOf = async (code: string): Promise<unknown> => (await run(code)).result?.data;

describe('JavaScript in QuickJS', () => {
  test('keeps what code declares, gives the value of the last expression, and what it prints', async () => {
    expect(await run('let x = 41; console.log("hi", { a: [1] }, null); console.error("oh")')).toMatchObject({ status: 'OK', stdout: 'hi { a: [ 1 ] } null\n', stderr: 'oh\n', result: null, stateKept: true });
    expect(await textOf('x += 1; x')).toEqual({ 'text/plain': '42', 'application/json': 42 });
    expect(await textOf('new Map([[1, { a: 2n }]])')).toEqual({ 'text/plain': 'Map(1) { 1 => { a: 2n } }' });
    expect(await textOf('const circle = [1]; circle.push(circle); circle')).toEqual({ 'text/plain': '[ 1, [Circular] ]' });
    expect(await textOf('Promise.resolve(1).then((value) => value + 1)')).toMatchObject({ 'text/plain': '2' });
    expect((await run('display({ "text/html": "<b>x</b>" }); display([1])')).displays).toEqual([{ data: { 'text/html': '<b>x</b>' } }, { data: { 'text/plain': '[ 1 ]', 'application/json': [1] } }]);
  });

  test('tells errors with the lines of the code', async () => {
    const { status, error } = await run('function read(value) { return value.a.b }\nread({})');
    expect([status, error?.name, error?.message]).toEqual(['ERROR', 'TypeError', "cannot read property 'b' of undefined"]);
    expect(error?.traceback[1]).toMatch(/^ {4}at read \(cell-\d+:1:\d+\)$/u);
    expect(await run('throw { a: 1 }')).toMatchObject({ status: 'ERROR', error: { message: 'Uncaught { a: 1 }' } });
    expect(await run('Promise.reject(new RangeError("no"))')).toMatchObject({ status: 'ERROR', error: { name: 'RangeError', message: 'no' } });
    expect(await run('const = 1')).toMatchObject({ status: 'ERROR', error: { name: 'SyntaxError' } });
  });

  test('reaches nothing but the language', async () => {
    expect(await textOf('[typeof process, typeof require, typeof fetch, typeof WebAssembly, typeof setTimeout, typeof std, typeof os].join()')).toMatchObject({ 'application/json': Array(7).fill('undefined').join() });
    expect(await textOf('import("node:fs").catch((error) => error.name)')).toMatchObject({ 'application/json': 'ReferenceError' });
    expect(await textOf('console.log.constructor("return typeof process")()')).toMatchObject({ 'application/json': 'undefined' });
  });

  test('is interrupted at its time limit, with the state kept', async () => {
    for (const code of ['for (;;);', '(async () => { for (;;) await null })()', '/(a+)+$/.test("a".repeat(40) + "b")', 'try { for (;;); } finally { for (;;); }', '({ toJSON() { for (;;); } })']) {
      expect(await run(code, { timeoutMs: 50 })).toMatchObject({ status: 'TIMED_OUT', stateKept: true, error: null });
    }
    expect(await textOf('x')).toMatchObject({ 'text/plain': '42' });
  });

  test('has no more memory than it was given, and keeps its state without it', async () => {
    expect(await run('let all = []; for (;;) all.push("x".repeat(100_000) + all.length)')).toMatchObject({ status: 'ERROR', error: { name: 'InternalError', message: 'out of memory' }, stateKept: true });
    expect(await run('function deeper() { return deeper() }\ndeeper()')).toMatchObject({ status: 'ERROR', error: { name: 'InternalError', message: 'stack overflow' } });
    expect(await run('all = null; x')).toMatchObject({ status: 'OK', result: { data: { 'text/plain': '42' } } });
    expect((await user.find(id))?.memoryBytes).toBeLessThanOrEqual(48 * 1024 * 1024);
  });

  test('keeps a mebibyte of output, and ends when it writes without end or breaks its thread', async () => {
    const { stdout, truncated } = await run('console.log("x".repeat(2 * 1024 * 1024)); 1');
    expect([stdout.length, truncated]).toEqual([1024 * 1024, true]);
    expect(await run('for (let i = 0; i < 20_000; i++) console.log(""); console.error("end")')).toMatchObject({ stdout: '\n'.repeat(20_000), stderr: 'end\n', truncated: false });
    const [flooding, broken] = await Promise.all([user.start('JAVASCRIPT'), user.start('JAVASCRIPT')]);
    expect(await user.execute(flooding.id, 'for (;;) console.log("x".repeat(1_000_000))')).toMatchObject({ execution: { status: 'SESSION_ENDED', truncated: true }, session: { endReason: 'output limit' } });
    expect(await user.execute(broken.id, '('.repeat(100_000))).toMatchObject({ session: { id: broken.id } });
    expect(await textOf('x')).toMatchObject({ 'text/plain': '42' });
  });

  test('is stopped while it executes', async () => {
    const session = await user.start('JAVASCRIPT');
    const stream = await user.follow(session.id);
    const running = user.run(session.id, 'console.log("begun"); for (;;);');
    expect(await stream.next()).toMatchObject({ text: 'begun\n' });
    await user.ask(documents.stop, { id: session.id });
    expect(await running).toMatchObject({ status: 'SESSION_ENDED', stdout: 'begun\n', stateKept: false });
  });
});
