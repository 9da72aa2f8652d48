import { expect, test } from 'vitest';
import { createOperationCache } from './operation-cache.ts';

const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `key ${index}`);

test('a flood of keys that are asked for once leaves those that were asked for again', () => {
  const cache = createOperationCache<string>({ entries: 10, keyLength: 10_000 });
  for (const key of ['warm', 'warmer']) {
    cache.set(key, key);
    cache.get(key);
  }
  for (const key of keys(1_000)) cache.set(key, key);
  expect(cache.get('warm')).toBe('warm');
  expect(cache.get('warmer')).toBe('warmer');
  expect(keys(1_000).filter((key) => cache.has(key))).toStrictEqual(keys(1_000).slice(-8));
});

test('those that were asked for again give way to each other, the one that waited longest first', () => {
  const cache = createOperationCache<string>({ entries: 5, keyLength: 10_000 });
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    cache.set(key, key);
    cache.get(key);
  }
  cache.get('b');
  cache.set('f', 'f');
  cache.get('f');
  expect(['b', 'd', 'e', 'f'].map((key) => cache.get(key))).toStrictEqual(['b', 'd', 'e', 'f']);
  expect(cache.has('a')).toBe(false);
});

test('keys have a bound on their characters, all together and each', () => {
  const cache = createOperationCache<string>({ entries: 100, keyLength: 100 });
  cache.set('x'.repeat(101), 'too long');
  expect(cache.has('x'.repeat(101))).toBe(false);
  const letters = 'abcdefghijklmn'.split('');
  for (const letter of letters) {
    cache.set(letter.repeat(10), letter);
    cache.get(letter.repeat(10));
  }
  const left = letters.filter((letter) => cache.has(letter.repeat(10)));
  expect(left.join('')).toBe('efghijklmn');
});

test('a new value takes the place of the old one, and is popular by its own uses', () => {
  const cache = createOperationCache<string>({ entries: 10, keyLength: 1_000 });
  cache.set('one', 'old');
  cache.set('one', 'new');
  cache.set('two', 'two');
  cache.get('two');
  cache.get('two');
  expect(cache.get('one')).toBe('new');
  expect(cache.popular()).toStrictEqual(['two', 'new']);
});
