import type { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';

/** Writes bytes in pieces of a size, each read on its own. */
export async function pour(stream: PassThrough, bytes: Buffer, size: number): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += size) {
    stream.write(bytes.subarray(offset, offset + size));
    await turn();
  }
}
