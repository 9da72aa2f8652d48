import { expect, test } from 'vitest';
import { trapReason } from '../host/trap-reason.ts';
import { program } from '../programs.fixture.ts';
import { readSuite, suiteModule, type SuiteCommand } from '../spec-suite.fixture.ts';
import { webAssembly, type ModuleInstance } from '../web-assembly.ts';
import { meterModule, reservedExports } from './index.ts';

type Load = (bytes: Uint8Array<ArrayBuffer>, imports: Readonly<Record<string, object>>) => ModuleInstance;

const unbounded = { memoryPages: 65_536, tableElements: 2 ** 32 - 1 };
const isFunction = (value: unknown): value is (...parameters: unknown[]) => unknown => typeof value === 'function';

const loadRaw: Load = (bytes, imports) => new webAssembly.Instance(new webAssembly.Module(bytes), imports);
const loadMetered: Load = (bytes, imports) => {
  const instance = new webAssembly.Instance(new webAssembly.Module(meterModule(bytes, unbounded).bytes), imports);
  const { [reservedExports.fuel]: fuel, [reservedExports.start]: start } = instance.exports;
  if (fuel instanceof webAssembly.Global) fuel.value = 2n ** 62n;
  if (isFunction(start)) start();
  return instance;
};

const bits = new DataView(new ArrayBuffer(8));
function toValue(text: string): unknown {
  const [type, value = ''] = text.split(' ');
  if (value === 'null') return null;
  if (type === 'externref') return `extern ${value}`;
  if (value.startsWith('nan')) return Number.NaN;
  bits.setBigUint64(0, BigInt(value), true);
  if (type === 'i64') return bits.getBigInt64(0, true);
  if (type === 'f64') return bits.getFloat64(0, true);
  return type === 'f32' ? bits.getFloat32(0, true) : bits.getInt32(0, true);
}

const shown = (value: unknown): string => (Object.is(value, -0) ? '-0' : typeof value === 'function' ? 'function' : Array.isArray(value) ? value.map(shown).join(' ') : String(value));
const attempt = (work: () => unknown): string => {
  try {
    return shown(work());
  } catch (error) {
    // What is no trap is of a value that cannot be passed, or of a module that does not fit its imports.
    return `trapped: ${trapReason(error) ?? (error instanceof Error ? error.name : 'unknown')}`;
  }
};

/** What a script does, line by line. */
function play(commands: readonly SuiteCommand[], load: Load): readonly string[] {
  const registered: Record<string, object> = { spectest: loadRaw(program('spectest'), {}).exports };
  const named = new Map<string, ModuleInstance>();
  let current: ModuleInstance | undefined;
  const target = (name?: string): ModuleInstance => {
    const instance = name === undefined ? current : named.get(name);
    if (instance === undefined) throw new TypeError('no module');
    return instance;
  };
  const run = (each: SuiteCommand): unknown => {
    if ('module' in each) {
      current = undefined;
      current = load(suiteModule(each.module), registered);
      if (each.name !== undefined) named.set(each.name, current);
      return 'loaded';
    }
    if ('refused' in each) return load(suiteModule(each.refused), registered);
    if ('register' in each) return (registered[each.register] = target(each.name).exports);
    if ('get' in each) return target(each.name).exports[each.get] instanceof webAssembly.Global;
    const called = target(each.name).exports[each.call];
    return isFunction(called) ? called(...(each.args ?? []).map(toValue)) : 'no function';
  };
  return commands.map((each) => attempt(() => run(each)));
}

test.each(readSuite())('$file of the specification does metered what it does as it is', ({ commands }) => {
  const expected = play(commands, loadRaw);
  expect(play(commands, loadMetered)).toEqual(expected);
  expect(expected.some((line) => line === 'loaded')).toBe(true);
});
