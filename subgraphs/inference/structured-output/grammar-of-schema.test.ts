import { expect, test } from 'vitest';
import { DomainError } from '#kernel/errors';
import { parseGbnf } from './gbnf.fixture.ts';
import { createOutputValidator, grammarOfSchema, jsonObjectGrammar } from './index.ts';

const accepts = (schema: unknown, text: string): boolean => parseGbnf(grammarOfSchema(schema)).matches(text);

function refusalOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (refusal) {
    return DomainError.isInstance(refusal) ? { code: refusal.code, field: refusal.details['field'] } : refusal;
  }
}

const node = { type: 'object', properties: { value: { type: 'integer' }, children: { type: 'array', items: { $ref: '#' } } }, required: ['value', 'children'], additionalProperties: false };
const list = { $ref: '#/$defs/list', $defs: { list: { anyOf: [{ type: 'null' }, { type: 'object', properties: { head: { type: 'string' }, tail: { $ref: '#/$defs/list' } }, required: ['head', 'tail'] }] } } };
const shapes = {
  oneOf: ['circle', 'square'].map((kind) => ({ type: 'object', properties: { kind: { const: kind }, size: { type: 'number' } }, required: ['kind', 'size'] })), discriminator: { propertyName: 'kind' },
};

const readings: readonly (readonly [string, unknown, readonly string[], readonly string[]])[] = [
  ['declared order and optional properties', { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'boolean' }, c: { type: 'null' } }, required: ['b'] },
    ['{"b":true}', '{"a":1,"b":false}', '{"b":true,"c":null}', '{"a": 1, "b": true, "c": null}'], ['{}', '{"a":1}', '{"b":true,"a":1}', '{"b":true,}', '{"b":true,"d":1}', '{ "b":true}', '{"b":true}\n']],
  ['only optional properties', { properties: { a: {}, b: {} } }, ['{}', '{"a":[1,{"x":"y"}]}', '{"b":null}', '{"a":1,"b":2}'], ['{"b":1,"a":2}', '[]']],
  ['a free object', { type: 'object' }, ['{}', '{"any":{"thing":[1.5e-7]}}'], ['[]', '{"a"}']],
  ['a map', { type: 'object', additionalProperties: { type: 'integer' }, propertyNames: { pattern: '^[a-z]+$' } }, ['{}', '{"a":1,"bc":2}'], ['{"A":1}', '{"a":"1"}', '{"":1}']],
  ['other properties than the declared ones', { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'], additionalProperties: { type: 'string' } }, ['{"id":1}', '{"id":1,"x":"y","idx":"z","i":""}'], ['{"id":1,"id":"x"}', '{"x":"y"}']],
  ['a required property that is not declared', { type: 'object', required: ['x'] }, ['{"x":[]}'], ['{}']],
  ['choices of any type', { enum: ['x', 'xy', 1, 12, null, { a: [true] }] }, ['"x"', '"xy"', '1', '12', 'null', '{"a":[true]}'], ['"', '2', '"xyz"']],
  ['choices of one type', { type: 'string', enum: ['a', 1, null] }, ['"a"'], ['1', 'null']],
  ['draft-07 tuples', { type: 'array', items: [{ type: 'integer' }, { type: 'string' }], additionalItems: { type: 'boolean' }, minItems: 1 }, ['[1]', '[1,"a"]', '[1,"a",true]'], ['[]', '["a"]', '[1,"a",1]']],
  ['tuples', { prefixItems: [{ const: 1 }, { const: 2 }] }, ['[]', '[1]', '[1,2]'], ['[2]', '[1,2,3]']],
  ['list lengths', { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 }, ['[1,2]', '[1,2,3]'], ['[]', '[1]', '[1,2,3,4]']],
  ['an empty list', { type: 'array', maxItems: 0 }, ['[]'], ['[1]']],
  ['text lengths in code points', { type: 'string', minLength: 2, maxLength: 2 }, ['"ab"', '"😀é"', '"\\"\\n"'], ['"a"', '"abc"', '"\\u0041b"']],
  ['nullable', { type: 'string', nullable: true, enum: ['a'] }, ['"a"', 'null'], ['"b"']],
  ['numeric bounds', { type: 'number', minimum: -0.5, exclusiveMaximum: 10 }, ['-0.5', '-0.25', '0', '9.999', '9'], ['-0.51', '10', '10.0', '-0', '-0.0', '01', '1e0', '.5', '1.']],
  ['integer bounds', { type: 'integer', minimum: 98, maximum: 1203 }, ['98', '99', '100', '999', '1000', '1203'], ['97', '1204', '1e3', '98.0', '098', '9999']],
  ['boolean bounds of OpenAPI', { type: 'integer', minimum: 0, exclusiveMinimum: true }, ['1', '10'], ['0', '-1']],
  ['steps', { type: 'number', multipleOf: 0.01, minimum: 0 }, ['0', '1.5', '1.25'], ['1.255', '-1']],
  ['recursion', node, ['{"value":1,"children":[]}', '{"value":1,"children":[{"value":2,"children":[]}, {"value":3,"children":[]}]}'], ['{"value":1,"children":[1]}']],
  ['recursion through anyOf', list, ['null', '{"head":"a","tail":{"head":"b","tail":null}}'], ['{"head":"a"}']],
  ['oneOf that is told apart', shapes, ['{"kind":"circle","size":1}'], ['{"kind":"oval","size":1}']],
  ['allOf that adds up', { allOf: [{ $ref: '#/$defs/a' }, { properties: { b: { type: 'integer', minimum: 5 } } }, { properties: { b: { maximum: 7 } }, required: ['b'] }], $defs: { a: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } } }, ['{"a":"","b":5}', '{"a":"","b":7}'], ['{"a":"","b":8}', '{"a":""}']],
  ['demands beside anyOf', { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, anyOf: [{ required: ['a'] }, { required: ['b'] }] }, ['{"a":1}', '{"b":1}', '{"a":1,"b":2}'], ['{}']],
  ['pattern and length', { type: 'string', pattern: '^(a|bb)*$', minLength: 3, maxLength: 4 }, ['"aaa"', '"abb"', '"bbbb"'], ['"aa"', '"bbb"', '"aaaaa"']],
  ['pattern and format', { type: 'string', format: 'date', pattern: '^2024' }, ['"2024-02-29"'], ['"2023-01-01"', '"2024-02-30"']],
  ['leading lookaheads', { type: 'string', pattern: '^(?=.*\\d)(?!.*x)[a-z\\d]{2,}$' }, ['"a1"', '"11"'], ['"aa"', '"x1"', '"1"']],
  ['names that objects have by themselves', { type: 'object', properties: { constructor: { type: 'integer' }, toString: { type: 'integer' } }, required: ['toString'] }, ['{"toString":1}', '{"constructor":1,"toString":2}'], ['{}']],
  ['long lists and texts', { type: 'array', items: { type: 'boolean' }, minItems: 1_500, maxItems: 2_600 }, [`[${'true,'.repeat(2_599)}true]`, `[${'true,'.repeat(1_499)}true]`], [`[${'true,'.repeat(2_600)}true]`, `[${'true,'.repeat(1_498)}true]`]],
  ['any JSON', true, ['1', '"\\u0000"', '[[],{}]', '-0.5e10'], ['', '01', '[1 ,2]']],
];

test.each(readings.map(([name, schema, fitting, others]) => ({ name, schema, fitting, others })))('$name', ({ schema, fitting, others }) => {
  expect(fitting.filter((text) => !accepts(schema, text))).toEqual([]);
  expect(others.filter((text) => accepts(schema, text))).toEqual([]);
  const validate = createOutputValidator(schema);
  expect(fitting.filter((text) => !validate(text).valid)).toEqual([]);
});

test('any JSON object is one, and nothing else', () => {
  const grammar = parseGbnf(jsonObjectGrammar());
  expect(['{}', '{"a":{"b":[1, null]}}'].every(grammar.matches)).toBe(true);
  expect(['[]', '1', '{"a":}', '{}{}', '{"a":1,}'].some(grammar.matches)).toBe(false);
});

const wrap = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => ({ type: 'array', items: inner }), { type: 'string' });
const optional = (names: number) => Object.fromEntries(Array.from({ length: names }, (_, index) => [`p${index}`, { type: 'integer' }]));
const doubling = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`d${index}`, { anyOf: [1, 2].map((way) => ({ type: 'object', properties: { next: { $ref: `#/$defs/d${(index + 1) % 40}` }, [`w${way}`]: { type: 'null' } }, required: ['next'] })) }]));

const refusals: readonly (readonly [string, unknown, string, string])[] = [
  ['an unknown keyword', { type: 'object', properties: { a: { not: {} } } }, 'UNSUPPORTED_PARAMETER', 'schema#/properties/a/not'],
  ['uniqueItems', { type: 'array', uniqueItems: true }, 'UNSUPPORTED_PARAMETER', 'schema#/uniqueItems'],
  ['patternProperties', { patternProperties: { a: {} } }, 'UNSUPPORTED_PARAMETER', 'schema#/patternProperties'],
  ['if', { if: {}, then: {} }, 'UNSUPPORTED_PARAMETER', 'schema#/if'],
  ['an unknown format', { type: 'string', format: 'iri' }, 'UNSUPPORTED_PARAMETER', 'schema#/format'],
  ['an odd step', { type: 'integer', multipleOf: 7 }, 'UNSUPPORTED_PARAMETER', 'schema#/multipleOf'],
  ['another document', { $ref: 'https://example.com/schema' }, 'UNSUPPORTED_PARAMETER', 'schema#/$ref'],
  ['a reference to nothing', { $ref: '#/$defs/none' }, 'BAD_USER_INPUT', 'schema#/$ref'],
  ['a reference to what is no schema', { $ref: '#/type', type: 'object' }, 'BAD_USER_INPUT', 'schema#/$ref'],
  ['a reference to itself', { $ref: '#' }, 'UNSUPPORTED_PARAMETER', 'schema#/$ref'],
  ['references in a circle', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }, 'UNSUPPORTED_PARAMETER', 'schema#/$defs/a/$ref'],
  ['a circle through anyOf', { anyOf: [{ $ref: '#' }, { type: 'null' }] }, 'UNSUPPORTED_PARAMETER', 'schema'],
  ['an object that needs itself', { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] }, 'BAD_USER_INPUT', 'schema'],
  ['no value at all', { type: 'string', allOf: [{ type: 'integer' }] }, 'BAD_USER_INPUT', 'schema'],
  ['false', false, 'BAD_USER_INPUT', 'schema'],
  ['an empty range', { type: 'integer', minimum: 5, maximum: 4 }, 'BAD_USER_INPUT', 'schema'],
  ['oneOf that overlaps', { oneOf: [{ type: 'integer' }, { type: 'number', minimum: 3 }] }, 'UNSUPPORTED_PARAMETER', 'schema#/oneOf'],
  ['enum beside a pattern', { enum: ['a'], pattern: 'b' }, 'UNSUPPORTED_PARAMETER', 'schema#/pattern'],
  ['a lookbehind', { type: 'string', pattern: '(?<=a)b' }, 'UNSUPPORTED_PARAMETER', 'schema#/pattern'],
  ['a back-reference', { type: 'string', pattern: '(a)\\1' }, 'UNSUPPORTED_PARAMETER', 'schema#/pattern'],
  ['a broken pattern', { type: 'string', pattern: '(a' }, 'BAD_USER_INPUT', 'schema#/pattern'],
  ['an exponential pattern', { type: 'string', pattern: 'a.{20}b.{20}$' }, 'BAD_USER_INPUT', 'schema#/pattern'],
  ['nested repetitions', { type: 'string', pattern: '(((((a?){30}){30}){30}){30})' }, 'BAD_USER_INPUT', 'schema#/pattern'],
  ['groups without end', { type: 'string', pattern: '('.repeat(2_000) }, 'BAD_USER_INPUT', 'schema#/pattern'],
  ['a long pattern', { type: 'string', pattern: 'a'.repeat(2_001) }, 'BAD_USER_INPUT', 'schema#/pattern'],
  ['many patterns that cost', { type: 'array', prefixItems: Array.from({ length: 500 }, (_, index) => ({ type: 'string', pattern: `a.{8}${index}` })) }, 'BAD_USER_INPUT', 'schema#/prefixItems/'],
  ['10 000 levels', wrap(10_000), 'BAD_USER_INPUT', 'schema'],
  ['an enum of a megabyte', { enum: Array.from({ length: 100 }, (_, index) => `${index}${'x'.repeat(10_000)}`) }, 'BAD_USER_INPUT', 'schema'],
  ['an enum of a million values', { enum: Array.from({ length: 1_000_000 }, (_, index) => index) }, 'BAD_USER_INPUT', 'schema'],
  ['too many optional properties in a row', { type: 'object', properties: optional(1_000) }, 'BAD_USER_INPUT', 'schema'],
  ['too many parts', { type: 'object', properties: optional(5_000), required: Object.keys(optional(5_000)) }, 'BAD_USER_INPUT', 'schema'],
  ['choices that double at each level', { $ref: '#/$defs/d0', $defs: { ...doubling, d39: { type: 'null' } } }, 'BAD_USER_INPUT', 'schema'],
  ['__proto__ as a property', JSON.parse('{"properties":{"__proto__":{"type":"null"}}}'), 'UNSUPPORTED_PARAMETER', 'schema#/properties/__proto__'],
  ['__proto__ as a keyword', JSON.parse('{"__proto__":{"type":"null"}}'), 'UNSUPPORTED_PARAMETER', 'schema#/__proto__'],
  ['no schema', 'string', 'BAD_USER_INPUT', 'schema#'],
  ['null', null, 'BAD_USER_INPUT', 'schema#'],
  ['an unknown type', { type: 'text' }, 'BAD_USER_INPUT', 'schema#/type'],
  ['a negative length', { type: 'string', minLength: -1 }, 'BAD_USER_INPUT', 'schema#/minLength'],
  ['a length out of bounds', { type: 'string', maxLength: 1e9 }, 'BAD_USER_INPUT', 'schema#/maxLength'],
];

test.each(refusals.map(([name, schema, code, field]) => ({ name, schema, code, field })))('$name is refused by its place', ({ schema, code, field }) => {
  expect(refusalOf(() => grammarOfSchema(schema))).toMatchObject({ code, field: expect.stringContaining(field) });
  expect(refusalOf(() => createOutputValidator(schema))).toMatchObject({ code });
});

test('optional properties between required ones take space in proportion', () => {
  const properties = optional(400);
  const required = Object.keys(properties).filter((_, index) => index % 4 === 0);
  expect(grammarOfSchema({ type: 'object', properties, required }).length).toBeLessThan(60_000);
});

test('an answer that does not fit is told why, and none makes the check throw', () => {
  const validate = createOutputValidator({ type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } }, required: ['a'] });
  expect(validate('{"a":"aaa"}')).toEqual({ valid: true, value: { a: 'aaa' } });
  expect(validate(`{"a":"${'a'.repeat(50_000)}!"}`)).toEqual({ valid: false, reason: '/a must match pattern "^(a+)+$"' });
  expect(validate('{"a":')).toEqual({ valid: false, reason: 'the answer is not valid JSON' });
  expect(validate('[]')).toEqual({ valid: false, reason: 'the answer must be object' });
  const deep = createOutputValidator({ type: 'array', items: { $ref: '#' } });
  expect(deep('['.repeat(200_000) + ']'.repeat(200_000))).toMatchObject({ valid: false });
});
