import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { isData, type Data } from '../../data.ts';
import { addRenamedKeys, merge, mergeShape } from './merge.ts';

function merged(selection: string, target: Data, source: Data): Data {
  const [operation] = parse(selection).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  merge(target, source, mergeShape(operation.selectionSet, new Map()));
  return target;
}

test('objects and lists are merged in place, what is missing is taken over', () => {
  const target = { a: { x: 1, deep: null }, list: [{ x: 1 }, null, { x: 3 }] };
  const answer = merged('{ a { y deep { z } } ... on T { list { y } } new { x } }', target, { a: { y: 2, deep: { z: 1 } }, list: [{ y: 1 }, { y: 2 }, null], new: { x: 1 } });
  expect(answer).toStrictEqual({ a: { x: 1, y: 2, deep: { z: 1 } }, list: [{ x: 1, y: 1 }, { y: 2 }, { x: 3 }], new: { x: 1 } });
});

test('what a leaf holds is never looked into or changed', () => {
  const before = Object.freeze({ theme: 'dark' });
  const after = Object.freeze({ theme: 'light' });
  const target = merged('{ settings }', { settings: before }, { settings: after });
  expect(target['settings']).toBe(after);
  expect(before).toStrictEqual({ theme: 'dark' });
});

test('keys that were not selected are left out, whatever a subgraph sends', () => {
  const source: unknown = JSON.parse('{"a":1,"b":2,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
  const target = merged('{ a }', {}, isData(source) ? source : {});
  expect(Object.keys(target)).toStrictEqual(['a']);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('an undefined value changes nothing, a null does', () => {
  expect(merged('{ a b }', { a: 1, b: 1 }, { a: undefined, b: null })).toStrictEqual({ a: 1, b: null });
});

test('keys that rewrites bring are merged like the ones they replace', () => {
  const [operation] = parse('{ a { alias { x } } }').definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const shape = mergeShape(operation.selectionSet, new Map());
  addRenamedKeys(shape, [{ kind: 'rename', path: ['a', '... on T', 'alias'], key: 'name' }]);
  const target: Data = { a: { name: { y: 1 } } };
  merge(target, { a: { name: { x: 2 } } }, shape);
  expect(target).toStrictEqual({ a: { name: { y: 1, x: 2 } } });
});
