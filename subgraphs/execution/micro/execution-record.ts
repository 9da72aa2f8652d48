import { StringDecoder } from 'node:string_decoder';
import { microLimits } from './limits.ts';
import type { MicroDisplay, MimeBundle, OutputStream } from './micro.ts';

/** What one execution wrote and showed, as far as it is kept. */
export interface ExecutionRecord {
  /** Of the execution, within its session. */
  readonly count: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly displays: readonly MicroDisplay[];
  readonly truncated: boolean;
  /** Bytes that were written, kept or not. */
  readonly writtenBytes: number;
  /** Adds text; the part of it that is kept. */
  addText(stream: OutputStream, text: string): string;
  /** Adds a value that was shown; false when it is not kept. */
  addDisplay(data: MimeBundle, bytes: number): boolean;
}

/** An empty record. */
export function createExecutionRecord(count: number): ExecutionRecord {
  const texts = { STDOUT: '', STDERR: '' };
  const displays: MicroDisplay[] = [];
  let writtenBytes = 0;
  let shownBytes = 0;
  let truncated = false;

  return {
    count,
    get stdout() {
      return texts.STDOUT;
    },
    get stderr() {
      return texts.STDERR;
    },
    get displays() {
      return displays;
    },
    get truncated() {
      return truncated;
    },
    get writtenBytes() {
      return writtenBytes;
    },
    addText(stream, text) {
      const kept = beginningOf(text, microLimits.outputBytes - writtenBytes);
      writtenBytes += Buffer.byteLength(text);
      truncated ||= kept.length < text.length;
      texts[stream] += kept;
      return kept;
    },
    addDisplay(data, bytes) {
      const isKept = displays.length < microLimits.displays && shownBytes + bytes <= microLimits.displayBytes;
      truncated ||= !isKept;
      if (!isKept) return false;
      shownBytes += bytes;
      displays.push({ data });
      return true;
    },
  };
}

/** As many whole characters as fit into so many bytes. */
function beginningOf(text: string, bytes: number): string {
  if (bytes <= 0) return '';
  return Buffer.byteLength(text) <= bytes ? text : new StringDecoder('utf8').write(Buffer.from(text).subarray(0, bytes));
}
