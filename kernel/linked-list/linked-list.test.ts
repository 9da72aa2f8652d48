import { expect, test } from 'vitest';
import { createLinkedList } from './linked-list.ts';

test('values are there in the order in which they came, until they are removed', () => {
  const list = createLinkedList<string>();
  expect([list.first(), list.values()]).toStrictEqual([null, []]);
  const [removeA, removeB, removeC] = ['a', 'b', 'c'].map((value) => list.add(value));
  expect(list.values()).toStrictEqual(['a', 'b', 'c']);
  removeB?.();
  removeB?.();
  expect(list.values()).toStrictEqual(['a', 'c']);
  removeA?.();
  expect(list.first()).toBe('c');
  list.add('d');
  removeC?.();
  expect([list.first(), list.values()]).toStrictEqual(['d', ['d']]);
});
