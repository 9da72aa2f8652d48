import { expect, test } from 'vitest';
import { toConnection, toPageBounds, type PageOrder } from './index.ts';

interface Fruit {
  readonly name: string;
}
const byName: PageOrder<Fruit, string> = { valuesOf: ({ name }) => [name], positionOf: ([name]) => name ?? null };
const fruits: readonly Fruit[] = ['apple', 'a "quoted" pear', 'quince'].map((name) => ({ name }));
const refusal = (field: string): unknown => expect.objectContaining({ code: 'BAD_USER_INPUT', details: expect.objectContaining({ field }) });

test('a page without arguments has twenty rows from the beginning', () => {
  expect(toPageBounds({}, byName)).toEqual({ after: null, offset: 0, size: 20 });
  expect(toPageBounds({ first: null, after: null, offset: null }, byName)).toEqual({ after: null, offset: 0, size: 20 });
});

test.each([0, -1, 101, 1.5, Number.NaN])('%s is no page size', (first) => {
  expect(() => toPageBounds({ first }, byName)).toThrow(refusal('first'));
});

test('a negative offset is refused', () => {
  expect(() => toPageBounds({ offset: -1 }, byName)).toThrow(refusal('offset'));
});

test('the cursor of a node leads to the page behind it', () => {
  const bounds = toPageBounds({ first: 2 }, byName);
  const page = toConnection(fruits, bounds, byName);
  expect(page.nodes.map(({ name }) => name)).toEqual(['apple', 'a "quoted" pear']);
  expect(page.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: page.edges[0]?.cursor, endCursor: page.edges[1]?.cursor });
  expect(toPageBounds({ after: page.pageInfo.endCursor }, byName).after).toBe('a "quoted" pear');
});

test('an empty page has no cursors', () => {
  expect(toConnection([], toPageBounds({}, byName), byName).pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
});

const encode = (text: string): string => Buffer.from(text).toString('base64url');
test.each(['', 'x', '!!!', encode('[]'), encode('[1]'), encode('{"length":1}'), encode('["apple"]').concat('='), encode('[ "apple"]')])('%s is no cursor of this list', (after) => {
  expect(() => toPageBounds({ after }, byName)).toThrow(refusal('after'));
});
