import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { RootFields } from '../../tests/testkit/schema-graph.ts';
import { serveSurface, type ServedSurface, type ServeOptions } from '../../tests/testkit/surface.ts';
import { catalogueStatus, route, type SurfaceDefinition } from './index.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Thing {
  readonly id: string;
  readonly name: string;
}
const sdl = 'type Thing { id: ID! name: String! } type Query { none: String } type Mutation { makeThing(name: String!, size: Int): Thing! }';
const text = 'mutation Make($name: String!, $size: Int) { makeThing(name: $name, size: $size) { id name } }';
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const makeThing = parse(text) as TypedDocumentNode<{ makeThing: Thing }, { name: string; size?: number | undefined }>;

const make = (path: `/${string}`, more: { readonly auth?: 'public' | 'optional' | 'required'; readonly hot?: boolean } = {}) =>
  route({
    id: `make${path.replaceAll('/', '.')}`,
    method: 'post',
    path,
    summary: 'Make a thing',
    auth: 'public',
    limit: 'default',
    ...more,
    request: { body: z.object({ name: z.string(), size: z.int().optional() }) },
    operation: makeThing,
    variables: ({ body }) => body,
    success: { status: 201, schema: z.object({ thing_id: z.string(), name: z.string() }) },
    reply: (data) => ({ thing_id: data.makeThing.id, name: data.makeThing.name }),
    headers: (data) => ({ 'X-Thing': data.makeThing.id }),
    errors: ['CONFLICT'],
  });
const routes = [make('/things'), make('/hot/things', { hot: true }), make('/optional', { auth: 'optional' }), make('/private', { auth: 'required' })];
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
  limits: { default: { per: 'address', windows: [{ points: 1000, seconds: 60 }] } },
  bodyLimitBytes: 1000,
  deadlineMs: 5000,
  credentials: ['bearer', 'apiKey'],
  servesMetrics: true,
};

async function serve({ root = {}, ...more }: Partial<ServeOptions> = {}): Promise<ServedSurface & { readonly contexts: RequestContext[] }> {
  const contexts: RequestContext[] = [];
  const makes: RootFields = {
    makeThing: ({ name }: { readonly name: string }, context) => {
      contexts.push(context);
      return { id: '7', name };
    },
  };
  const served = await serveSurface({ definition, sdl, ...more, root: { ...makes, ...root } });
  stops.push(served.stop);
  return { ...served, contexts };
}

const fault = (): never => {
  throw new Error('a secret of the house');
};

describe.each(['/things', '/hot/things'])('POST %s', (path) => {
  test('becomes an operation of the graph and its answer', async () => {
    const { post, contexts } = await serve();
    const answer = await post(path, '{"name":"x"}', { 'X-Request-Id': 'r-1' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ thing_id: '7', name: 'x' });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-thing')).toBe('7');
    expect(contexts).toEqual([expect.objectContaining({ requestId: 'r-1', principal: null, clientAddress: '127.0.0.1' })]);
    expect(contexts[0]?.deadline).toBeGreaterThan(Date.now());
  });

  test.each([undefined, 'application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'nonsense'])('is read as JSON with the content type %s', async (type) => {
    const { post } = await serve();
    const answer = await post(path, '{"name":"é"}', type === undefined ? {} : { 'Content-Type': type });
    expect(await answer.json()).toEqual({ thing_id: '7', name: 'é' });
  });

  test.each([
    ['no body', undefined, 400, 'BAD_USER_INPUT'],
    ['an empty object', '{}', 400, 'BAD_USER_INPUT'],
    ['a wrong type', '{"name":[]}', 400, 'BAD_USER_INPUT'],
    ['a list', '[]', 400, 'BAD_USER_INPUT'],
    ['a name in the prototype only', '{"__proto__":{"name":"x"}}', 400, 'BAD_USER_INPUT'],
    ['half of a JSON text', '{"name":', 400, 'INVALID_JSON'],
    ['a form', 'name=x', 400, 'INVALID_JSON'],
    ['too much', JSON.stringify({ name: 'x'.repeat(1000) }), 413, 'PAYLOAD_TOO_LARGE'],
  ])('with %s is refused before the graph is asked', async (...[, body, status, code]) => {
    const { post, contexts } = await serve();
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ oops: code });
    expect(contexts).toEqual([]);
  });

  test('answers with the status and body that the API documents for a refusal', async () => {
    const { post } = await serve({
      root: {
        makeThing: () => {
          throw new DomainError('CONFLICT', 'It is there', { details: { retryAfterSeconds: 3 } });
        },
      },
    });
    const answer = await post(path, '{"name":"x"}');
    expect(answer.status).toBe(418);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(await answer.json()).toEqual({ oops: 'CONFLICT', message: 'It is there', details: { retryAfterSeconds: 3 } });
  });

  test('answers a refusal that it does not document as a fault of the product, and counts it', async () => {
    const { post, url, lines } = await serve({
      root: {
        makeThing: () => {
          throw new DomainError('FORBIDDEN', 'inner words');
        },
      },
    });
    const answer = await post(path, '{"name":"x"}');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ oops: 'INTERNAL', message: 'Internal error', details: {} });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(`compat_undeclared_errors_total{surface="things",route="make${path.replaceAll('/', '.')}",code="FORBIDDEN"} 1`);
    expect(JSON.stringify(lines)).toContain('inner words');
  });

  test.each([
    ['the graph', { makeThing: fault }],
    ['the mapper', { makeThing: () => ({ id: '1\n', name: 'a header that cannot be' }) }],
  ])('a fault of %s is a 500 without words of its own', async (_, root) => {
    const { post } = await serve({ root });
    const answer = await post(path, '{"name":"x"}');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ oops: 'INTERNAL', message: 'Internal error', details: {} });
  });

  test('is named in the log and in the metrics', async () => {
    const { post, url, lines } = await serve();
    await (await post(`${path}?token=secret`, '{"name":"x"}')).text();
    await expect.poll(() => lines).toEqual([expect.objectContaining({ path, status: 201, method: 'POST' })]);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(`http_requests_total{listener="things",route="make${path.replaceAll('/', '.')}",status="201"} 1`);
  });

  test('is cancelled when the caller goes away', async () => {
    const asked = new EventEmitter();
    const begun = once(asked, 'begun');
    const ended = once(asked, 'ended');
    const { port, lines } = await serve({
      root: {
        makeThing: async (_: never, { cancellation: { signal } }) => {
          asked.emit('begun');
          await once(signal, 'abort');
          asked.emit('ended');
          return { id: '7', name: 'late' };
        },
      },
    });
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n{"name":"x"}`);
    await begun;
    socket.destroy();
    await ended;
    await expect.poll(() => lines).toEqual([expect.objectContaining({ status: 499 })]);
  });
});

describe('who asks', () => {
  test.each(['/optional', '/private'])('%s answers a caller with a good credential and knows it', async (path) => {
    const { post, contexts, lines } = await serve();
    expect((await post(path, '{"name":"x"}', { Authorization: 'Bearer ada' })).status).toBe(201);
    expect((await post(path, '{"name":"x"}', { 'X-API-Key': 'ada' })).status).toBe(201);
    expect(contexts.map(({ principal }) => principal?.subject)).toEqual(['cds:1', 'cds:1']);
    await expect.poll(() => lines).toEqual([expect.objectContaining({ subject: 'cds:1' }), expect.objectContaining({ subject: 'cds:1' })]);
  });

  test.each(['/optional', '/private'])('%s refuses a bad credential, without reading the body', async (path) => {
    const { post } = await serve();
    const answer = await post(path, 'no json', { Authorization: 'Bearer eve' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toMatchObject({ oops: 'UNAUTHENTICATED' });
  });

  test('without a credential only the optional endpoint answers', async () => {
    const { post } = await serve();
    expect((await post('/optional', '{"name":"x"}')).status).toBe(201);
    expect((await post('/private', '{"name":"x"}')).status).toBe(401);
  });

  test('a public endpoint looks at no credential', async () => {
    const { post, contexts } = await serve();
    expect((await post('/things', '{"name":"x"}', { Authorization: 'Bearer eve' })).status).toBe(201);
    expect(contexts.map(({ principal }) => principal)).toEqual([null]);
  });

  test('an authenticator that fails is a fault, not a refusal', async () => {
    const { post } = await serve({ authenticator: { authenticate: fault } });
    expect((await post('/private', '{"name":"x"}', { Authorization: 'Bearer ada' })).status).toBe(500);
  });
});
