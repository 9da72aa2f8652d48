import { describe, expect, test } from 'vitest';
import { errorCatalogue } from '#kernel/errors';
import { declaredErrors } from '#rest-compat/core';
import { openApiDocuments } from './index.ts';
import { openInferenceSurface } from './open-inference-surface.ts';
import { cyborgMindSurface } from './surface.ts';

const options = { ratePerMinute: 100, enableMetrics: true };

describe.each([cyborgMindSurface(options), openInferenceSurface(options)])('the table of $name', ({ name, routes, wire, limits, uncounted = [], statusPages = [], sockets = [] }) => {
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

  test('counts in rate-limit classes that exist, and leaves probes out', () => {
    for (const { limit } of [...routes, ...sockets]) expect(Object.keys(limits)).toContain(limit);
    for (const { path } of statusPages) expect(uncounted).toContain(path);
  });
});

test.each([
  ['/step', ['200', '400', '403', '413', '422', '429', '500', '502', '503', '504']],
  ['/auth/token', ['200', '413', '422', '429', '500', '501', '502', '503', '504']],
])('%s documents its statuses', (path, statuses) => {
  const responses: Record<string, unknown> = {};
  for (const status of statuses) responses[status] = {};
  expect(openApiDocuments()['cyborg-mind']).toMatchObject({ paths: { [path]: { post: { responses } } } });
});
