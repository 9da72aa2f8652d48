import { describe, expect, test } from 'vitest';
import { errorCatalogue } from '#kernel/errors';
import { declaredErrors } from '#rest-compat/core';
import { openApiDocuments } from './index.ts';
import { cloudBrainSurface } from './surface.ts';
import { cloudBrainErrors } from './wire-errors.ts';

const { name, routes, limits } = cloudBrainSurface;

describe('the table of CloudBrain', () => {
  const document = openApiDocuments()[name];

  test('has no endpoint twice', () => {
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  });

  test.each(routes)('$id documents every refusal that it may answer with, and counts in a class that exists', (route) => {
    for (const code of declaredErrors(route)) {
      if (code === 'CANCELLED') continue;
      expect(document).toHaveProperty(['paths', route.path.replace(/:(\w+)/gu, '{$1}'), route.method, 'responses', String(cloudBrainErrors.status(code))]);
    }
    expect(Object.keys(limits)).toContain(route.limit);
  });

  test('shows numbers in queries as numbers', () => {
    const parameters = [
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
      { name: 'offset', in: 'query', required: false, schema: { type: 'integer', minimum: 0, default: 0 } },
      { name: 'unread_only', in: 'query', required: false, schema: { type: 'boolean', default: false } },
      { name: 'conversation_id', in: 'query', required: false, schema: { type: 'integer' } },
      { name: 'mark_read', in: 'query', required: false, schema: { type: 'boolean', default: true } },
    ];
    expect(document).toMatchObject({ paths: { '/api/v1/message/inbox': { get: { parameters } } } });
  });

  test('asks for a body only where one is needed', () => {
    expect(document).toMatchObject({ paths: { '/api/v1/session/{id}': { delete: { requestBody: { required: false } } }, '/api/v1/message/send': { post: { requestBody: { required: true } } } } });
  });
});

test('every refusal has a status of the document', () => {
  const codes = Object.keys(errorCatalogue).filter((code): code is keyof typeof errorCatalogue => Object.hasOwn(errorCatalogue, code));
  expect([...new Set(codes.map((code) => cloudBrainErrors.status(code)))].sort()).toEqual([400, 401, 403, 404, 429, 500]);
});
