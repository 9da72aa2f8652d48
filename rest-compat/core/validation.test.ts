import { expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { refusing, validate } from './validation.ts';

const schema = z.object({
  query: z.object({ limit: z.coerce.number().int().max(100) }).optional(),
  body: z.object({
    name: z.string().min(2).max(4),
    count: z.int().min(1).optional(),
    share: z.number().min(0).max(1).optional(),
    kind: z.enum(['cat', 'dog']).optional(),
    format: z.literal('text').optional(),
    even: z.number().multipleOf(2).optional(),
    flag: z.boolean().optional(),
    email: z.email().optional(),
    tags: z.array(z.object({ label: z.string() })).max(2).optional(),
    text: z.union([z.string(), z.array(z.object({ type: z.literal('text'), text: z.string() }))]).optional(),
    strict: z.strictObject({}).optional(),
    tools: refusing((value) => value === null, { code: 'UNSUPPORTED_PARAMETER', reason: 'is not supported' }).optional(),
  }),
});

function refusalOf(request: object): unknown {
  try {
    validate(schema, request);
    return 'accepted';
  } catch (error) {
    return DomainError.isInstance(error) ? [error.code, error.message, error.details] : error;
  }
}

test.each<[string, object, string, string]>([
  ['a missing body', {}, 'body', 'is required'],
  ['a body that is no object', { body: [] }, 'body', 'must be an object'],
  ['null for a body', { body: null }, 'body', 'must be an object'],
  ['a missing field', { body: {} }, 'name', 'is required'],
  ['null where a text belongs', { body: { name: null } }, 'name', 'must be a text'],
  ['a text that is too short', { body: { name: 'x' } }, 'name', 'must have at least 2 characters'],
  ['a text that is too long', { body: { name: 'x'.repeat(5) } }, 'name', 'must have at most 4 characters'],
  ['a fraction where a whole number belongs', { body: { name: 'xy', count: 1.5 } }, 'count', 'must be a whole number'],
  ['a number beyond all integers', { body: { name: 'xy', count: 1e300 } }, 'count', 'must be at most 9007199254740991'],
  ['a number that is too small', { body: { name: 'xy', count: 0 } }, 'count', 'must be at least 1'],
  ['a number that is too big', { body: { name: 'xy', share: 1.1 } }, 'share', 'must be at most 1'],
  ['a text where a number belongs', { body: { name: 'xy', share: '1' } }, 'share', 'must be a number'],
  ['a choice that there is not', { body: { name: 'xy', kind: 'cow' } }, 'kind', 'must be one of "cat", "dog"'],
  ['a wrong constant', { body: { name: 'xy', format: 'json' } }, 'format', 'must be "text"'],
  ['a number off its step', { body: { name: 'xy', even: 3 } }, 'even', 'must be a multiple of 2'],
  ['a text where a truth value belongs', { body: { name: 'xy', flag: 'true' } }, 'flag', 'must be true or false'],
  ['a text of a wrong format', { body: { name: 'xy', email: 'nobody' } }, 'email', 'has a wrong format'],
  ['a list that is too long', { body: { name: 'xy', tags: [{ label: '1' }, { label: '2' }, { label: '3' }] } }, 'tags', 'must have at most 2 items'],
  ['a fault deep inside', { body: { name: 'xy', tags: [{ label: 'a' }, { label: 5 }] } }, 'tags[1].label', 'must be a text'],
  ['neither side of a choice of types', { body: { name: 'xy', text: 5 } }, 'text', 'must be a text, or must be a list'],
  ['a fault inside one side of a choice of types', { body: { name: 'xy', text: [{ type: 'text', text: 5 }] } }, 'text[0].text', 'must be a text'],
  ['an unknown field where none is allowed', { body: { name: 'xy', strict: { extra: 1 } } }, 'strict.extra', 'is unknown'],
  ['a query out of range', { body: { name: 'xy' }, query: { limit: '101' } }, 'limit', 'must be at most 100'],
  ['a query that is no number', { body: { name: 'xy' }, query: { limit: 'many' } }, 'limit', 'must be a number'],
])('%s is refused in our words', (...[, request, field, reason]) => {
  expect(refusalOf(request)).toEqual(['BAD_USER_INPUT', `${field} ${reason}`, { field, reason }]);
});

test('a schema may name a code of its own', () => {
  expect(refusalOf({ body: { name: 'xy', tools: [] } })).toEqual(['UNSUPPORTED_PARAMETER', 'tools is not supported', { field: 'tools', reason: 'is not supported' }]);
  expect(refusalOf({ body: { name: 'xy', tools: null } })).toBe('accepted');
});

test('unknown fields are dropped, those of the prototype too', () => {
  const body: unknown = JSON.parse('{"name":"xy","__proto__":{"count":7},"constructor":1,"toString":2}');
  expect(validate(schema, { body })).toEqual({ body: { name: 'xy' } });
});
