import type { Readable, Writable } from 'node:stream';

/**
 * A frame is the lengths of a head and of a body, four bytes each, big-endian, then the head, which is JSON, and the body, which is bytes. Heads are short, because
 * JSON takes up to a tenth of a second per mebibyte to read when somebody means harm.
 */
const lengthsBytes = 8;

/** Writes a message as a frame; a body that is a text goes as UTF-8. */
export function writeFrame(channel: Writable, head: unknown, body: Uint8Array | string = ''): void {
  const headBytes = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(lengthsBytes);
  lengths.writeUInt32BE(headBytes.length);
  lengths.writeUInt32BE(Buffer.byteLength(body), 4);
  channel.cork();
  channel.write(lengths);
  channel.write(headBytes);
  if (body.length > 0) channel.write(body);
  channel.uncork();
}

export interface FrameReaderOptions {
  readonly maxHeadBytes: number;
  readonly maxBodyBytes: number;
  readonly onFrame: (head: unknown, body: Buffer) => void;
  /** Called once, when a frame is too large or its head is no JSON; nothing is read after that. */
  readonly onViolation: () => void;
}

/** Reads frames that nobody vouches for. Holds one frame at most. */
export function readFrames(channel: Readable, { maxHeadBytes, maxBodyBytes, onFrame, onViolation }: FrameReaderOptions): void {
  let parts: Buffer[] = [];
  let size = 0;
  let wanted = lengthsBytes;

  /** Reads one frame, if there is a whole one; false when it breaks the rules. */
  const readOne = (): boolean => {
    const all = joined(parts);
    const bodyAt = lengthsBytes + all.readUInt32BE(0);
    const end = bodyAt + all.readUInt32BE(4);
    if (bodyAt > lengthsBytes + maxHeadBytes || end > bodyAt + maxBodyBytes) return false;
    parts = [all];
    wanted = end;
    if (size < end) return true;
    const head = parse(all.subarray(lengthsBytes, bodyAt));
    if (head === undefined) return false;
    parts = size === end ? [] : [all.subarray(end)];
    size -= end;
    wanted = lengthsBytes;
    onFrame(head, all.subarray(bodyAt, end));
    return true;
  };
  const onData = (chunk: Buffer): void => {
    parts.push(chunk);
    size += chunk.length;
    let isFine = true;
    while (isFine && size >= wanted) isFine = readOne();
    if (isFine) return;
    channel.off('data', onData).resume();
    parts = [];
    onViolation();
  };
  channel.on('data', onData);
}

function joined(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : Buffer.concat(parts);
}

/** Undefined when it is no JSON, which no JSON is. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
