import { expect, test } from 'vitest';
import { createSchemaCompiler, grammarOfSchema, toolCallGrammar } from './index.ts';

const schema = { type: 'object', properties: { zone: { enum: ['UTC', 'CET'] } }, required: ['zone'], additionalProperties: false };
const tools = [{ name: 'now', parameters: schema }];

test('a schema is compiled once, whoever sends it', () => {
  const compiler = createSchemaCompiler();
  const first = compiler.schema(schema, 'schema');
  const again = compiler.schema(structuredClone(schema), 'schema');
  expect(again).toBe(first);
  expect(again.validator()).toBe(first.validator());
  expect(first.grammar).toBe(grammarOfSchema(schema));
  expect([first.validator()('{"zone":"UTC"}').valid, first.validator()('{"zone":"EST"}').valid]).toEqual([true, false]);
});

test('another schema, another choice and another number of calls are something else', () => {
  const compiler = createSchemaCompiler();
  expect(compiler.schema({ ...schema, title: 'Zone' }, 'schema')).not.toBe(compiler.schema(schema, 'schema'));
  for (const options of [{ choice: 'required', parallel: true }, { choice: 'required', parallel: false }, { choice: { name: 'now' }, parallel: false }] as const) {
    expect(compiler.toolCalls({ tools, ...options })).toBe(toolCallGrammar({ tools, ...options }));
  }
});

test('a schema that is refused is refused each time, also one that nests too deep to be written', () => {
  const compiler = createSchemaCompiler();
  let deep: unknown = {};
  for (let level = 0; level < 100_000; level += 1) deep = { not: deep };
  for (const wrong of [deep, { type: 'object', unevaluatedProperties: false }, { type: 'object', unevaluatedProperties: false }]) {
    expect(() => compiler.schema(wrong, 'format')).toThrow(/format/u);
  }
});
