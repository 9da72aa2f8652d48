import { describe, expect, test } from 'vitest';
import { createSequence, program } from '../programs.fixture.ts';
import { readSuite, suiteModule } from '../spec-suite.fixture.ts';
import { webAssembly, type ModuleInstance } from '../web-assembly.ts';
import { meterModule, ModuleRefusal, reservedExports } from './index.ts';

const bounds = { memoryPages: 16, tableElements: 1_000 };
const isFunction = (value: unknown): value is (...parameters: unknown[]) => unknown => typeof value === 'function';

function instantiate(bytes: Uint8Array<ArrayBuffer>): ModuleInstance {
  return new webAssembly.Instance(new webAssembly.Module(meterModule(bytes, bounds).bytes), {});
}

/** The fuel that a call uses of a million, and what it gives. */
function call({ exports }: ModuleInstance, name: string, ...parameters: readonly unknown[]) {
  const { [name]: called, [reservedExports.fuel]: fuel } = exports;
  if (!isFunction(called) || !(fuel instanceof webAssembly.Global)) throw new Error(`no ${name}`);
  fuel.value = 1_000_000n;
  let result: unknown = 'trapped';
  try {
    result = called(...parameters);
  } catch {
    // seen by its result
  }
  return { result, used: 1_000_000 - Number(fuel.value) };
}

const refusal = (bytes: Uint8Array<ArrayBuffer>): string => {
  try {
    meterModule(bytes, bounds);
    return 'accepted';
  } catch (error) {
    if (error instanceof ModuleRefusal) return error.message;
    throw error;
  }
};

describe('a metered function', () => {
  const costs = instantiate(program('costs'));

  test.each([
    ['nothing', [], 1],
    ['three', [], 4],
    ['arms', [1], 4],
    ['arms', [0], 6],
    ['left', [1], 4],
    ['left', [0], 5],
    ['early', [1], 3],
    ['early', [0], 4],
    ['times', [1], 6],
    ['times', [10], 51],
    ['table', [0], 5],
    ['table', [1], 4],
    ['fill', [0], 5],
    ['fill', [1_600], 105],
    ['dead', [], 1],
    ['chain', [], 1],
  ])('%s with %j pays for each instruction that runs, once', (name, parameters, cost) => {
    expect(call(costs, name, ...parameters).used).toBe(cost);
  });

  test('pays for its locals', () => {
    expect(call(instantiate(program('locals')), 'run').used).toBe(3);
  });

  test('sees what the functions that it calls in a loop have spent', () => {
    const reload = instantiate(program('reload'));
    // Each round: a constant, the call, five of the loop itself; and inside one for the call and five for each of ten rounds.
    expect(call(reload, 'run', 3).used).toBe(1 + 3 * (2 + 5 + 1 + 10 * 5));
    // Tail calls grow no stack, and each pays three of its loop, and four for the call but the last.
    expect(call(reload, 'tail', 20_000).used).toBe(20_001 + 20_001 * 3 + 20_000 * 4);
  });

  test('keeps what it has spent when an exception leaves it', () => {
    const throws = instantiate(program('throws'));
    const { result, used } = call(throws, 'caught', 100);
    expect(result).toBe(10);
    expect(used).toBe(1 + 1 + 10 * (2 + 1 + 5) + 10 * (1 + 100 * 5 + 1) + 10);
  });

  test.each(['loop', 'fill-loop'])('of %s ends when it has used all fuel', (name) => {
    const { result, used } = call(instantiate(program(name)), 'run');
    expect(result).toBe('trapped');
    expect(used).toBeGreaterThan(1_000_000);
  });

  test('is charged for memory and tables by how much they grow', () => {
    // Sixteen times, of the pages that there are.
    expect(call(instantiate(program('grow-loop')), 'run')).toEqual({ result: 16, used: 1 + 1 + 16 * 5 + 2_048 * ((16 * 17) / 2) });
    expect(call(instantiate(program('grow-loop')), 'forever').used).toBeGreaterThan(1_000_000);
    expect(call(instantiate(program('table-grow')), 'run').used).toBeGreaterThan(1_000_000);
    expect(call(instantiate(program('table-grow')), 'forever').used).toBeGreaterThan(1_000_000);
  });
});

describe('a module', () => {
  test('does not begin by itself: its start function waits to be called under fuel', () => {
    expect(call(instantiate(program('start-loop')), reservedExports.start).used).toBeGreaterThan(1_000_000);
    const state = instantiate(program('start-state'));
    expect(call(state, 'run').result).toBe(0);
    call(state, reservedExports.start);
    expect(call(state, 'run').result).toBe(7);
  });

  test.each([
    ['reserved', 'exports a name that is reserved'],
    ['shared-memory', 'has a memory or table that is shared or has addresses of 64 bits'],
    ['memory64', 'is not valid WebAssembly'],
    ['large-memory', 'needs a memory of 300 pages; it may have 16'],
    ['large-table', 'needs a table of 65537 elements; it may have 1000'],
  ])('%s is refused', (name, reason) => {
    expect(refusal(program(name))).toContain(reason);
  });

  test('cannot name the global of the fuel', () => {
    // loop; i64.const; global.set 0; br 0: invalid, because there is no global before the fuel is added.
    const attack = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0, 10, 16, 1, 14, 0, 0x03, 0x40, 0x42, 0xff, 0xff, 0xff, 0x07, 0x24, 0, 0x0c, 0, 0x0b, 0x0b]);
    expect(refusal(attack)).toBe('is not valid WebAssembly');
  });

  test('is never larger than its bounds, also when it says less', () => {
    const { exports } = instantiate(program('grow-loop'));
    const memory = exports[reservedExports.memory];
    expect(memory instanceof webAssembly.Memory && memory.buffer.byteLength).toBe(65_536);
  });

  test('loses its custom sections', () => {
    const named = Buffer.concat([program('loop'), Buffer.from([0, 5, 4, 0x6e, 0x61, 0x6d, 0x65])]);
    expect(meterModule(new Uint8Array(named), bounds).bytes).toEqual(meterModule(program('loop'), bounds).bytes);
  });
});

describe('whatever the bytes are', () => {
  const modules = readSuite().flatMap(({ commands }) => commands.flatMap((each) => ('module' in each ? [suiteModule(each.module)] : []))).filter(({ length }) => length < 4_000);

  /** Whether they made a module; it must be a valid one. */
  const isMetered = (bytes: Uint8Array<ArrayBuffer>): boolean => {
    try {
      const metered = meterModule(bytes, bounds);
      if (!webAssembly.validate(metered.bytes)) throw new Error(`an invalid module from ${Buffer.from(bytes).toString('base64')}`);
      return true;
    } catch (error) {
      if (error instanceof ModuleRefusal) return false;
      throw error;
    }
  };

  test('flipped ones make a valid module or none', () => {
    const below = createSequence(12_345);
    let metered = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = modules[below(modules.length)]?.slice() ?? new Uint8Array();
      for (let flips = below(4); flips >= 0; flips -= 1) bytes[8 + below(bytes.length - 8)] = below(256);
      if (isMetered(bytes)) metered += 1;
    }
    expect(metered).toBeGreaterThan(500);
  });

  test('those that end too early make none', () => {
    const whole = program('hello');
    // Some sections may be missing: that is a module, too.
    const parts = Array.from({ length: whole.length + 1 }, (_, length) => whole.slice(0, length));
    expect(parts.filter(isMetered)).toEqual(parts.filter((part) => webAssembly.validate(part)));
    expect(isMetered(whole)).toBe(true);
  });
});
