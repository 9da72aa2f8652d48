import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { serveSurface, type ServedSurface, type ServeOptions } from '../../tests/testkit/surface.ts';
import { catalogueStatus, route, type SurfaceDefinition } from './index.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = 'type Thing { id: ID! } type Query { thing(id: ID!): Thing things: [Thing!]! }';
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const getThing = parse('query Get($id: ID!) { thing(id: $id) { id } }') as TypedDocumentNode<{ thing: { id: string } | null }, { id: string }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const listThings = parse('query List { things { id } }') as TypedDocumentNode<{ things: { id: string }[] }, Record<string, never>>;

const routes = [
  route({
    id: 'things.get',
    method: 'get',
    path: '/things/:id',
    summary: 'One thing',
    auth: 'optional',
    limit: 'per-user',
    request: { params: z.object({ id: z.string() }), query: z.object({ suffix: z.string().max(3).default('') }) },
    operation: getThing,
    variables: ({ params, query }, principal) => ({ id: params.id + query.suffix + (principal?.role ?? '') }),
    success: { status: 200, schema: z.object({ thing_id: z.string() }) },
    reply: ({ thing }) => {
      if (thing === null) throw new DomainError('NOT_FOUND', 'No such thing');
      return { thing_id: thing.id };
    },
    errors: ['NOT_FOUND'],
  }),
  route({
    id: 'things.list',
    method: 'get',
    path: '/things',
    summary: 'All things',
    auth: 'public',
    limit: 'default',
    hot: true,
    request: {},
    operation: listThings,
    variables: () => ({}),
    success: { status: 200, schema: z.array(z.string()) },
    reply: ({ things }) => things.map(({ id }) => id),
    errors: [],
  }),
];
const definition: SurfaceDefinition = {
  name: 'things',
  title: 'Things',
  description: 'An API of things.',
  url: 'http://localhost',
  routes,
  wire: {
    status: (code) => (code === 'CONFLICT' ? 418 : catalogueStatus(code)),
    body: ({ code, message, details }) => ({ oops: code, message, details }),
    schema: z.object({ oops: z.string() }),
  },
  limits: { default: { per: 'address', windows: [{ points: 1000, seconds: 60 }] }, 'per-user': { per: 'user', windows: [{ points: 2, seconds: 60 }] } },
  bodyLimitBytes: 1000,
  deadlineMs: 5000,
  credentials: ['bearer', 'apiKey'],
  servesMetrics: true,
};

async function serve(more: Partial<ServeOptions> = {}): Promise<ServedSurface> {
  const root = { thing: ({ id }: { readonly id: string }) => (id === 'none' ? null : { id }), things: () => [{ id: '1' }] };
  const served = await serveSurface({ definition, sdl, root, ...more });
  stops.push(served.stop);
  return served;
}

const fault = (): never => {
  throw new Error('a secret of the house');
};

describe('paths and methods', () => {
  test('parameters and the query reach the operation', async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/things/a%20b?suffix=!`)).json()).toEqual({ thing_id: 'a b!' });
    expect((await fetch(`${url}/things/a?suffix=long!`)).status).toBe(400);
  });

  test.each(['/nothing', '/', '/THINGS', '/things/7/parts', '/constructor'])('%s is not found, in the words of the API', async (path) => {
    const { url } = await serve();
    const answer = await fetch(url + path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ oops: 'NOT_FOUND' });
  });

  test.each([
    ['POST', '/things', 'GET, HEAD'],
    ['DELETE', '/things/7', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
  ])('%s %s is refused, and the answer says what is allowed', async (method, path, allowed) => {
    const { url } = await serve();
    const answer = await fetch(url + path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(await answer.json()).toMatchObject({ oops: 'METHOD_NOT_ALLOWED' });
  });

  test.each(['/things', '/things/7'])('HEAD %s is a GET without its body', async (path) => {
    const { url } = await serve();
    const answer = await fetch(url + path, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  test('a mapper may refuse what the graph did not find', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/things/none`);
    expect([answer.status, await answer.json()]).toEqual([404, { oops: 'NOT_FOUND', message: 'No such thing', details: {} }]);
  });

  test('a path that cannot be decoded is a bad request', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/things/%E0%A4%A`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ oops: 'BAD_USER_INPUT' });
  });
});

describe('rate limits', () => {
  const get = (url: string, token?: string) => fetch(`${url}/things/7`, { headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } });

  test('each answer tells the limit, and the one too many when to come back', async () => {
    const { url } = await serve();
    const answers = [await get(url, 'ada'), await get(url, 'ada'), await get(url, 'ada')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => [headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')])).toEqual([['2', '1'], ['2', '0'], ['2', '0']]);
    const [first, , last] = answers;
    const reset = Number(first?.headers.get('x-ratelimit-reset')) - Date.now() / 1000;
    expect(reset).toBeGreaterThan(50);
    expect(reset).toBeLessThanOrEqual(61);
    expect(first?.headers.get('retry-after')).toBeNull();
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await last?.json()).toMatchObject({ oops: 'RATE_LIMITED' });
  });

  test('a user counts for itself, everybody else for the address, forged credentials included', async () => {
    const { url } = await serve();
    const statuses: number[] = [];
    for (const token of ['eve', undefined, 'eve', undefined, 'ada', 'ada']) statuses.push((await get(url, token)).status);
    expect(statuses).toEqual([401, 200, 429, 429, 200, 200]);
  });

  test('can be switched off', async () => {
    const { url } = await serve({ config: { rateLimits: false, corsAllowedOrigins: [] } });
    const answers = [await get(url), await get(url), await get(url)];
    expect(answers.map(({ status, headers }) => [status, headers.get('x-ratelimit-limit')])).toEqual([[200, null], [200, null], [200, null]]);
  });
});

describe('the surface itself', () => {
  test('tells its health', async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
    const ill = await serve({ healthy: async () => false });
    const answer = await fetch(`${ill.url}/health`);
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'unavailable' }]);
  });

  test('a health check that fails is a fault', async () => {
    const { url } = await serve({ healthy: fault });
    const answer = await fetch(`${url}/health`);
    expect([answer.status, await answer.json()]).toEqual([500, { oops: 'INTERNAL', message: 'Internal error', details: {} }]);
  });

  test('serves its own OpenAPI document', async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/openapi.json`)).json()).toMatchObject({ openapi: '3.0.3', info: { title: 'Things' } });
  });

  test('lets the pages of allowed origins in, and no others', async () => {
    const { url } = await serve();
    const ask = (origin: string, init: RequestInit = {}) => fetch(`${url}/things`, { ...init, headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' } });
    const answers = [await ask('http://page.example', { method: 'OPTIONS' }), await ask('http://page.example'), await ask('http://elsewhere.example')];
    expect(answers.map(({ status, headers }) => [status, headers.get('access-control-allow-origin')])).toEqual([
      [204, 'http://page.example'],
      [200, 'http://page.example'],
      [200, null],
    ]);
  });

  test('is not made when a document does not fit the graph', async () => {
    await expect(serve({ sdl: 'type Query { other: String }' })).rejects.toThrow('Unknown type');
  });

  test('names no software', async () => {
    const { url } = await serve();
    const { headers } = await fetch(`${url}/nothing`);
    expect([headers.get('x-powered-by'), headers.get('server'), headers.get('etag')]).toEqual([null, null, null]);
  });
});
