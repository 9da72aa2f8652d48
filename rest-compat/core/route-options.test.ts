import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { serveSurface, type ServedSurface, type ServeOptions } from '../../tests/testkit/surface.ts';
import { catalogueStatus, rateStatus, route, toOpenApi, wireField, wireMessage, type SurfaceDefinition } from './index.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = 'type Query { peek(name: String!): String! } type Mutation { take(name: String!): String! }';
interface Data {
  readonly thing: string;
}
interface Variables {
  readonly name: string;
}
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const take = parse('mutation Take($name: String!) { thing: take(name: $name) }') as TypedDocumentNode<Data, Variables>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const peek = parse('query Peek($name: String!) { thing: peek(name: $name) }') as TypedDocumentNode<Data, Variables>;

const routes = [
  route({
    id: 'things.take',
    method: 'get',
    path: '/things/:name',
    summary: 'Take a thing, or peek at it',
    auth: 'public',
    limit: 'all',
    deprecated: { since: new Date('2026-01-01T00:00:00Z'), sunset: new Date('2027-01-01T00:00:00Z') },
    spelling: { fields: { name: 'thing_name' }, refusals: { NOT_FOUND: { code: 'NO_THING', message: 'There is no such thing' } } },
    request: { params: z.object({ name: z.string() }), query: z.object({ peek: z.string().optional() }) },
    operation: take,
    alternative: { when: ({ query }) => query.peek === 'yes', operation: peek },
    variables: ({ params: { name } }) => ({ name }),
    success: { status: 200, schema: z.object({ thing: z.string() }) },
    reply: ({ thing }) => ({ thing }),
    errors: ['NOT_FOUND'],
  }),
  rateStatus({
    id: 'limit',
    method: 'get',
    path: '/limit',
    summary: 'What is left',
    auth: 'required',
    limit: 'all',
    success: { status: 200, schema: z.object({ limit: z.int(), remaining: z.int(), reset: z.int() }) },
    reply: ({ limit, remaining, resetAt }) => ({ limit, remaining, reset: resetAt }),
  }),
];
const openOtherwise: SurfaceDefinition = {
  name: 'things',
  title: 'Things',
  description: 'An API of things.',
  url: 'http://localhost',
  routes,
  wire: {
    status: catalogueStatus,
    body: (error, spelling) => ({ code: spelling.refusals?.[error.code]?.code ?? error.code, message: wireMessage(error, spelling), field: wireField(error, spelling) }),
    schema: z.object({ code: z.string() }),
  },
  credentials: ['bearer'],
  limits: { all: { per: 'user', windows: [{ points: 5, seconds: 60 }] } },
  openApiPath: '/api/openapi.json',
  docsPath: '/api/docs',
  bodyLimitBytes: 1000,
  deadlineMs: 5000,
  servesMetrics: false,
};
const definition: SurfaceDefinition = { ...openOtherwise, otherLimit: 'all' };

async function serve(more: Partial<ServeOptions> = {}): Promise<ServedSurface> {
  const refuse = (code: 'NOT_FOUND' | 'BAD_USER_INPUT') => {
    throw new DomainError(code, 'Not so', code === 'BAD_USER_INPUT' ? { details: { field: 'name', reason: 'must be round' } } : {});
  };
  const root = { take: ({ name }: Variables) => (name === 'none' ? refuse('NOT_FOUND') : name === 'square' ? refuse('BAD_USER_INPUT') : `took ${name}`), peek: ({ name }: Variables) => `saw ${name}` };
  const served = await serveSurface({ definition, sdl, root, ...more });
  stops.push(served.stop);
  return served;
}
const ada = { headers: { Authorization: 'Bearer ada' } };
const left = (answer: Response): string | null => answer.headers.get('x-ratelimit-remaining');

describe('an endpoint', () => {
  test('may have another operation for requests that ask for it', async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/things/a`)).json()).toEqual({ thing: 'took a' });
    expect(await (await fetch(`${url}/things/a?peek=yes`)).json()).toEqual({ thing: 'saw a' });
  });

  test('may spell refusals and fields in its own way', async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/things/none`)).json()).toMatchObject({ code: 'NO_THING' });
    expect(await (await fetch(`${url}/things/square`)).json()).toEqual({ code: 'BAD_USER_INPUT', message: 'thing_name must be round', field: 'thing_name' });
  });

  test('that will go away says so on every answer, and in the document', async () => {
    const { url } = await serve();
    for (const path of ['/things/a', '/things/none']) {
      const { headers } = await fetch(url + path);
      expect([headers.get('deprecation'), headers.get('sunset')]).toEqual(['@1767225600', 'Fri, 01 Jan 2027 00:00:00 GMT']);
    }
    expect(toOpenApi(definition)).toMatchObject({ paths: { '/things/{name}': { get: { deprecated: true, description: 'Goes away on 2027-01-01.' } } } });
    expect((await fetch(`${url}/limit`, ada)).headers.get('deprecation')).toBeNull();
  });

  test('may tell how the caller stands with its limit', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/limit`, ada);
    expect(await answer.json()).toEqual({ limit: 5, remaining: 4, reset: Number(answer.headers.get('x-ratelimit-reset')) });
    expect((await fetch(`${url}/limit`)).status).toBe(401);
  });

  test('tells it too where nothing is limited', async () => {
    const { url } = await serve({ config: { rateLimits: false, corsAllowedOrigins: [] } });
    for (const answer of [await fetch(`${url}/limit`, ada), await fetch(`${url}/limit`, ada)]) {
      expect(await answer.json()).toMatchObject({ limit: 5, remaining: 5 });
      expect(left(answer)).toBeNull();
    }
  });
});

describe('limits of whatever is no endpoint', () => {
  test.each(['/nothing', '/health', '/api/openapi.json', '/api/docs', '/api/docs/initialize.js', '/things/%E0%A4%A'])('%s counts like an endpoint', async (path) => {
    const { url } = await serve();
    const answers = await Promise.all(Array.from({ length: 6 }, () => fetch(url + path)));
    expect(answers.map(left).sort()).toEqual(['0', '0', '1', '2', '3', '4']);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test('a good credential counts for its user where none is needed, and a bad one does no harm', async () => {
    const { url } = await serve();
    const answers = [await fetch(`${url}/things/a`), await fetch(`${url}/nothing`, ada), await fetch(`${url}/things/a`, ada), await fetch(`${url}/things/a`, { headers: { Authorization: 'Bearer eve' } })];
    expect(answers.map((answer) => [answer.status, left(answer)])).toEqual([[200, '4'], [404, '4'], [200, '3'], [200, '3']]);
  });

  test('nothing else counts where a surface does not say so', async () => {
    const { url } = await serve({ definition: openOtherwise });
    expect(left(await fetch(`${url}/nothing`))).toBeNull();
  });
});

describe('the page of the document', () => {
  test('loads only from its own folder, and may load nothing else', async () => {
    const { url } = await serve();
    for (const path of ['/api/docs', '/api/docs/']) {
      const answer = await fetch(url + path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';script-src 'self';/u);
      expect((await answer.text()).match(/(?:src|href)="(?!\/api\/docs\/)[^"]*"/gu)).toBeNull();
    }
  });
});
