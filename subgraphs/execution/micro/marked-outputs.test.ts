import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { pour } from '../pour.fixture.ts';
import { readMarked } from './marked-outputs.ts';

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
