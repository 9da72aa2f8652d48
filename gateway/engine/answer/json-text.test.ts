import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonText } from './json-text.ts';

const written = (write: (text: JsonText) => void): string => {
  const text = new JsonText();
  text.begin();
  write(text);
  return text.finish();
};

describe('a text is written as JSON.stringify writes it', () => {
  test.each([
    '', 'plain', 'quote " and backslash \\', 'line\nbreak', '\u0000\u001f\u007f\u0080\u00ff', 'é and ÿ', 'Ā', '\u2028', '🏊', '\ud800', 'x'.repeat(256), 'x'.repeat(257), `${'x'.repeat(255)}"`, `${'é'.repeat(300)}🏊`,
  ])('%j', (value) => {
    expect(written((text) => text.quoted(value))).toBe(JSON.stringify(value));
  });

  test('whatever it is', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }))), (values) => {
      const list = written((text) => {
        text.open(0x5b);
        for (const value of values) text.quoted(value);
        text.close(0x5d);
      });
      expect(list).toBe(JSON.stringify(values));
    }));
  });
});

test.each([0, 7, 9, 10, 99, 100, 12_345, 2_147_483_647, -0, -1, -2_147_483_648])('an integer is written as JSON.stringify writes it: %d', (value) => {
  expect(written((text) => text.integer(value))).toBe(JSON.stringify(value));
});

test('a text of any length is whole, wherever its values fall', () => {
  const values = Array.from({ length: 20_000 }, (_, index) => (index % 97 === 0 ? `${'long '.repeat(index % 300)}é` : `value ${index}`));
  const list = written((text) => {
    text.open(0x5b);
    for (const value of values) {
      text.open(0x7b);
      text.key('value');
      text.quoted(value);
      text.close(0x7d);
    }
    text.close(0x5d);
  });
  expect(list).toBe(JSON.stringify(values.map((value) => ({ value }))));
});

test('what was written before is forgotten', () => {
  const text = new JsonText();
  text.begin();
  text.quoted('x'.repeat(1_000));
  text.flawed = true;
  text.begin();
  text.raw('[1,"Ā"]');
  expect([text.finish(), text.flawed]).toStrictEqual(['[1,"Ā"]', false]);
});
