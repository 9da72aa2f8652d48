import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** The outputs of a kernel, which marks divide: what comes before a mark was written by the execution that the mark belongs to. */
export interface MarkedOutputs {
  /** Looks for `mark` in each output from now on. Resolves when all have it; nothing more is read from those that have. */
  expect(mark: string): Promise<void>;
  /** Reads on after the marks, or without marks that never came. */
  resume(): void;
}

export interface MarkedOutput {
  readonly stream: Readable;
  /** Gets what was written, as it comes; bytes that are not UTF-8 become U+FFFD, and a character is never cut. */
  readonly onText: (text: string) => void;
}

/** Reads outputs from now on. A mark is found wherever chunks are cut, and only whole. */
export function readMarked(outputs: readonly MarkedOutput[]): MarkedOutputs {
  const readers = outputs.map(createReader);
  return {
    async expect(mark) {
      await Promise.all(readers.map((reader) => reader.expect(Buffer.from(mark))));
    },
    resume: () => readers.forEach((reader) => reader.resume()),
  };
}

function createReader({ stream, onText }: MarkedOutput) {
  let expected: { readonly mark: Buffer; readonly found: () => void } | null = null;
  let held: Buffer = Buffer.alloc(0); // may be the beginning of the mark
  let decoder = new StringDecoder('utf8');

  const tell = (bytes: Buffer): void => {
    const text = decoder.write(bytes);
    if (text !== '') onText(text);
  };
  const endText = (): void => {
    const rest = decoder.end();
    decoder = new StringDecoder('utf8');
    if (rest !== '') onText(rest);
  };
  const release = (): void => {
    const bytes = held;
    held = Buffer.alloc(0);
    if (bytes.length > 0) tell(bytes);
  };
  const onMark = (found: () => void): void => {
    expected = null;
    stream.pause();
    endText();
    found();
  };

  const find = (chunk: Buffer, { mark, found }: NonNullable<typeof expected>): void => {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const at = bytes.indexOf(mark);
    const end = at === -1 ? beginningOf(mark, bytes) : at;
    held = bytes.subarray(at === -1 ? end : at + mark.length);
    tell(bytes.subarray(0, end));
    if (at !== -1) onMark(found);
  };

  stream.on('data', (chunk: Buffer) => {
    if (expected === null) tell(chunk);
    else find(chunk, expected);
  });
  stream.on('end', () => {
    release();
    endText();
  });
  return {
    expect: (mark: Buffer) => new Promise<void>((found) => (expected = { mark, found })),
    resume() {
      expected = null;
      release();
      stream.resume();
    },
  };
}

/** Where in `bytes` a mark begins that is not there as a whole yet; their length when none does. A mark has its first byte at its ends only. */
function beginningOf(mark: Buffer, bytes: Buffer): number {
  const last = bytes.lastIndexOf(mark.subarray(0, 1));
  if (last === -1 || bytes.length - last >= mark.length) return bytes.length;
  return mark.subarray(0, bytes.length - last).equals(bytes.subarray(last)) ? last : bytes.length;
}
