import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readFrames, writeFrame } from './frames.ts';
import { readMarked } from './marked-outputs.ts';

/** Writes bytes in pieces of a size, each read on its own. */
async function pour(stream: PassThrough, bytes: Buffer, size: number): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += size) {
    stream.write(bytes.subarray(offset, offset + size));
    await turn();
  }
}

function createReader({ maxHeadBytes = 100, maxBodyBytes = 100 } = {}) {
  const channel = new PassThrough();
  const frames: unknown[] = [];
  let violations = 0;
  readFrames(channel, { maxHeadBytes, maxBodyBytes, onFrame: (head, body) => frames.push([head, body.toString()]), onViolation: () => (violations += 1) });
  return { channel, frames, violations: () => violations };
}

/** The bytes of frames. */
function framesOf(...messages: readonly [head: unknown, text: string][]): Buffer {
  const channel = new PassThrough();
  for (const [head, text] of messages) writeFrame(channel, head, text);
  const bytes: unknown = channel.read();
  if (!Buffer.isBuffer(bytes)) throw new Error('nothing was written');
  return bytes;
}

describe('frames', () => {
  test('are read wherever they are cut', async () => {
    const messages: [unknown, string][] = [[{ kind: 'a' }, 'ä€𝄞'], [[], ''], ['b', 'x'.repeat(100)]];
    for (const size of [1, 3, 7, 1_000]) {
      const { channel, frames, violations } = createReader();
      await pour(channel, framesOf(...messages), size);
      expect([frames, violations()]).toEqual([messages, 0]);
    }
  });

  test('that are too large or no JSON are told once, before they are held, and nothing is read after them', async () => {
    const tooLarge = Buffer.alloc(8);
    tooLarge.writeUInt32BE(2);
    tooLarge.writeUInt32BE(0xff_ff_ff_ff, 4);
    for (const bytes of [framesOf(['x'.repeat(100), '']), framesOf([{}, 'x'.repeat(101)]), tooLarge, Buffer.from('\0\0\0\u{2}\0\0\0\0{]')]) {
      const { channel, frames, violations } = createReader();
      await pour(channel, Buffer.concat([framesOf([1, '']), bytes, framesOf([2, ''])]), 5);
      expect([frames, violations()]).toEqual([[[1, '']], 1]);
    }
  });
});

describe('a mark', () => {
  const mark = '\u{0}0123abcd\u{0}';
  const read = () => {
    const stream = new PassThrough();
    const texts: string[] = [];
    return { stream, texts, outputs: readMarked([{ stream, onText: (text) => texts.push(text) }]) };
  };

  test('is found wherever it is cut, and divides what is before it from what is after it', async () => {
    for (const size of [1, 2, 3, 5, 9, 100]) {
      const { stream, texts, outputs } = read();
      const marked = outputs.expect(mark);
      await pour(stream, Buffer.from(`ä\0\0${mark.slice(0, 5)}\0${mark}after`), size);
      await marked;
      expect(texts.join('')).toBe(`ä\0\0${mark.slice(0, 5)}\0`);
      outputs.resume();
      await turn();
      expect(texts.join('')).toBe(`ä\0\0${mark.slice(0, 5)}\0after`);
    }
  });

  test('that does not come loses nothing', async () => {
    const { stream, texts, outputs } = read();
    void outputs.expect(mark);
    await pour(stream, Buffer.from(`before${mark.slice(0, 4)}`), 100);
    expect(texts.join('')).toBe('before');
    outputs.resume();
    expect(texts.join('')).toBe(`before${mark.slice(0, 4)}`);
    void outputs.expect(mark);
    stream.end(mark.slice(0, 3));
    await turn();
    await turn();
    expect(texts.join('')).toBe(`before${mark.slice(0, 4)}${mark.slice(0, 3)}`);
  });
});
