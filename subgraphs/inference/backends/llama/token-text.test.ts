import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenText } from './token-text.ts';

/** Tokens of these tests are one to three bytes, packed with their number. */
const pack = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum * 256 + byte, bytes.length);
const unpack = (token: number): number[] => {
  const bytes: number[] = [];
  let rest = token;
  while (rest > 255) {
    bytes.unshift(rest % 256);
    rest = Math.floor(rest / 256);
  }
  return bytes;
};
const detokenize = (tokens: readonly number[]): string => Buffer.from(tokens.flatMap(unpack)).toString('utf8');
const bytesOf = (text: string, size: number): number[][] => {
  const bytes = [...Buffer.from(text)];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.slice(index * size, (index + 1) * size));
};
const pieces = (tokens: readonly (readonly number[])[]): string[] => {
  const text = createTokenText(detokenize);
  return [...tokens.map((bytes) => text.push(pack(bytes))), text.rest()];
};

test('a character that comes byte by byte is given whole, with its last byte', () => {
  expect(pieces(bytesOf('a€😀b', 1))).toEqual(['a', '', '', '€', '', '', '', '😀', 'b', '']);
});

test('a token that ends one character and begins the next gives the first at once', () => {
  expect(pieces(bytesOf('éé', 3))).toEqual(['é', 'é', '']);
});

test('bytes that are no text become replacement characters and do not hold back what follows', () => {
  expect(pieces([[0xff], [0xff], [0xff], [0xff], [0xff], [0x61]]).join('')).toBe('\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}a');
});

test('a character that never gets its end is shown as unfinished in the rest only', () => {
  expect(pieces([[0x61], [0xf0, 0x9f]])).toEqual(['a', '', '\u{FFFD}']);
});

test('however bytes are cut into tokens, the pieces make the text of all of them, and no piece splits a character', () => {
  const anyBytes = fc.array(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 3 }), { maxLength: 20 });
  const anyText = fc.tuple(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 3 })).map(([text, size]) => bytesOf(text, size));
  fc.assert(
    fc.property(fc.oneof(anyBytes, anyText), (tokens) => {
      const given = pieces(tokens);
      expect(given.join('')).toBe(Buffer.from(tokens.flat()).toString('utf8'));
      expect(given.filter((piece) => Buffer.from(piece).toString('utf8') !== piece)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
