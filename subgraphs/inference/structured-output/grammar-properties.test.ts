import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grammarOfSchema } from './grammar-of-schema.ts';
import { parseGbnf } from './gbnf.fixture.ts';
import { createOutputValidator } from './output-validator.ts';
import { mixedSchema } from './schemas.fixture.ts';

/** An independent judge: ajv with the patterns as JavaScript itself runs them. */
const judgeOf = (schema: unknown) => new Ajv2020({ strict: false, validateSchema: false, ownProperties: true, multipleOfPrecision: 6, logger: false }).compile(schema === true ? true : Object(schema));

test('a grammar takes every instance of its schema as JSON.stringify writes it', () => {
  fc.assert(fc.property(mixedSchema.chain(({ schema, values }) => fc.tuple(fc.constant(schema), values)), ([schema, value]) => {
    expect(judgeOf(schema)(value)).toBe(true);
    const text = JSON.stringify(value);
    expect(parseGbnf(grammarOfSchema(schema)).matches(text)).toBe(true);
    expect(createOutputValidator(schema)(text)).toEqual({ valid: true, value: JSON.parse(text) });
  }), { numRuns: 100 });
});

test('everything that a grammar makes meets its schema', () => {
  let judged = 0;
  fc.assert(fc.property(mixedSchema, fc.infiniteStream(fc.nat(1_000_000)), ({ schema }, numbers) => {
    const text = parseGbnf(grammarOfSchema(schema)).sample((choices) => (numbers.next().value ?? 0) % choices);
    if (text === null) return;
    judged += 1;
    const value: unknown = JSON.parse(text);
    const judge = judgeOf(schema);
    judge(value);
    expect({ text, errors: judge.errors }).toEqual({ text, errors: null });
    expect(createOutputValidator(schema)(text)).toEqual({ valid: true, value });
  }), { numRuns: 100 });
  expect(judged).toBeGreaterThan(60);
});
