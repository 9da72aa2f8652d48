import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = await world.register('attacker');
});
afterAll(() => world.close());

const looksInternal = /\bat .+:\d+:\d+|node_modules|\.ts:|\.js:|prisma|postgres|zod/iu;

async function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

const bodies: readonly (readonly [string, string])[] = [
  ['no JSON', '{"username": '],
  ['an array', '[]'],
  ['a number', '7'],
  ['null', 'null'],
  ['prototype keys', '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"x":1}}}'],
  ['wrong types', '{"username":{"$ne":null},"password":["a"],"model":7,"messages":"x","query":{}}'],
  ['deep nesting', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
  ['NUL bytes', '{"username":"a\\u0000b","password":"12345678\\u0000","query":"{ me { id } }\\u0000"}'],
];

test.each(bodies)('%s as a body is refused on every listener without a word of the inside', async (_, body) => {
  const targets = [`${world.urls.auth}/auth/login`, `${world.urls.auth}/auth/register`, `${world.urls.llm}/v1/chat/completions`, world.urls.graphql];
  for (const url of targets) {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type, authorization: `Bearer ${token}` }, body });
      const text = await answer.text();
      // GraphQL over HTTP answers 200 to a refused document when the client asked for nothing newer.
      const refused = [400, 401, 415, 422].includes(answer.status) || (answer.status === 200 && text.startsWith('{"errors":'));
      expect.soft(refused, `${url} ${type}: ${answer.status} ${text}`).toBe(true);
      expect.soft(text).not.toMatch(looksInternal);
    }
  }
});

test('a body over the limit is refused and the listener lives', async () => {
  const answer = await fetch(`${world.urls.auth}/auth/login`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) }).catch(() => null);
  expect(answer === null || answer.status === 413).toBe(true);
  expect((await fetch(`${world.urls.auth}/health`)).status).toBe(200);
});

test('bytes that are no HTTP get a 400 and nothing more', async () => {
  for (const url of Object.values(world.urls)) {
    const answer = await raw(url, 'GET / HTTP/9.9\r\nx\r\n\r\n');
    expect.soft(answer.startsWith('HTTP/1.1 400')).toBe(true);
    expect.soft(answer).not.toMatch(looksInternal);
  }
});

test('unknown paths are answered in the shape of their surface', async () => {
  expect(await (await fetch(`${world.urls.auth}/nowhere`)).json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  expect(await (await fetch(`${world.urls.llm}/nowhere`)).json()).toEqual({ error: { message: expect.any(String), type: expect.any(String), param: null, code: expect.anything() } });
  expect((await fetch(new URL('/nowhere', world.urls.graphql))).status).toBe(404);
});

test('a query that is too deep, too wide or too long is refused with its code', async () => {
  const deep = `{ me ${'{ apiKeys { owner '.repeat(40)}{ id }${' } }'.repeat(40)} }`;
  const wide = `{ ${Array.from({ length: 2000 }, (_, index) => `a${index}: me { id }`).join(' ')} }`;
  const long = `{ me { id ${'id '.repeat(20_000)} } }`;
  for (const query of [deep, wide, long]) {
    const { errors } = await world.graphql(query, { token });
    expect(['QUERY_TOO_COMPLEX', 'GRAPHQL_PARSE_FAILED']).toContain(errors?.[0]?.extensions['code']);
  }
});
