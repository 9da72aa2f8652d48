import { open } from 'node:fs/promises';

/** What the header of a model file says. */
export interface GgufHeader {
  readonly architecture: string;
  readonly contextLength: number;
  readonly parameterCount: number;
  readonly quantization: string | null;
  readonly author: string | null;
}

/** Why a file is no model that can be run; for the log. */
export class GgufFault extends Error {}

/** The buffer ends inside the header. */
class HeaderTooShort extends Error {}

const firstRead = 1 << 20;
/** Vocabularies make headers of a few megabytes; this is far beyond any. */
const largestHeader = 1 << 26;
const largestCount = 1_000_000;
/** No quantization keeps a weight in less than one bit. */
const mostWeightsPerByte = 8;

/**
 * Reads the header of a GGUF file (version 2 and 3, little-endian, as llama.cpp's gguf documentation gives it) without trusting any number in it.
 * @throws GgufFault
 */
export async function readGgufHeader(file: string): Promise<GgufHeader> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    for (let length = firstRead; ; length *= 4) {
      const buffer = Buffer.alloc(Math.min(length, size, largestHeader));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      try {
        return parseGgufHeader(buffer.subarray(0, bytesRead), size);
      } catch (error) {
        if (!(error instanceof HeaderTooShort)) throw error;
        if (buffer.length < length) throw new GgufFault('the header is cut off or too large');
      }
    }
  } finally {
    await handle.close();
  }
}

type Value = string | number | null;

/** A cursor over the header that checks every length. */
class Reader {
  offset = 0;
  readonly #buffer: Buffer;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  bytes(length: number): Buffer {
    if (this.offset + length > this.#buffer.length) throw new HeaderTooShort();
    this.offset += length;
    return this.#buffer.subarray(this.offset - length, this.offset);
  }

  uint32(): number {
    return this.bytes(4).readUInt32LE();
  }

  uint64(): number {
    const value = this.bytes(8).readBigUInt64LE();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new GgufFault('a number is out of range');
    return Number(value);
  }

  count(): number {
    const value = this.uint64();
    if (value > largestCount) throw new GgufFault('a list is too long');
    return value;
  }

  text(): string {
    return this.bytes(this.uint64()).toString('utf8');
  }
}

const stringType = 8;
const arrayType = 9;
const scalars: Readonly<Record<number, { readonly size: number; readonly read: (bytes: Buffer) => number }>> = {
  0: { size: 1, read: (bytes) => bytes.readUInt8() },
  1: { size: 1, read: (bytes) => bytes.readInt8() },
  2: { size: 2, read: (bytes) => bytes.readUInt16LE() },
  3: { size: 2, read: (bytes) => bytes.readInt16LE() },
  4: { size: 4, read: (bytes) => bytes.readUInt32LE() },
  5: { size: 4, read: (bytes) => bytes.readInt32LE() },
  6: { size: 4, read: (bytes) => bytes.readFloatLE() },
  7: { size: 1, read: (bytes) => bytes.readUInt8() },
  10: { size: 8, read: (bytes) => Number(bytes.readBigUInt64LE()) },
  11: { size: 8, read: (bytes) => Number(bytes.readBigInt64LE()) },
  12: { size: 8, read: (bytes) => bytes.readDoubleLE() },
};

/** A value; lists are passed over. */
function readValue(reader: Reader, type: number): Value {
  if (type === stringType) return reader.text();
  if (type === arrayType) {
    skipList(reader);
    return null;
  }
  const scalar = scalars[type];
  if (scalar === undefined) throw new GgufFault('a value has an unknown type');
  return scalar.read(reader.bytes(scalar.size));
}

function skipList(reader: Reader): void {
  const type = reader.uint32();
  const count = reader.count();
  const scalar = scalars[type];
  if (scalar !== undefined) reader.bytes(scalar.size * count);
  else if (type === stringType) for (let index = 0; index < count; index += 1) reader.bytes(reader.uint64());
  else throw new GgufFault('a list holds values of an unknown type');
}

/** Parses the beginning of a file of `fileSize` bytes. @throws GgufFault, or HeaderTooShort when it needs more of the file */
function parseGgufHeader(buffer: Buffer, fileSize: number): GgufHeader {
  const reader = new Reader(buffer);
  if (reader.bytes(4).toString('latin1') !== 'GGUF') throw new GgufFault('it is not a GGUF file');
  const version = reader.uint32();
  if (version !== 2 && version !== 3) throw new GgufFault(`GGUF version ${version} is not known`);
  const tensors = reader.count();
  const entries = reader.count();
  const values = new Map<string, Value>();
  for (let index = 0; index < entries; index += 1) values.set(reader.text(), readValue(reader, reader.uint32()));

  let parameterCount = 0;
  let lastOffset = 0;
  for (let index = 0; index < tensors; index += 1) {
    reader.bytes(reader.uint64());
    const dimensions = reader.uint32();
    if (dimensions > 8) throw new GgufFault('a tensor has too many dimensions');
    let weights = 1;
    for (let dimension = 0; dimension < dimensions; dimension += 1) weights *= reader.uint64();
    parameterCount += weights;
    reader.uint32();
    lastOffset = Math.max(lastOffset, reader.uint64());
  }
  if (tensors === 0) throw new GgufFault('it holds no weights');
  if (reader.offset + lastOffset >= fileSize || parameterCount > fileSize * mostWeightsPerByte) throw new GgufFault('it is cut off');
  return describe(values, parameterCount);
}

function describe(values: ReadonlyMap<string, Value>, parameterCount: number): GgufHeader {
  const textOf = (key: string): string | null => {
    const value = values.get(key);
    return typeof value === 'string' ? value : null;
  };
  const architecture = textOf('general.architecture');
  const contextLength = values.get(`${architecture ?? ''}.context_length`);
  if (architecture === null) throw new GgufFault('it names no architecture');
  if (typeof contextLength !== 'number' || !Number.isInteger(contextLength) || contextLength < 1) throw new GgufFault('it is not a language model');
  const fileType = values.get('general.file_type');
  return {
    architecture,
    contextLength,
    parameterCount,
    quantization: typeof fileType === 'number' ? (fileTypes[fileType] ?? null) : null,
    author: textOf('general.author') ?? textOf('general.organization'),
  };
}

/** `general.file_type`, as llama.h numbers it. */
const fileTypes: Readonly<Record<number, string>> = {
  0: 'F32', 1: 'F16', 2: 'Q4_0', 3: 'Q4_1', 7: 'Q8_0', 8: 'Q5_0', 9: 'Q5_1', 10: 'Q2_K', 11: 'Q3_K_S', 12: 'Q3_K_M', 13: 'Q3_K_L', 14: 'Q4_K_S', 15: 'Q4_K_M',
  16: 'Q5_K_S', 17: 'Q5_K_M', 18: 'Q6_K', 19: 'IQ2_XXS', 20: 'IQ2_XS', 21: 'Q2_K_S', 22: 'IQ3_XS', 23: 'IQ3_XXS', 24: 'IQ1_S', 25: 'IQ4_NL', 26: 'IQ3_S', 27: 'IQ3_M',
  28: 'IQ2_S', 29: 'IQ2_M', 30: 'IQ4_XS', 31: 'IQ1_M', 32: 'BF16', 36: 'TQ1_0', 37: 'TQ2_0', 38: 'MXFP4_MOE',
};
