import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readFrames, writeFrame } from './frames.ts';
import { pour } from './pour.fixture.ts';

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
