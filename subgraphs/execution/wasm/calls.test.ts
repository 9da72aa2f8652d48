import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWasmWorld, userOf, type WasmWorld } from './wasm.fixture.ts';
import { program } from './programs.fixture.ts';

let world: WasmWorld;
beforeAll(async () => {
  world = await createWasmWorld();
});
afterAll(() => world.close());

const trapped = (reason: string) => ({ code: 'WASM_TRAP', details: { reason } });
const bad = (field: string, reason: unknown = expect.any(String)) => ({ code: 'BAD_USER_INPUT', details: { field, reason } });

describe('a call', () => {
  test('gives what the function gives, and says what it used', async () => {
    expect(await world.call('add', { function: 'add', arguments: [2, 40] })).toMatchObject({ results: [42], fuelUsed: 4, exitCode: null, stdout: '', stderr: '', truncated: false, memoryPages: null, durationMs: expect.any(Number) });
  });

  test.each([
    ['same_i64', ['9223372036854775807'], ['9223372036854775807']],
    ['same_i64', ['18446744073709551615'], [-1]],
    ['same_i64', [-9007199254740991], [-9007199254740991]],
    ['same_i64', ['9007199254740992'], ['9007199254740992']],
    ['same_f32', [0.5], [0.5]],
    ['same_f64', ['NaN'], ['NaN']],
    ['same_f64', ['-Infinity'], ['-Infinity']],
    ['same_f64', [1e308], [1e308]],
    ['pair', [1, '-2'], [-2, 1]],
    ['add', [4294967295, 2], [1]],
  ])('of %s with %j gives %j', async (name, given, results) => {
    expect((await world.call('add', { function: name, arguments: given })).results).toEqual(results);
  });

  test.each([
    ['add', [1], 'arguments'],
    ['add', [1, 2, 3], 'arguments'],
    ['add', [1, 2.5], 'arguments.1'],
    ['add', [1, 4294967296], 'arguments.1'],
    ['add', ['1', 2], 'arguments.0'],
    ['add', [{}, 2], 'arguments.0'],
    ['add', [1, 'x'.repeat(33)], 'arguments.1'],
    ['same_i64', ['1.5'], 'arguments.0'],
    ['same_i64', ['18446744073709551616'], 'arguments.0'],
    ['same_i64', [9007199254740992], 'arguments.0'],
    ['same_i64', ['0x10'], 'arguments.0'],
    ['same_f64', ['one'], 'arguments.0'],
    ['reference', [1], 'function'],
    ['constant', [], 'function'],
    ['nothing', [], 'function'],
    ['constructor', [], 'function'],
    ['__proto__', [], 'function'],
    ['\u0001fuel', [], 'function'],
  ])('of %s with %j is refused', async (name, given, field) => {
    expect(await world.callRefusal('add', { function: name, arguments: given })).toMatchObject(bad(field));
  });

  test.each([
    ['fuel', { fuel: 0 }],
    ['fuel', { fuel: 1e11 + 1 }],
    ['fuel', { fuel: 1.5 }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 30_001 }],
    ['memoryPages', { memoryPages: -1 }],
    ['memoryPages', { memoryPages: 8_193 }],
    ['function', { function: 'x'.repeat(1_001) }],
    ['stdin', { stdin: 'x'.repeat(1024 * 1024 + 1) }],
    ['programArguments', { programArguments: ['a\0b'] }],
    ['programArguments', { programArguments: ['x'.repeat(131_073)] }],
    ['module', { moduleId: 'both' }],
    ['module', { module: null }],
  ])('with a bad %s is refused', async (field, input) => {
    expect(await world.callRefusal('loop', input)).toMatchObject(bad(field));
  });

  test.each(['unreachable', 'division', 'overflow', 'range', 'memory', 'table', 'type'])('that traps says how: %s', async (name) => {
    const reasons: Readonly<Record<string, string>> = { division: 'division by zero', overflow: 'integer overflow', range: 'number out of range', memory: 'memory access out of bounds', table: 'table index out of bounds', type: 'call of another type' };
    expect(await world.callRefusal('traps', { function: name })).toMatchObject(trapped(reasons[name] ?? name));
  });

  test('of a module whose data do not fit traps', async () => {
    expect(await world.callRefusal('bad-data')).toMatchObject(trapped('memory access out of bounds'));
  });

  test('that throws what nobody catches traps', async () => {
    expect(await world.callRefusal('throws', { function: 'uncaught' })).toMatchObject(trapped('uncaught exception'));
  });

  test('begins each time with a fresh module, whose start function and _initialize have run', async () => {
    for (let round = 0; round < 2; round += 1) {
      expect((await world.call('start-state')).results).toEqual([7]);
      expect((await world.call('reactor')).results).toEqual([1]);
    }
  });

  test('needs the scope', async () => {
    expect(await world.callRefusal('add', {}, { as: null })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.callRefusal('add', {}, { as: { ...userOf(1), scopes: new Set() } })).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('fuel and time', () => {
  test.each([['loop'], ['start-loop'], ['fill-loop'], ['grow-loop', 'forever'], ['table-grow', 'forever'], ['table-grow', 'run']])('%s %s ends when its fuel is used', async (name, exported = 'run') => {
    expect(await world.callRefusal(name, { function: exported, fuel: 1_000_000, timeoutMs: 30_000 })).toMatchObject({ code: 'FUEL_EXHAUSTED', details: { fuel: 1_000_000 } });
  });

  test('recursion ends with its stack, or before with its fuel', async () => {
    expect(await world.callRefusal('recursion', { fuel: 1_000 })).toMatchObject({ code: 'FUEL_EXHAUSTED' });
    expect(await world.callRefusal('recursion', { fuel: 1e11, timeoutMs: 30_000 })).toMatchObject(trapped('stack overflow'));
  });

  test('the same call uses the same fuel', async () => {
    const used = async () => (await world.call('hello', { function: '_start', stdin: 'text', programArguments: ['a', 'b'] })).fuelUsed;
    const first = await used();
    expect(first).toBeGreaterThan(50);
    expect([await used(), await used()]).toEqual([first, first]);
  });

  test('growing a large memory by nothing is no way to run for ever', async () => {
    expect(await world.callRefusal('grow-nothing', { memoryPages: 8_192, timeoutMs: 30_000 })).toMatchObject({ code: 'FUEL_EXHAUSTED' });
  });

  test('what is just enough fuel is enough, and one less is not', async () => {
    const { fuelUsed } = await world.call('costs', { function: 'times', arguments: [100] });
    expect(await world.call('costs', { function: 'times', arguments: [100], fuel: fuelUsed })).toMatchObject({ fuelUsed });
    expect(await world.callRefusal('costs', { function: 'times', arguments: [100], fuel: fuelUsed - 1 })).toMatchObject({ code: 'FUEL_EXHAUSTED' });
  });

  test('a call ends with its time, and the next one is served', async () => {
    expect(await world.callRefusal('loop', { fuel: 1e11, timeoutMs: 100 })).toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { timeoutMs: 100 } });
    expect((await world.call('add', { function: 'add', arguments: [1, 1] })).results).toEqual([2]);
  });

  test('a call that is cancelled ends at once, waiting or running', async () => {
    const controller = new AbortController();
    const calls = Array.from({ length: 6 }, () => world.callRefusal('loop', { fuel: 1e11, timeoutMs: 30_000 }, { signal: controller.signal }));
    expect((await world.call('add', { function: 'same_f32', arguments: [1], timeoutMs: 1 }, { as: userOf(2), signal: AbortSignal.abort() }).catch((error: unknown) => error)) instanceof Error).toBe(true);
    controller.abort();
    for (const call of calls) expect(await call).toMatchObject({ code: 'CANCELLED' });
  });

  test('more calls than run at once wait for their turn, in turn by user, and too many are refused', async () => {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const busy = Array.from({ length: 20 }, () => world.callRefusal('loop', { fuel: 1e11, timeoutMs: 30_000 }, { signal: controller.signal }));
    expect(await world.callRefusal('loop')).toMatchObject({ code: 'LIMIT_REACHED' });
    const other = world.call('add', { function: 'add', arguments: [1, 2] }, { as: userOf(2) });
    controller.abort();
    expect((await other).results).toEqual([3]);
    for (const call of busy) expect(await call).toMatchObject({ code: 'CANCELLED' });
  });

  test('calls run side by side', async () => {
    const calls = Array.from({ length: 16 }, (_, index) => world.call('add', { function: 'add', arguments: [index, 1] }));
    expect((await Promise.all(calls)).map(({ results }) => results[0])).toEqual(calls.map((_, index) => index + 1));
  });
});

describe('memory', () => {
  test('grows as far as it was asked for', async () => {
    expect(await world.call('grow-loop', { memoryPages: 10 })).toMatchObject({ results: [10], memoryPages: 10 });
    expect(await world.call('grow-loop', {})).toMatchObject({ results: [256] });
  });

  test('that begins with more is refused', async () => {
    expect(await world.callRefusal('large-memory')).toMatchObject(bad('module', expect.stringContaining('300 pages')));
    expect(await world.call('large-memory', { memoryPages: 300 })).toMatchObject({ results: [300], memoryPages: 300 });
  });

  test('of many calls is given back', async () => {
    // 512 MiB each, of which the host may have less than six.
    const four = () => Promise.all(Array.from({ length: 4 }, () => world.call('fill-memory', { memoryPages: 8_192, timeoutMs: 30_000 })));
    for (let round = 0; round < 2; round += 1) for (const { results } of await four()) expect(results).toEqual([8_192]);
  });
});

describe('a WASI program', () => {
  test('reads, writes, sees its arguments and exits', async () => {
    expect(await world.call('hello', { function: '_start', stdin: 'Grüße ', programArguments: ['one', 'two'] })).toMatchObject({ exitCode: 7, stdout: 'Grüße program\0one\0two\0', stderr: 'oops', results: [], memoryPages: 1 });
  });

  test('may exit at its start, and what catches its exit does not go on', async () => {
    expect(await world.call('exit-in-start', { function: '_start' })).toMatchObject({ exitCode: 3 });
    expect(await world.call('exit-caught', { function: '_start' })).toMatchObject({ exitCode: 5, fuelUsed: expect.any(Number) });
  });

  const errno = { fault: 21, badDescriptor: 8, invalid: 28 };
  test.each([
    ['path_open', errno.badDescriptor],
    ['prestat', errno.badDescriptor],
    ['bad_descriptor', errno.badDescriptor],
    ['time_of_nothing', errno.invalid],
    ['vectors_outside', errno.fault],
    ['vectors_many', errno.fault],
    ['buffer_outside', errno.fault],
    ['buffer_wraps', errno.fault],
    ['result_outside', errno.fault],
    ['read_outside', errno.fault],
    ['stat_outside', errno.fault],
    ['time_outside', errno.fault],
    ['args_outside', errno.fault],
    ['random_outside', errno.fault],
  ])('that does %s gets an error', async (name, code) => {
    expect((await world.call('wasi-attacks', { function: name, stdin: 'x' })).results).toEqual([code]);
  });

  test('pays for what it writes and for random bytes', async () => {
    expect(await world.callRefusal('wasi-attacks', { function: 'flood', fuel: 50_000_000, timeoutMs: 30_000 })).toMatchObject({ code: 'FUEL_EXHAUSTED' });
    expect((await world.call('wasi-attacks', { function: 'random_all' })).fuelUsed).toBeGreaterThan(131_072);
  });

  test('has its output kept up to a mebibyte', async () => {
    expect(await world.call('wasi-attacks', { function: 'output', arguments: [16] })).toMatchObject({ stdout: 'a'.repeat(1_048_576), truncated: false });
    expect(await world.call('wasi-attacks', { function: 'output', arguments: [17] })).toMatchObject({ stdout: 'a'.repeat(1_048_576), truncated: true });
  });

  test('gets the same random bytes with the same seed, others with another, and without one what it never got', async () => {
    const random = async (seed: number | null) => (await world.call('wasi-attacks', { function: 'random', seed })).results[0];
    expect(await random(1)).toBe(await random(1));
    expect(await random(1)).not.toBe(await random(2));
    expect(await random(null)).not.toBe(await random(null));
  });
});

describe('a module', () => {
  test.each(['import-function', 'import-memory', 'import-table', 'import-global', 'import-wasi-global', 'import-wasi-type', 'import-wasi-unknown'])('is refused for %s', async (name) => {
    expect(await world.callRefusal(name)).toMatchObject(bad('module', expect.stringContaining('imports')));
  });

  test.each(['reserved', 'shared-memory', 'memory64', 'large-table', 'many-tables'])('is refused for %s', async (name) => {
    expect(await world.callRefusal(name)).toMatchObject(bad('module'));
  });

  test('that is none is refused', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(8), program('add').slice(0, -1), Buffer.from('not WebAssembly at all')]) expect(await world.callRefusal(bytes)).toMatchObject(bad('module', 'is not valid WebAssembly'));
  });

  test('that is too large is refused', async () => {
    expect(await world.callRefusal(new Uint8Array(16 * 1024 * 1024 + 1))).toMatchObject(bad('module', 'must have at most 16777216 bytes'));
  });
});
