import { expect, test } from 'vitest';
import { createTextCache } from './text-cache.ts';

/** A cache of up to ten characters that notes what it had to make. */
function createNotedCache() {
  const made: string[] = [];
  const cache = createTextCache<string>({ most: 10, weigh: (text) => text.length });
  const get = (text: string): string =>
    cache.get(text, () => {
      made.push(text);
      return text.toUpperCase();
    });
  return { made, get };
}

test('what was made of a text is made once', () => {
  const { made, get } = createNotedCache();
  expect([get('abc'), get('abc')]).toEqual(['ABC', 'ABC']);
  expect(made).toEqual(['abc']);
});

test('there is room for a certain weight only, and what was used longest ago goes first', () => {
  const { made, get } = createNotedCache();
  for (const text of ['aaaa', 'bbbb', 'aaaa', 'cccc']) get(text);
  for (const text of ['aaaa', 'cccc', 'bbbb']) get(text);
  expect(made).toEqual(['aaaa', 'bbbb', 'cccc', 'bbbb']);
});

test('what is too heavy is not kept, and costs nothing of what is', () => {
  const { made, get } = createNotedCache();
  for (const text of ['aaaa', 'heavier than all', 'heavier than all', 'aaaa']) get(text);
  expect(made).toEqual(['aaaa', 'heavier than all', 'heavier than all']);
});

test('what cannot be made is tried again', () => {
  const cache = createTextCache<string>({ most: 10, weigh: () => 1 });
  const fail = (): string => {
    throw new Error('no');
  };
  expect(() => cache.get('a', fail)).toThrow('no');
  expect(cache.get('a', () => 'yes')).toBe('yes');
});
