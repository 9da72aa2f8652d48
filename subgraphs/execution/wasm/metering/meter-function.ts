import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { ModuleRefusal } from './module-refusal.ts';
import { planCharges, type FixedCharge, type MeasuredCharge } from './plan-charges.ts';
import { readValueType } from './value-types.ts';

/** The few instructions that charging is made of. */
const op = { unreachable: 0x00, if: 0x04, end: 0x0b, localGet: 0x20, localSet: 0x21, localTee: 0x22, globalGet: 0x23, globalSet: 0x24, i64Const: 0x42, i64LtS: 0x53, i64Sub: 0x7d, i64ShrU: 0x88, i64Shl: 0x86, i64ExtendI32U: 0xad, memorySize: 0x3f } as const;
const type = { i32: 0x7f, i64: 0x7e, none: 0x40 } as const;

/** Engines take 50,000 locals; two are ours. */
const mostLocals = 49_998;
/** Locals are cleared at each call: sixteen of them are worth an instruction. */
const localsPerFuel = 16;
/** Bytes that are moved for one fuel, as a power of two. */
const bytesPerFuelBits = 4;
/**
 * The fuel of a page of memory that grows, as a power of two: half of what copying it takes. Engines may do that, and V8 collects garbage
 * each time a memory beyond 64 MiB grows, by whatever amount, and cannot be interrupted then.
 */
const fuelPerPageBits = 11;

export interface MeteredFunction {
  /** The function from its locals to its last `end`. */
  readonly reader: ByteReader;
  readonly parameterCount: number;
  /** Index of the global that holds the fuel. */
  readonly fuel: number;
}

/**
 * Writes the code of one function of `bytes` with its charges. A function that loops keeps the fuel in a local, which engines hold in a register, and exchanges it with
 * the global around calls and when it ends; one without loops is better off with the global alone.
 * @throws ModuleRefusal
 */
export function meterFunction(bytes: Uint8Array, { reader, parameterCount, fuel }: MeteredFunction, writer: ByteWriter): void {
  const { groups, count, start, end } = readLocals(reader);
  const { steps, hasLoop } = planCharges(reader, 1 + Math.floor(count / localsPerFuel));
  const rest = parameterCount + count;
  const places: Places = { fuel, rest, amount: rest + 1, isLocal: hasLoop };

  writer.number(groups + 2);
  writer.copy(bytes, start, end);
  writer.bytes(1, type.i64, 1, type.i32);
  if (hasLoop) writeStep.load(writer, places);
  let position = end;
  for (const step of steps) {
    writer.copy(bytes, position, step.offset);
    position = step.offset;
    if (step.kind === 'fixed') writeFixed(writer, step, places);
    else if (step.kind === 'measured') writeMeasured(writer, step, places);
    else if (hasLoop) writeStep[step.kind](writer, places);
  }
  writer.copy(bytes, position, reader.end);
}

function readLocals(reader: ByteReader): { readonly groups: number; readonly count: number; readonly start: number; readonly end: number } {
  const groups = reader.number();
  const start = reader.position;
  let count = 0;
  for (let rest = groups; rest > 0; rest -= 1) {
    count += reader.number();
    readValueType(reader);
  }
  if (count > mostLocals) throw new ModuleRefusal(`has a function of more than ${mostLocals} locals`);
  return { groups, count, start, end: reader.position };
}

/** Where fuel is, by index. */
interface Places {
  /** The global. */
  readonly fuel: number;
  /** A local of type i64. */
  readonly rest: number;
  /** A local of type i32 for the amount on top of the stack. */
  readonly amount: number;
  /** Whether what is left is in the local. */
  readonly isLocal: boolean;
}

const writeStep = {
  load(writer: ByteWriter, { fuel, rest }: Places): void {
    indexed(writer, op.globalGet, fuel);
    indexed(writer, op.localSet, rest);
  },
  save(writer: ByteWriter, { fuel, rest }: Places): void {
    indexed(writer, op.localGet, rest);
    indexed(writer, op.globalSet, fuel);
  },
};

function writeFixed(writer: ByteWriter, { cost, isChecked }: FixedCharge, places: Places): void {
  if (cost === 0 && !isChecked) return;
  pushRest(writer, places);
  writer.bytes(op.i64Const);
  writer.signed(cost);
  writer.bytes(op.i64Sub);
  if (isChecked) popChecked(writer, places);
  else if (places.isLocal) indexed(writer, op.localSet, places.rest);
  else indexed(writer, op.globalSet, places.fuel);
}

function writeMeasured(writer: ByteWriter, { unit }: MeasuredCharge, places: Places): void {
  if (unit !== 'grow') indexed(writer, op.localTee, places.amount);
  pushRest(writer, places);
  if (unit === 'grow') indexed(writer, op.memorySize, 0);
  else indexed(writer, op.localGet, places.amount);
  writer.bytes(op.i64ExtendI32U);
  if (unit === 'grow') writer.bytes(op.i64Const, fuelPerPageBits, op.i64Shl);
  if (unit === 'bytes') writer.bytes(op.i64Const, bytesPerFuelBits, op.i64ShrU);
  writer.bytes(op.i64Sub);
  popChecked(writer, places);
}

function pushRest(writer: ByteWriter, { isLocal, rest, fuel }: Places): void {
  if (isLocal) indexed(writer, op.localGet, rest);
  else indexed(writer, op.globalGet, fuel);
}

/** Keeps the fuel that is on the stack, and traps when it is below zero, where the host sees it. */
function popChecked(writer: ByteWriter, places: Places): void {
  indexed(writer, op.localTee, places.rest);
  if (!places.isLocal) {
    indexed(writer, op.globalSet, places.fuel);
    indexed(writer, op.localGet, places.rest);
  }
  writer.bytes(op.i64Const, 0, op.i64LtS, op.if, type.none);
  if (places.isLocal) writeStep.save(writer, places);
  writer.bytes(op.unreachable, op.end);
}

function indexed(writer: ByteWriter, opcode: number, index: number): void {
  writer.bytes(opcode);
  writer.number(index);
}
