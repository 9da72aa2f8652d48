import { expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { numberList, numberLists } from './number-list.ts';
import { faultsOf, validate } from './validation.ts';

const one = z.object({ body: z.object({ list: numberList({ max: 3 }) }) });
const many = z.object({ body: z.object({ rows: numberLists({ max: 2, maxInner: 3 }) }) });

function faultOf(schema: z.ZodType, body: unknown): unknown {
  try {
    return validate(schema, { body });
  } catch (refusal) {
    if (!DomainError.isInstance(refusal)) throw refusal;
    return faultsOf(refusal).map(({ path, kind, expected }) => [path.join('.'), kind, expected]);
  }
}

test('finite numbers pass as they are', () => {
  const list = [1, -0.5, 1e300];
  expect(validate(one, { body: { list } }).body.list).toBe(list);
  const rows = [[1], []];
  expect(validate(many, { body: { rows } }).body.rows).toBe(rows);
});

test.each([
  [{}, ['body.list', 'missing', 'array']],
  [{ list: null }, ['body.list', 'type', 'array']],
  [{ list: '123' }, ['body.list', 'type', 'array']],
  [{ list: { length: 1, 0: 1 } }, ['body.list', 'type', 'array']],
  [{ list: [1, '2', null] }, ['body.list.1', 'type', 'number']],
  [{ list: [Number.POSITIVE_INFINITY] }, ['body.list.0', 'type', 'number']],
  [{ list: [1, 2, 3, 4] }, ['body.list', 'other', null]],
])('%j is refused by its first fault', (body, fault) => {
  expect(faultOf(one, body)).toEqual([fault]);
});

test.each([
  [{ rows: [[1], 2] }, ['body.rows.1', 'type', 'array']],
  [{ rows: [[1], [true]] }, ['body.rows.1.0', 'type', 'number']],
  [{ rows: [[], [], []] }, ['body.rows', 'other', null]],
  [{ rows: [[1, 2, 3, 4]] }, ['body.rows.0', 'other', null]],
])('of rows, %j is refused by its first fault', (body, fault) => {
  expect(faultOf(many, body)).toEqual([fault]);
});

test('a list of nothing but faults has one', () => {
  expect(faultOf(z.object({ body: numberList({ max: 1_000_000 }) }), Array.from({ length: 500_000 }, () => ''))).toHaveLength(1);
});
