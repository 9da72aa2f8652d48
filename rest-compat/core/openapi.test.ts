import { expect, test } from 'vitest';
import { z } from 'zod';
import { toOpenApi, type Route } from './index.ts';

const put: Route = {
  id: 'things.put',
  method: 'put',
  path: '/shelves/:shelf/things/:thing',
  summary: 'Put a thing',
  auth: 'optional',
  limit: 'default',
  request: {
    params: z.object({ shelf: z.string(), thing: z.coerce.number().int() }),
    query: z.object({ force: z.enum(['yes', 'no']).default('no'), by: z.string() }),
    body: z.object({ name: z.string(), size: z.int().optional() }),
  },
  success: { status: 201, schema: z.object({ id: z.string() }) },
  event: z.object({ delta: z.string() }),
  errors: ['CONFLICT'],
  bind: () => () => Promise.reject(new Error('not called')),
};
const document = toOpenApi({
  title: 'Things',
  description: 'An API of things.',
  url: 'http://localhost:1',
  routes: [put, { ...put, id: 'things.get', method: 'get', auth: 'public', request: {}, errors: [], event: null }],
  wire: { status: (code) => (code === 'CONFLICT' ? 418 : 500), body: () => ({}), schema: z.object({ oops: z.string() }) },
  credentials: ['bearer', 'apiKey'],
  servesMetrics: false,
});

test('every endpoint has its operation under its path', () => {
  expect(document).toMatchObject({
    openapi: '3.0.3',
    info: { title: 'Things', description: 'An API of things.' },
    servers: [{ url: 'http://localhost:1' }],
    paths: { '/shelves/{shelf}/things/{thing}': { put: { operationId: 'things.put', summary: 'Put a thing' }, get: { operationId: 'things.get' } }, '/health': {} },
    components: { schemas: { Error: { type: 'object', properties: { oops: { type: 'string' } } } } },
  });
});

const path = '/shelves/{shelf}/things/{thing}';

test('an operation tells what goes in', () => {
  const operation = {
    parameters: [
      { name: 'shelf', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'thing', in: 'path', required: true, schema: { type: 'integer' } },
      { name: 'force', in: 'query', required: false, schema: { type: 'string', enum: ['yes', 'no'], default: 'no' } },
      { name: 'by', in: 'query', required: true, schema: { type: 'string' } },
    ],
    security: [{}, { bearer: [] }, { apiKey: [] }],
    requestBody: { required: true, content: { 'application/json': { schema: { required: ['name'] } } } },
  };
  expect(document).toMatchObject({ paths: { [path]: { put: operation } } });
});

test('an operation tells what comes out, with one response per status', () => {
  const responses = {
    201: { description: 'Put a thing', content: { 'application/json': { schema: { required: ['id'] } }, 'text/event-stream': { schema: { required: ['delta'] } } } },
    418: { description: 'It exists already, or its state does not allow this.' },
    500: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
  };
  expect(document).toMatchObject({ paths: { [path]: { put: { responses } } } });
  expect(JSON.stringify(document)).toContain('The request body is not valid JSON.');
});

test('a public operation without input says so', () => {
  expect(document).toMatchObject({ paths: { [path]: { get: { parameters: [] } } } });
  expect(document).not.toHaveProperty(['paths', path, 'get', 'security']);
  expect(document).not.toHaveProperty(['paths', path, 'get', 'requestBody']);
});
