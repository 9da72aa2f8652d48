import { parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { Base64, DateTime, JSONValue } from './index.ts';

const nested = (levels: number): object => (levels === 1 ? {} : { inner: nested(levels - 1) });

test.each([null, 1, 'text', true, [1, { a: null }], nested(32), 'x'.repeat(65_534)])('a JSON value may be %j', (value) => {
  expect(JSONValue.parseValue(value)).toEqual(value);
  expect(JSONValue.serialize(value)).toEqual(value);
});

test.each([['levels', nested(34)], ['levels', nested(5000)], ['bytes', 'x'.repeat(65_535)], ['bytes', '😀'.repeat(20_000)]])('a JSON value of too many %s is refused', (what, value) => {
  expect(() => JSONValue.parseValue(value)).toThrow(what);
});

test('a JSON literal is read as what it says, with its variables, and bounded alike', () => {
  expect(JSONValue.parseLiteral(parseValue('{ a: [1, 2.5, "x", null, true, $b] }'), { b: { c: 3 } })).toEqual({ a: [1, 2.5, 'x', null, true, { c: 3 }] });
  expect(() => JSONValue.parseLiteral(parseValue(`${'['.repeat(40)}${']'.repeat(40)}`), {})).toThrow('levels');
});

test('only a date is a DateTime', () => {
  expect(DateTime.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  expect(() => DateTime.serialize('1970-01-01')).toThrow(TypeError);
});

test('bytes have one spelling, however many they are', () => {
  const bytes = Buffer.alloc(24 * 1024 * 1024, 'x');
  expect(bytes.equals(Base64.parseValue(bytes.toString('base64')))).toBe(true);
  for (const text of ['AA', 'A===', 'AAA\n', 'AB==', '_-==', 'AAAA====', 1, null]) expect(() => Base64.parseValue(text)).toThrow('base64');
});
