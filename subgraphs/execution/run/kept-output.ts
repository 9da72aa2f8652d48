import { StringDecoder } from 'node:string_decoder';
import { runLimits } from './limits.ts';

/** Where a program wrote to. */
export type OutputStream = 'STDOUT' | 'STDERR';

/** A piece of what a program wrote. */
export interface OutputPiece {
  readonly stream: OutputStream;
  readonly text: string;
}

/** A program may write byte by byte: so many small buffers are put together. */
const mostChunks = 256;

/** What is kept of the output of one run. */
export interface KeptOutput {
  /** Takes what was written; gives the text of what is kept of it. Characters that are cut between two pieces stay whole. */
  add(stream: OutputStream, bytes: Buffer): string;
  /** The text of a character that was never finished. */
  finish(stream: OutputStream): string;
  /** What add and finish have given so far. */
  textOf(stream: OutputStream): string;
  bytesOf(stream: OutputStream): Uint8Array<ArrayBuffer>;
  /** All that was written, kept or not. */
  readonly totalBytes: number;
  readonly isTruncated: boolean;
}

/** Nothing was written yet. */
export function createKeptOutput(): KeptOutput {
  const parts = { STDOUT: createPart(), STDERR: createPart() };
  let totalBytes = 0;
  let keptBytes = 0;
  const tell = (stream: OutputStream, text: string): string => {
    parts[stream].text += text;
    return text;
  };

  return {
    add(stream, bytes) {
      totalBytes += bytes.length;
      const kept = bytes.subarray(0, runLimits.outputBytes - keptBytes);
      if (kept.length === 0) return '';
      keptBytes += kept.length;
      const { chunks, decoder } = parts[stream];
      chunks.push(kept);
      if (chunks.length > mostChunks) chunks.splice(0, chunks.length, Buffer.concat(chunks));
      return tell(stream, decoder.write(kept));
    },
    finish: (stream) => tell(stream, parts[stream].decoder.end()),
    textOf: (stream) => parts[stream].text,
    bytesOf: (stream) => new Uint8Array(Buffer.concat(parts[stream].chunks)),
    get totalBytes() {
      return totalBytes;
    },
    get isTruncated() {
      return totalBytes > keptBytes;
    },
  };
}

const createPart = (): { readonly chunks: Buffer[]; readonly decoder: StringDecoder; text: string } => ({ chunks: [], decoder: new StringDecoder('utf8'), text: '' });
