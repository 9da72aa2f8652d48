import type { Readable, Writable } from 'node:stream';

/** Sends one message: the lengths of a head and a body, four bytes each, big-endian, then the head as JSON and the body as it is. */
export function writeFrame(channel: Writable, head: object, body: Uint8Array = none): void {
  const headBytes = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(lengthsBytes);
  lengths.writeUInt32BE(headBytes.length);
  lengths.writeUInt32BE(body.length, 4);
  channel.cork();
  channel.write(lengths);
  channel.write(headBytes);
  if (body.length > 0) channel.write(body);
  channel.uncork();
}

const lengthsBytes = 8;
const none = new Uint8Array(0);

export interface FrameReaderOptions {
  readonly maxHeadBytes: number;
  readonly maxBodyBytes: number;
  readonly onFrame: (head: unknown, body: Buffer) => void;
  /** Called once, for a frame that is too large or is no JSON; nothing is read behind it. */
  readonly onViolation: () => void;
}

/** Reads messages, each once and whole. */
export function readFrames(channel: Readable, { maxHeadBytes, maxBodyBytes, onFrame, onViolation }: FrameReaderOptions): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let lengths: { readonly head: number; readonly body: number } | null = null;

  const take = (count: number): Buffer => {
    const all = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
    chunks = [all.subarray(count)];
    size -= count;
    return all.subarray(0, count);
  };
  const violate = (): void => {
    channel.off('data', onData).resume();
    chunks = [];
    onViolation();
  };
  const next = (): boolean => {
    if (lengths === null) {
      if (size < lengthsBytes) return false;
      const both = take(lengthsBytes);
      lengths = { head: both.readUInt32BE(0), body: both.readUInt32BE(4) };
      if (lengths.head > maxHeadBytes || lengths.body > maxBodyBytes) throw new RangeError('too large');
    }
    const { head, body } = lengths;
    if (size < head + body) return false;
    lengths = null;
    const whole = take(head + body);
    onFrame(JSON.parse(whole.toString('utf8', 0, head)), whole.subarray(head));
    return true;
  };
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    try {
      while (next());
    } catch {
      violate();
    }
  };
  channel.on('data', onData);
}
