import type { LinearMemory } from '../web-assembly.ts';
import { createGuestMemory, GuestFault, type GuestMemory } from './guest-memory.ts';
import type { KeptOutput } from './kept-output.ts';
import type { FillRandom } from './random-bytes.ts';
import { wasiSignatures } from './wasi-signatures.ts';

/** What a program is given. */
export interface WasiOptions {
  /** With the name of the program in front. */
  readonly programArguments: readonly string[];
  readonly stdin: Uint8Array;
  readonly output: KeptOutput;
  readonly fillRandom: FillRandom;
  readonly memory: () => LinearMemory | null;
  /** Takes fuel. @throws Error when there is not enough */
  readonly charge: (fuel: number) => void;
  /** Ends the program. @throws Error always */
  readonly exit: (code: number) => never;
}

/** Numbers come as engines give them: i32 signed, i64 as bigint. */
type WasiFunction = (...parameters: number[]) => number;

const errno = { success: 0, badDescriptor: 8, fault: 21, invalid: 28, notSupported: 58, notSeekable: 70 } as const;
const [stdin, stdout, stderr] = [0, 1, 2];
const bytesPerFuel = 16;
const rights = { read: 0x2n, write: 0x40n };
const characterDevice = 2;

/** A system in memory (WASI preview 1): standard streams, arguments, an empty environment, clocks and random bytes. There are no files: other descriptors are bad ones. */
export function createWasi(options: WasiOptions): Readonly<Record<string, WasiFunction>> {
  const memory = createGuestMemory(options.memory);
  const known: Readonly<Record<string, WasiFunction>> = { ...streams(options, memory), ...texts(options, memory), ...surroundings(options, memory) };
  const guarded = (call: WasiFunction): WasiFunction => (...parameters) => {
    try {
      options.charge(1);
      return call(...parameters);
    } catch (error) {
      if (error instanceof GuestFault) return errno.fault;
      throw error;
    }
  };
  return Object.fromEntries(Array.from(wasiSignatures.keys(), (name) => [name, guarded(known[name] ?? (() => errno.badDescriptor))]));
}

function streams({ stdin: input, output, charge }: WasiOptions, memory: GuestMemory): Readonly<Record<string, WasiFunction>> {
  let taken = 0;
  /** The buffers of a vectored call, each paid before it is touched. */
  function* buffers(vectors: number, count: number): Generator<Uint8Array> {
    memory.bytes(vectors, (count >>> 0) * 8);
    for (let index = 0; index < count >>> 0; index += 1) {
      const [address, length] = [memory.number(vectors + index * 8), memory.number(vectors + index * 8 + 4)];
      const buffer = memory.bytes(address, length);
      charge(1 + Math.floor(length / bytesPerFuel));
      yield buffer;
    }
  }
  const isStream = (descriptor = -1): boolean => descriptor >= stdin && descriptor <= stderr;
  const answer = (descriptor: number | undefined, code: number): number => (isStream(descriptor) ? code : errno.badDescriptor);

  return {
    fd_read(...[descriptor = -1, vectors = 0, count = 0, result = 0]) {
      if (descriptor !== stdin) return errno.badDescriptor;
      const before = taken;
      for (const buffer of buffers(vectors, count)) {
        const part = input.subarray(taken, taken + buffer.length);
        buffer.set(part);
        taken += part.length;
      }
      memory.setNumber(result, taken - before);
      return errno.success;
    },
    fd_write(...[descriptor = -1, vectors = 0, count = 0, result = 0]) {
      if (descriptor !== stdout && descriptor !== stderr) return errno.badDescriptor;
      let written = 0;
      for (const buffer of buffers(vectors, count)) {
        output.write(descriptor === stdout ? 'stdout' : 'stderr', buffer);
        written += buffer.length;
      }
      memory.setNumber(result, written);
      return errno.success;
    },
    fd_fdstat_get(descriptor = -1, result = 0) {
      if (!isStream(descriptor)) return errno.badDescriptor;
      memory.bytes(result, 24).fill(0)[0] = characterDevice;
      memory.setLong(result + 8, descriptor === stdin ? rights.read : rights.write);
      return errno.success;
    },
    fd_filestat_get(descriptor = -1, result = 0) {
      if (!isStream(descriptor)) return errno.badDescriptor;
      memory.bytes(result, 64).fill(0)[16] = characterDevice;
      return errno.success;
    },
    fd_close: (descriptor) => answer(descriptor, errno.success),
    fd_fdstat_set_flags: (descriptor) => answer(descriptor, errno.success),
    fd_seek: (descriptor) => answer(descriptor, errno.notSeekable),
    fd_tell: (descriptor) => answer(descriptor, errno.notSeekable),
  };
}

function texts({ programArguments, charge }: WasiOptions, memory: GuestMemory): Readonly<Record<string, WasiFunction>> {
  const sizesOf = (all: readonly Uint8Array[]): WasiFunction => (count = 0, size = 0) => {
    memory.setNumber(count, all.length);
    memory.setNumber(size, all.reduce((sum, { length }) => sum + length, 0));
    return errno.success;
  };
  const copiesOf = (all: readonly Uint8Array[]): WasiFunction => (pointers = 0, buffer = 0) => {
    let address = buffer;
    for (const [index, bytes] of all.entries()) {
      charge(1 + Math.floor(bytes.length / bytesPerFuel));
      memory.setNumber(pointers + index * 4, address);
      memory.bytes(address, bytes.length).set(bytes);
      address += bytes.length;
    }
    return errno.success;
  };
  const given = programArguments.map((text) => Buffer.from(`${text}\0`));
  return { args_get: copiesOf(given), args_sizes_get: sizesOf(given), environ_get: copiesOf([]), environ_sizes_get: sizesOf([]) };
}

function surroundings({ fillRandom, charge, exit }: WasiOptions, memory: GuestMemory): Readonly<Record<string, WasiFunction>> {
  /** Clocks in steps of a millisecond: finer ones tell programs about their neighbours. */
  const clocks: readonly (() => number)[] = [() => Date.now(), () => Math.floor(performance.now())];
  const nanoseconds = 1_000_000n;
  return {
    clock_res_get(id = -1, result = 0) {
      if (clocks[id] === undefined) return errno.invalid;
      memory.setLong(result, nanoseconds);
      return errno.success;
    },
    clock_time_get(...[id = -1, , result = 0]) {
      const clock = clocks[id];
      if (clock === undefined) return errno.invalid;
      memory.setLong(result, BigInt(clock()) * nanoseconds);
      return errno.success;
    },
    random_get(address = 0, length = 0) {
      const bytes = memory.bytes(address, length >>> 0);
      charge(bytes.length);
      fillRandom(bytes);
      return errno.success;
    },
    sched_yield: () => errno.success,
    poll_oneoff: () => errno.notSupported,
    proc_raise: () => errno.notSupported,
    proc_exit: (code = 0) => exit(code >>> 0),
  };
}
