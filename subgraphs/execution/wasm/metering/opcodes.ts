import type { ByteReader } from './byte-reader.ts';
import { ModuleRefusal } from './module-refusal.ts';
import { readBlockType, readValueType } from './value-types.ts';

/**
 * What an instruction does to the order of execution:
 * `plain` goes on behind itself, `call` after another function; `block`, `loop` and `if` open a construct, `else` and `catch` begin its next arm, `end` closes it;
 * `branch` may leave for a label, `jump` always does, `leave` ends the function, `tail` by calling another one, `trap` ends everything;
 * `bytes` and `elements` go on, with the amount of their work on top of the stack, and so does `grow`, whose work is that of the memory there is.
 */
export type Role = 'plain' | 'call' | 'block' | 'loop' | 'if' | 'else' | 'catch' | 'end' | 'branch' | 'jump' | 'leave' | 'tail' | 'trap' | 'bytes' | 'elements' | 'grow';

/** How one instruction is read and what it costs. */
export interface Instruction {
  readonly role: Role;
  readonly cost: 0 | 1;
  /** Passes over what follows the opcode; returns the outermost label that is named there. */
  readonly pass: (reader: ByteReader) => number;
}

type Pass = (reader: ByteReader) => unknown;

const define = (role: Role, cost: 0 | 1, ...passes: readonly Pass[]): Instruction => ({
  role,
  cost,
  pass(reader) {
    for (const pass of passes) pass(reader);
    return 0;
  },
});
const toLabel = (role: Role, pass: (reader: ByteReader) => number): Instruction => ({ role, cost: 1, pass });

const index: Pass = (reader) => reader.number();
const constant: Pass = (reader) => reader.skipNumber();
const skip = (count: number): Pass => (reader) => reader.skip(count);

/** Memory 0 only: bit 6 of the alignment would name another one. */
const memoryArgument: Pass = (reader) => {
  if (reader.number() >= 0x40) throw new ModuleRefusal('uses more than one memory');
  reader.skipNumber();
};
const valueTypes: Pass = (reader) => {
  for (let rest = reader.number(); rest > 0; rest -= 1) readValueType(reader);
};
function labels(reader: ByteReader): number {
  let outermost = 0;
  for (let rest = reader.number() + 1; rest > 0; rest -= 1) outermost = Math.max(outermost, reader.number());
  return outermost;
}

const plain = define('plain', 1);
const withIndex = define('plain', 1, index);
const memoryAccess = define('plain', 1, memoryArgument);
const laneAccess = define('plain', 1, memoryArgument, skip(1));
const withLane = define('plain', 1, skip(1));

type Table = readonly (Instruction | undefined)[];
type Entry = readonly [from: number, to: number, instruction: Instruction];

function table(entries: readonly Entry[]): Table {
  const rows: (Instruction | undefined)[] = new Array<Instruction | undefined>(256).fill(undefined);
  for (const [from, to, instruction] of entries) rows.fill(instruction, from, to + 1);
  return rows;
}
const one = (opcode: number, instruction: Instruction): Entry => [opcode, opcode, instruction];

/** Section 5.4 of the specification, with tail calls and the exception handling that engines have had since 2021. */
const singleByte = table([
  one(0x00, define('trap', 0)), // unreachable
  one(0x01, define('plain', 0)), // nop
  one(0x02, define('block', 0, readBlockType)),
  one(0x03, define('loop', 0, readBlockType)),
  one(0x04, define('if', 1, readBlockType)),
  one(0x05, define('else', 0)),
  one(0x06, define('block', 0, readBlockType)), // try
  one(0x07, define('catch', 0, index)),
  one(0x08, define('leave', 1, index)), // throw
  one(0x09, define('leave', 1, index)), // rethrow
  one(0x0b, define('end', 0)),
  one(0x0c, toLabel('jump', (reader) => reader.number())), // br
  one(0x0d, toLabel('branch', (reader) => reader.number())), // br_if
  one(0x0e, toLabel('jump', labels)), // br_table
  one(0x0f, define('leave', 0)), // return
  one(0x10, define('call', 1, index)),
  one(0x11, define('call', 1, index, index)), // call_indirect
  one(0x12, define('tail', 1, index)), // return_call
  one(0x13, define('tail', 1, index, index)), // return_call_indirect
  one(0x18, define('end', 0, index)), // delegate
  one(0x19, define('catch', 0)), // catch_all
  one(0x1a, define('plain', 0)), // drop
  one(0x1b, plain), // select
  one(0x1c, define('plain', 1, valueTypes)), // select with types
  [0x20, 0x26, withIndex], // local, global and table access
  [0x28, 0x3e, memoryAccess],
  one(0x3f, withIndex), // memory.size
  one(0x40, define('grow', 1, index)), // memory.grow
  [0x41, 0x42, define('plain', 1, constant)], // i32.const, i64.const
  one(0x43, define('plain', 1, skip(4))), // f32.const
  one(0x44, define('plain', 1, skip(8))), // f64.const
  [0x45, 0xc4, plain], // numbers
  one(0xd0, define('plain', 1, readValueType)), // ref.null
  one(0xd1, plain), // ref.is_null
  one(0xd2, withIndex), // ref.func
]);

/** Behind 0xfc. */
const miscellaneous = table([
  [0, 7, plain], // saturating truncation
  one(8, define('bytes', 1, index, index)), // memory.init
  one(9, withIndex), // data.drop
  one(10, define('bytes', 1, index, index)), // memory.copy
  one(11, define('bytes', 1, index)), // memory.fill
  one(12, define('elements', 1, index, index)), // table.init
  one(13, withIndex), // elem.drop
  one(14, define('elements', 1, index, index)), // table.copy
  one(15, define('elements', 1, index)), // table.grow
  one(16, withIndex), // table.size
  one(17, define('elements', 1, index)), // table.fill
]);

/** Behind 0xfd: vectors, without the relaxed ones, whose results differ between machines. */
const vectors = table([
  [14, 255, plain],
  [0, 11, memoryAccess],
  [12, 13, define('plain', 1, skip(16))], // v128.const, i8x16.shuffle
  [21, 34, withLane],
  [84, 91, laneAccess],
  [92, 93, memoryAccess],
]);

/** Reads the opcode of the next instruction. @throws ModuleRefusal for one that is not known here */
export function readInstruction(reader: ByteReader): Instruction {
  const opcode = reader.byte();
  if (opcode < 0xfc) return singleByte[opcode] ?? unknown(opcode.toString(16));
  const second = reader.number();
  const prefixed = opcode === 0xfc ? miscellaneous : opcode === 0xfd ? vectors : undefined;
  return prefixed?.[second] ?? unknown(`${opcode.toString(16)} ${second.toString(16)}`);
}

function unknown(opcode: string): never {
  throw new ModuleRefusal(`uses the instruction 0x${opcode}, which is not known here`);
}
