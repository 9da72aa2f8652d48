import fc from 'fast-check';
import { buildSchema, getVariableValues, parse } from 'graphql';
import { expect, test } from 'vitest';
import { compileVariables } from './variables.ts';
import { selectOperation } from './operation-document.ts';

const schema = buildSchema(`
  enum Color { RED GREEN }
  scalar JSON
  input Point { x: Float! y: Float! = 1.5 label: String }
  input Shape { color: Color = RED points: [Point!]! grid: [[Int]] inner: Shape id: ID meta: JSON on: Boolean }
  input One @oneOf { a: Int b: String }
  type Query { ok: Int }
`);
const selected = selectOperation(parse(`
  query($shape: Shape, $shapes: [Shape!]! = [{ points: [] }], $count: Int = 3, $ratio: Float, $name: String!, $color: Color, $id: ID, $one: One, $on: Boolean = null) { ok }
`), null);
if (!('operation' in selected)) throw selected;
const { operation } = selected;
const coerce = compileVariables(schema, operation);

const leaf = fc.oneof(fc.constantFrom('RED', 'GREEN', 'BLUE', 'x', '', 0, 1, -1, 1.5, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), NaN, Infinity, true, false, null, undefined), fc.string(), fc.integer());
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('shape'), tie('point')),
  point: fc.record({ x: fc.oneof(fc.double({ noNaN: true }), leaf), y: leaf, label: leaf, extra: leaf }, { requiredKeys: [] }),
  shape: fc.record({ color: leaf, points: fc.oneof(fc.array(tie('point'), { maxLength: 3 }), tie('value')), grid: fc.oneof(fc.array(fc.array(leaf, { maxLength: 3 }), { maxLength: 2 }), leaf), inner: tie('value'), id: leaf, meta: fc.anything({ maxDepth: 2 }), on: leaf }, { requiredKeys: [] }),
}));
const given = fc.record({ shape: value, shapes: value, count: leaf, ratio: leaf, name: fc.oneof(fc.string(), leaf), color: leaf, id: leaf, one: fc.oneof(fc.record({ a: leaf, b: leaf }, { requiredKeys: [] }), leaf), on: leaf, unknown: leaf }, { requiredKeys: [] });

/** What graphql-js says, in the words of the engine. What is undefined is left out, as in JSON: graphql-js would take it for null. */
function reference(variables: Record<string, unknown>): unknown {
  const sent = Object.fromEntries(Object.entries(variables).filter(([, given]) => given !== undefined));
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], sent, { maxErrors: 20 });
  return errors === undefined ? { variables: coerced } : { errors: errors.map(({ message }) => message) };
}

function ours(variables: Record<string, unknown>): unknown {
  const coerced = coerce(variables);
  return 'errors' in coerced ? { errors: coerced.errors.map(({ message }) => message) } : coerced;
}

test('variables are coerced exactly as graphql-js does', () => {
  fc.assert(fc.property(given, (variables) => {
    expect(ours(variables)).toStrictEqual(reference(variables));
  }), { numRuns: 500 });
});

test('a list of numbers is not copied', () => {
  const list = selectOperation(parse('query($observation: [Float!]!) { ok }'), null);
  if (!('operation' in list)) throw list;
  const observation = Array.from({ length: 64 }, (_, index) => index / 3);
  const coerced = compileVariables(schema, list.operation)({ observation });
  expect('variables' in coerced && coerced.variables['observation'] === observation).toBe(true);
});
