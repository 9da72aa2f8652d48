import { describe, expect, test } from 'vitest';
import { errorCatalogue } from '#kernel/errors';
import { declaredErrors } from '#rest-compat/core';
import { apiSurface } from './api/surface.ts';
import { authSurface } from './auth/surface.ts';
import { openApiDocuments } from './index.ts';
import { llmSurface } from './llm/surface.ts';

const surfaces = [authSurface, apiSurface({ ratePerMinute: 1 }), llmSurface({ ratePerMinute: 1, maxStreamingSeconds: 1 })];

describe.each(surfaces)('the table of $name', ({ name, routes, wire, limits }) => {
  const document = openApiDocuments()[name];

  test('has no endpoint twice', () => {
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  });

  test.each(routes)('$id documents every refusal that it may answer with', (route) => {
    for (const code of declaredErrors(route)) {
      expect(errorCatalogue).toHaveProperty(code);
      if (code === 'CANCELLED') continue;
      expect(document).toHaveProperty(['paths', route.path.replace(/:(\w+)/gu, '{$1}'), route.method, 'responses', String(wire.status(code))]);
    }
  });

  test.each(routes)('$id counts in a rate-limit class that exists', ({ limit }) => {
    expect(Object.keys(limits)).toContain(limit);
  });

  test.each(routes.filter(({ hot }) => hot))('$id is hot and has no path parameters', ({ path }) => {
    expect(path).not.toContain(':');
  });
});

test.each([
  ['studio-auth', '/auth/register', 'post', ['201', '400', '401', '403', '409', '413', '429', '500', '502', '503', '504']],
  ['studio-auth', '/auth/login', 'post', ['200', '400', '401', '413', '429', '500', '502', '503', '504']],
  ['studio-auth', '/auth/api-keys/{id}', 'delete', ['200', '400', '401', '404', '429', '500', '502', '503', '504']],
  ['studio-api', '/rpc', 'post', ['200', '401', '413', '429', '500', '502', '503', '504']],
  ['studio-llm', '/v1/chat/completions', 'post', ['200', '400', '401', '404', '413', '429', '500', '502', '503', '504']],
])('%s documents the statuses of %s', (...[name, path, method, statuses]) => {
  const responses: Record<string, unknown> = {};
  for (const status of statuses) responses[status] = {};
  expect(openApiDocuments()[name]).toMatchObject({ paths: { [path]: { [method]: { responses } } } });
});
