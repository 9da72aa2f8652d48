import { reservedExports } from '../metering/index.ts';
import { webAssembly, type ExportedFunction, type LinearMemory, type ModuleInstance, type MutableGlobal } from '../web-assembly.ts';
import type { Outcome } from '../host-messages.ts';
import { createKeptOutput, type KeptOutput } from './kept-output.ts';
import { createFillRandom } from './random-bytes.ts';
import type { Call } from './tasks.ts';
import { trapReason } from './trap-reason.ts';
import { toJsonValue } from './values.ts';
import { createWasi } from './wasi.ts';
import { wasiModule } from './wasi-signatures.ts';

/** Ends a call from inside a function that it calls. */
class CallEnd extends Error {
  override readonly name = 'CallEnd';
}

/** What changes while a call runs. */
interface Course {
  fuel: MutableGlobal | null;
  memory: LinearMemory | null;
  /** How the program ended itself, and the fuel that it had left then. */
  exit: { readonly code: number; readonly rest: bigint } | null;
}

const pageBytes = 65_536;

/** How a call ended, and how many pages of memory it leaves to the garbage collector. */
export interface CallEnding {
  readonly outcome: Outcome;
  readonly leftPages: number;
}

/** Makes an instance of a module and calls one of its functions. Whatever the module does comes back as an outcome. */
export function runCall(call: Call): CallEnding {
  const course: Course = { fuel: null, memory: null, exit: null };
  const outcome = toOutcome(call, course);
  return { outcome, leftPages: pagesOf(course) ?? call.memoryPages };
}

function toOutcome(call: Call, course: Course): Outcome {
  const started = performance.now();
  const output = createKeptOutput(call.wasi?.outputBytes ?? 0);
  try {
    const results = enter(call, course, output);
    return returned(call, course, { results, output, started });
  } catch (error) {
    if (course.exit !== null) return returned(call, course, { results: [], output, started });
    if (course.fuel !== null && course.fuel.value < 0n) return { status: 'exhausted' };
    const reason = trapReason(error);
    return reason === null ? { status: 'failed' } : { status: 'trapped', reason };
  }
}

function enter(call: Call, course: Course, output: KeptOutput): readonly unknown[] {
  const { exports }: ModuleInstance = new webAssembly.Instance(call.module, call.wasi === null ? {} : { [wasiModule]: importsOf(call.wasi, course, output) });
  const { [reservedExports.fuel]: fuel, [reservedExports.memory]: memory, [reservedExports.start]: start } = exports;
  if (!(fuel instanceof webAssembly.Global)) throw new TypeError('A module without fuel');
  fuel.value = BigInt(call.fuel);
  course.fuel = fuel;
  if (memory instanceof webAssembly.Memory) course.memory = memory;
  if (isFunction(start)) start();
  const { _initialize: initialize, [call.function]: chosen } = exports;
  if (call.isReactor && isFunction(initialize)) initialize();
  if (!isFunction(chosen)) throw new TypeError('A module without the function');
  const value = chosen(...call.parameters);
  if (call.type.results.length === 0) return [];
  return Array.isArray(value) ? value : [value];
}

function importsOf({ programArguments, stdin, seed }: NonNullable<Call['wasi']>, course: Course, output: KeptOutput) {
  const take = (amount: bigint): void => {
    if (course.fuel !== null) course.fuel.value -= amount;
  };
  return createWasi({
    programArguments,
    stdin: Buffer.from(stdin),
    output,
    fillRandom: createFillRandom(seed),
    memory: () => course.memory,
    charge(amount) {
      take(BigInt(amount));
      if (course.fuel !== null && course.fuel.value < 0n) throw new CallEnd();
    },
    exit(code) {
      // A program may catch what is thrown here; without fuel it does not get far.
      const rest = course.fuel?.value ?? 0n;
      course.exit ??= { code, rest };
      take(rest + 1n);
      throw new CallEnd();
    },
  });
}

interface Ending {
  readonly results: readonly unknown[];
  readonly output: KeptOutput;
  readonly started: number;
}

const pagesOf = ({ memory }: Course): number | null => (memory === null ? null : memory.buffer.byteLength / pageBytes);

function returned({ fuel, wasi, function: name }: Call, course: Course, { results, output, started }: Ending): Outcome {
  const { fuel: left, exit } = course;
  const rest = exit?.rest ?? left?.value ?? 0n;
  const endedWell = wasi !== null && name === '_start' ? 0 : null;
  return {
    status: 'returned',
    results: results.map(toJsonValue),
    fuelUsed: fuel - Number(rest),
    exitCode: exit?.code ?? endedWell,
    ...output.texts(),
    memoryPages: pagesOf(course),
    durationMs: performance.now() - started,
  };
}

const isFunction = (value: unknown): value is ExportedFunction => typeof value === 'function';
