/** Why a file is no model that can be run; for the log. */
export class GgufFault extends Error {}

/** The buffer ends inside the header. */
export class HeaderTooShort extends Error {}

/** Far beyond any vocabulary. */
const longestList = 4_000_000;
const longestText = 1 << 24;

/** Reads the beginning of a GGUF file and believes no length in it. @throws GgufFault, HeaderTooShort */
export class GgufCursor {
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

  text(): string {
    return this.bytes(this.length(longestText)).toString('utf8');
  }

  /** @throws GgufFault when it is more than `most` */
  length(most = longestList): number {
    const value = this.uint64();
    if (value > most) throw new GgufFault('a text or a list is too long');
    return value;
  }

  /** A value of a type as the format numbers it. */
  value(type: number): GgufValue {
    if (type === textType) return this.text();
    if (type === listType) return this.#list();
    return this.#scalar(type);
  }

  #scalar(type: number): number {
    const scalar = scalars[type];
    if (scalar === undefined) throw new GgufFault('a value has an unknown type');
    return scalar.read(this.bytes(scalar.size));
  }

  /** Long lists, such as a vocabulary, are passed over. */
  #list(): GgufList {
    const type = this.uint32();
    const length = this.length();
    const scalar = scalars[type];
    if (type === textType) {
      for (let index = 0; index < length; index += 1) this.bytes(this.length(longestText));
      return { length, largest: 0 };
    }
    if (scalar === undefined) throw new GgufFault('a list holds values of an unknown type');
    const bytes = this.bytes(scalar.size * length);
    let largest = 0;
    for (let index = 0; index < Math.min(length, mostRead); index += 1) largest = Math.max(largest, scalar.read(bytes.subarray(index * scalar.size, (index + 1) * scalar.size)));
    return { length, largest };
  }
}

/** A list of numbers or texts; `largest` of its first numbers. */
export interface GgufList {
  readonly length: number;
  readonly largest: number;
}

/** Truth values are 0 and 1. */
export type GgufValue = string | number | GgufList;

const textType = 8;
const listType = 9;
/** Lists with one number per layer are shorter. */
const mostRead = 4_096;
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
