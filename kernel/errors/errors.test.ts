import { GraphQLError } from 'graphql';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DomainError, errorCatalogue, isErrorCode, toGraphQLError } from './index.ts';

test('every code has a JSON-RPC number of its own', () => {
  const numbers = Object.values(errorCatalogue).map(({ jsonRpc }) => jsonRpc);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('the error reference and the catalogue name the same codes', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gmu)].map(([, code]) => code).sort();
  expect(documented).toEqual(Object.keys(errorCatalogue).sort());
});

test('a refusal keeps its code, message and details on the way to a GraphQL client', () => {
  const refusal = new DomainError('CONFLICT', 'The name is taken', { details: { field: 'username' }, cause: new Error('duplicate key') });
  const shown = toGraphQLError(new GraphQLError('x', { originalError: refusal, path: ['registerUser'] }), () => expect.fail('a refusal is no fault'));
  expect(shown.toJSON()).toEqual({ message: 'The name is taken', path: ['registerUser'], extensions: { code: 'CONFLICT', details: { field: 'username' } } });
});

test('a fault is reported once and shown without its words', () => {
  const faults: unknown[] = [];
  const fault = new Error('password of the database is hunter2');
  const shown = toGraphQLError(new GraphQLError('x', { originalError: fault, path: ['me'] }), (reported) => faults.push(reported));
  expect(JSON.stringify(shown)).not.toContain('hunter2');
  expect(shown.extensions).toEqual({ code: 'INTERNAL' });
  expect(faults).toEqual([fault]);
});

test('a refusal is recognised across doubled copies of the module', () => {
  const foreign: unknown = Object.assign(new Error('x'), { [Symbol.for('pentagraph.DomainError')]: true });
  expect(DomainError.isInstance(foreign)).toBe(true);
  expect(DomainError.isInstance(new Error('x'))).toBe(false);
});

test.each(['constructor', '__proto__', 'toString', '', 7, null])('%s is no error code', (value) => {
  expect(isErrorCode(value)).toBe(false);
});
