import { expect, test } from 'vitest';
import { branchBelow, createBranch, type Branch } from './distinct-values.ts';

const branchAt = (root: Branch<string>, values: readonly unknown[]): Branch<string> => values.reduce(branchBelow<string>, root);

test('equal lists lead to the same branch', () => {
  const root = createBranch<string>();
  branchAt(root, ['A', '1', { of: [1] }]).thing = 'seen';
  expect(branchAt(root, ['A', '1', { of: [1] }]).thing).toBe('seen');
  expect(branchAt(root, ['A', '1']).thing).toBeNull();
});

test('lists that only look alike are apart', () => {
  const root = createBranch<string>();
  const lists = [
    ['A', '1', '2'], ['A', '1\u00002', ''], ['A', '12', ''], ['A', 1, '2'], ['A', null, '2'], ['A', 'null', '2'], ['A1', '', '2'], ['A', true, '2'],
    ['A', { id: '1' }, '2'], ['A', '{"id":"1"}', '2'], ['A', ['1'], '2'], ['A', '1', 2], ['A', '1:2', ''], ['A', '', '1:2'], ['A', '1'],
  ];
  expect(new Set(lists.map((list) => branchAt(root, list))).size).toBe(lists.length);
});
