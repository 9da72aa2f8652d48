import { ModuleRefusal } from './module-refusal.ts';

/** Reads a part of the binary format (WebAssembly Core Specification 2.0, section 5); no read passes its end. */
export interface ByteReader {
  /** Where it stands in the whole module. */
  readonly position: number;
  readonly end: number;
  isAtEnd(): boolean;
  byte(): number;
  /** The next byte, which stays unread. */
  peek(): number;
  /** An unsigned LEB128 number of at most 32 bits. */
  number(): number;
  /** Passes over one LEB128 number of any kind. */
  skipNumber(): void;
  skip(count: number): void;
  /** A name in UTF-8. */
  name(): string;
  /** The next `length` bytes, by a reader of their own. */
  part(length: number): ByteReader;
}

/** Counting every bit of a 64-bit number by sevens. */
const longestNumber = 10;

/**
 * A reader of `bytes` from `start` to `end`.
 * @throws ModuleRefusal from any read that the bytes do not allow
 */
export function createByteReader(bytes: Uint8Array, start = 0, end = bytes.length): ByteReader {
  let position = start;

  function byte(): number {
    if (position >= end) return cutShort();
    return bytes[position++] ?? cutShort();
  }
  function number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const next = byte();
      value += (next & 0x7f) * scale;
      if (value > 0xffff_ffff) throw new ModuleRefusal('has a number that is too large');
      if (next < 0x80) return value;
      scale *= 128;
      if (scale > 2 ** 28) throw new ModuleRefusal('has a number that is too long');
    }
  }
  function skip(count: number): void {
    if (count > end - position) cutShort();
    position += count;
  }

  return {
    get position() {
      return position;
    },
    end,
    isAtEnd: () => position >= end,
    byte,
    peek: () => (position < end ? (bytes[position] ?? cutShort()) : cutShort()),
    number,
    skipNumber() {
      for (let length = 1; byte() >= 0x80; length += 1) if (length === longestNumber) throw new ModuleRefusal('has a number that is too long');
    },
    skip,
    name() {
      const length = number();
      skip(length);
      return utf8.decode(bytes.subarray(position - length, position));
    },
    part(length) {
      const from = position;
      skip(length);
      return createByteReader(bytes, from, position);
    },
  };
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function cutShort(): never {
  throw new ModuleRefusal('ends too early');
}
