import type { ByteReader } from './byte-reader.ts';
import { ModuleRefusal } from './module-refusal.ts';

/** The type of a value. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128' | 'funcref' | 'externref';

/** By their byte. */
const names: ReadonlyMap<number, ValueType> = new Map([[0x7f, 'i32'], [0x7e, 'i64'], [0x7d, 'f32'], [0x7c, 'f64'], [0x7b, 'v128'], [0x70, 'funcref'], [0x6f, 'externref']]);

/** What a function takes and gives. */
export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** @throws ModuleRefusal for a type that is not known here */
export function readValueType(reader: ByteReader): ValueType {
  const name = names.get(reader.byte());
  if (name === undefined) throw new ModuleRefusal('uses a type that is not known here');
  return name;
}

/** Passes over the type of a block: one value, none (0x40), or the index of a function type. @throws ModuleRefusal for a type that is not known here */
export function readBlockType(reader: ByteReader): void {
  const first = reader.peek();
  // Types are negative numbers of one byte, indexes positive ones.
  if (first < 0x40 || first >= 0x80) reader.skipNumber();
  else if (first === 0x40) reader.skip(1);
  else readValueType(reader);
}

/** Such as `(i32, i64) -> (f32)`. */
export const toTypeText = ({ parameters, results }: FunctionType): string => `(${parameters.join(', ')}) -> (${results.join(', ')})`;
