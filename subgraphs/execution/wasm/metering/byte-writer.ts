/** Writes the binary format. */
export interface ByteWriter {
  readonly length: number;
  bytes(...values: readonly number[]): void;
  /** Copies `source` from `start` to `end`. */
  copy(source: Uint8Array, start?: number, end?: number): void;
  /** An unsigned LEB128 number of at most 32 bits. */
  number(value: number): void;
  /** A signed LEB128 number that is not negative and at most 2^53. */
  signed(value: number): void;
  /** A name in UTF-8 after its length. */
  name(text: string): void;
  /** What another writer holds, after its length. */
  sized(content: ByteWriter): void;
  /** All that was written so far; valid until the next write. */
  written(): Uint8Array;
  clear(): void;
}

/** A writer that grows as needed. */
export function createByteWriter(capacity = 256): ByteWriter {
  let buffer = new Uint8Array(capacity);
  let length = 0;

  function reserve(count: number): void {
    if (length + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + count));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }
  function put(value: number): void {
    reserve(1);
    buffer[length++] = value;
  }
  function copy(source: Uint8Array, start = 0, end = source.length): void {
    reserve(end - start);
    buffer.set(source.subarray(start, end), length);
    length += end - start;
  }
  function number(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) put((rest % 0x80) | 0x80);
    put(rest);
  }

  return {
    get length() {
      return length;
    },
    bytes(...values) {
      for (const value of values) put(value);
    },
    copy,
    number,
    signed(value) {
      let rest = value;
      // The last byte must not have the sign bit of a number of seven bits.
      for (; rest >= 0x40; rest = Math.floor(rest / 0x80)) put((rest % 0x80) | 0x80);
      put(rest);
    },
    name(text) {
      const encoded = new TextEncoder().encode(text);
      number(encoded.length);
      copy(encoded);
    },
    sized(content) {
      number(content.length);
      copy(content.written());
    },
    written: () => buffer.subarray(0, length),
    clear: () => void (length = 0),
  };
}
