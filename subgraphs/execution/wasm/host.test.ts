import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWasmWorld, userOf, type WasmWorld } from './wasm.fixture.ts';

let world: WasmWorld;
beforeAll(async () => {
  world = await createWasmWorld();
});
afterAll(() => world.close());

const engineDocument = '{ wasmEngine { engine features meterVersion wasiFunctions sandboxed limits { name unit default max } cachedModules cacheHits } }';
const engine = async () => (await world.ask(engineDocument)).wasmEngine;
const add = async (id = 1) => (await world.call('add', { function: 'add', arguments: [2, 3] }, { as: userOf(id) })).results;

/** The processes that run this host, wherever they are. */
const hosts = (): number[] =>
  readdirSync('/proc').filter((name) => /^\d+$/u.test(name)).map(Number).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.some((word) => word.startsWith(world.folder) && word.endsWith('host/main.js')) && words[0]?.endsWith('node') === true;
    } catch {
      return false;
    }
  });

const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
const section = (id: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([id, ...leb(content.length)]), content]);

/** A module of one function `run` with that code, again and again. */
function moduleOf(functions: number, code: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([0]), code, Buffer.from([0x0b])]);
  const sized = Buffer.concat([Buffer.from(leb(body.length)), body]);
  return Buffer.concat([
    Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    section(1, Buffer.from([1, 0x60, 0, 0])),
    section(3, Buffer.concat([Buffer.from(leb(functions)), Buffer.alloc(functions)])),
    section(7, Buffer.from([1, 3, 0x72, 0x75, 0x6e, 0, 0])),
    section(10, Buffer.concat([Buffer.from(leb(functions)), ...Array.from({ length: functions }, () => sized)])),
  ]);
}
const repeat = (bytes: readonly number[], count: number): Buffer => Buffer.alloc(bytes.length * count, Buffer.from(bytes));

describe('the host', () => {
  test('says what it is', async () => {
    expect(await engine()).toMatchObject({
      engine: expect.stringMatching(/^V8 \d+\.\d+$/u), meterVersion: 1, sandboxed: world.isSandboxed, features: expect.arrayContaining(['simd']),
      wasiFunctions: expect.arrayContaining(['fd_write', 'proc_exit']), limits: expect.arrayContaining([{ name: 'fuel', unit: 'instructions', default: 1e9, max: 1e11 }]),
    });
  });

  test('starts with the first call and keeps what it has compiled', async () => {
    await add();
    const before = await engine();
    await add();
    expect(await engine()).toMatchObject({ cachedModules: 1, cacheHits: before.cacheHits + 1 });
    expect(hosts()).toHaveLength(1);
  });

  test('is replaced when it dies, and who waits for it hears so', async () => {
    await add();
    const waiting = world.callRefusal('loop', { fuel: 1e11, timeoutMs: 30_000 });
    await add(2);
    for (const pid of hosts()) process.kill(pid, 'SIGKILL');
    expect(await waiting).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await add()).toEqual([5]);
  });
});

describe.each(['bwrap', 'unshare', 'none'] as const)('with the driver %s', (driver) => {
  test('calls are served, ended, and served again', async ({ skip }) => {
    const own = await createWasmWorld({ driver });
    try {
      skip(driver !== 'none' && !own.isSandboxed, `${driver} does not work here`);
      expect((await own.ask('{ wasmEngine { sandboxed } }')).wasmEngine).toEqual({ sandboxed: driver !== 'none' });
      expect(await own.callRefusal('loop', { fuel: 1e11, timeoutMs: 50 })).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
      expect(await own.call('hello', { function: '_start', stdin: 'x' })).toMatchObject({ exitCode: 7, stdout: 'xprogram\0' });
      expect((await own.call('grow-at-once', { memoryPages: 8_192, timeoutMs: 30_000 })).results).toEqual([8_192]);
    } finally {
      await own.close();
    }
  });
});

describe('a large module', () => {
  test.each([
    ['a function of a million instructions', moduleOf(1, repeat([0x41, 1, 0x1a], 500_000))],
    ['ten thousand functions', moduleOf(10_000, repeat([0x41, 1, 0x1a], 30))],
    ['blocks in blocks in blocks', moduleOf(1, Buffer.concat([repeat([2, 0x40], 20_000), repeat([0x0b], 20_000)]))],
    ['loops in loops in loops', moduleOf(1, Buffer.concat([repeat([3, 0x40], 1_000), repeat([0x0b], 1_000)]))],
    ['a table of thirty thousand branches', moduleOf(1, Buffer.concat([Buffer.from([0x41, 0, 0x0e, ...leb(30_000)]), repeat([0], 30_001)]))],
    ['a branch out of each of many blocks', moduleOf(1, Buffer.concat([repeat([2, 0x40], 2_000), repeat([0x41, 0, 0x0d, 0], 2_000), repeat([0x0b], 2_000)]))],
  ])('of %s runs, while others are served', async (_, bytes) => {
    const large = world.call(bytes, { fuel: 1e11, timeoutMs: 30_000 });
    expect(await add(2)).toEqual([5]);
    expect((await large).fuelUsed).toBeGreaterThan(0);
  });
});
