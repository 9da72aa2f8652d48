import { filterRules, refusal, type Condition, type Rule } from './rules.ts';
import { auditArchitecture, systemCalls, type Processor } from './system-calls.ts';

export interface FilterOptions {
  readonly processor: Processor;
  /** Whether a control group counts all memory of the sandbox. */
  readonly countsMemory: boolean;
}

/** One instruction of classic BPF: linux/filter.h. Jumps count from the next one. */
interface Instruction {
  readonly code: number;
  readonly ifTrue: number;
  readonly ifFalse: number;
  readonly operand: number;
}

/** Opcodes of linux/bpf_common.h: of the word at a place, of the accumulator A against the operand. */
const opcode = { load: 0x20, and: 0x54, jumpIfEqual: 0x15, jumpIfNotBelow: 0x35, jumpIfAnyBit: 0x45, answer: 0x06 } as const;
const allow = 0x7fff0000;
/** Calls of the x32 interface have this bit in their number. */
const x32Bit = 0x40000000;
/** Where `struct seccomp_data` has the number of the call, the architecture, and the low half of an argument (both processors are little-endian). */
const numberAt = 0;
const architectureAt = 4;
const argumentAt = (index: number): number => 16 + 8 * index;

const step = (code: number, operand: number): Instruction => ({ code, ifTrue: 0, ifFalse: 0, operand });
const branch = (code: number, operand: number, [ifTrue, ifFalse]: readonly [number, number]): Instruction => ({ code, ifTrue, ifFalse, operand });

/**
 * The seccomp program of a sandbox: everything is allowed that no rule refuses; calls of another architecture end the process.
 * See Documentation/userspace-api/seccomp_filter.rst of Linux.
 */
export function createFilter({ processor, countsMemory }: FilterOptions): Buffer {
  return encode([
    step(opcode.load, architectureAt),
    branch(opcode.jumpIfEqual, auditArchitecture[processor], [1, 0]),
    step(opcode.answer, refusal.killProcess),
    step(opcode.load, numberAt),
    ...(processor === 'x64' ? [branch(opcode.jumpIfNotBelow, x32Bit, [0, 1]), step(opcode.answer, refusal.notImplemented)] : []),
    ...filterRules({ countsMemory }).flatMap((rule) => ruleSteps(rule, processor)),
    step(opcode.answer, allow),
  ]);
}

/** Begins and, where it does not answer, ends with the number of the call in the accumulator. */
function ruleSteps({ call, when = [], answer }: Rule, processor: Processor): Instruction[] {
  const number = systemCalls[call][processor];
  if (number === null) return [];
  const verdict = [step(opcode.answer, answer), ...(when.length === 0 ? [] : [step(opcode.load, numberAt)])];
  const tests = when.reduceRight<Instruction[]>((after, condition) => [...conditionSteps(condition, after.length + 1), ...after], []);
  const body = [...tests, ...verdict];
  return [branch(opcode.jumpIfEqual, number, [0, body.length]), ...body];
}

/** Goes on behind itself where the condition holds, else `elseSkip` instructions further. */
function conditionSteps(condition: Condition, elseSkip: number): Instruction[] {
  const load = step(opcode.load, argumentAt(condition.argument));
  if ('hasAny' in condition) return [load, branch(opcode.jumpIfAnyBit, condition.hasAny, [0, elseSkip])];
  if ('hasAll' in condition) return [load, step(opcode.and, condition.hasAll), branch(opcode.jumpIfEqual, condition.hasAll, [0, elseSkip])];
  if ('equals' in condition) return [load, branch(opcode.jumpIfEqual, condition.equals, [0, elseSkip])];
  const { noneOf } = condition;
  return [load, ...noneOf.map((value, index) => branch(opcode.jumpIfEqual, value, [elseSkip + noneOf.length - 1 - index, 0]))];
}

function encode(instructions: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8);
  for (const [index, { code, ifTrue, ifFalse, operand }] of instructions.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand, index * 8 + 4);
  }
  return bytes;
}
