import { expect, test } from 'vitest';
import { tokenBytes } from './token-bytes.ts';

test('byte-level tokens are the bytes that their characters stand for', () => {
  expect(tokenBytes('Ġhello', 'byte-level').toString()).toBe(' hello');
  expect(tokenBytes('Ã©', 'byte-level').toString()).toBe('é');
  expect([...tokenBytes('âľ', 'byte-level')]).toEqual([0xe2, 0x9c]);
  expect(tokenBytes('ĊĉĠ', 'byte-level').toString()).toBe('\n\t ');
});

test('a control token is its name', () => {
  expect(tokenBytes('<｜end｜>', 'byte-level').toString()).toBe('<｜end｜>');
});

test('tokens of SentencePiece have spaces and single bytes', () => {
  expect(tokenBytes('\u2581a\u2581b', 'sentence-piece').toString()).toBe(' a b');
  expect([...tokenBytes('<0xE2>', 'sentence-piece')]).toEqual([0xe2]);
  expect(tokenBytes('<0xE2', 'sentence-piece').toString()).toBe('<0xE2');
});
