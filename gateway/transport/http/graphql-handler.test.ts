import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../fixture/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: { bodyBytes: 100_000 } });
});
afterAll(() => world.stop());

const get = (query: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${world.graphql}?${query}`, { headers });
const errorOf = (code: string): object => ({ errors: [{ extensions: { code } }] });

describe('an operation by POST', () => {
  test('is answered as JSON with its variables', async () => {
    const answer = await world.post({ query: 'query Q($name: String) { hello(name: $name) }', variables: { name: 'you' }, operationName: 'Q' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ data: { hello: 'Hello you' } });
  });

  test('may be a mutation', async () => {
    const before = world.lab.counters.bumped;
    expect(await (await world.post({ query: 'mutation { bump }' })).json()).toEqual({ data: { bump: before + 1 } });
  });

  test('sees the request id that the answer carries', async () => {
    const answer = await world.post({ query: '{ requestId }' }, { 'X-Request-Id': 'mine' });
    expect(answer.headers.get('x-request-id')).toBe('mine');
    expect(await answer.json()).toEqual({ data: { requestId: 'mine' } });
  });

  test('knows who asks by bearer token and by API key', async () => {
    expect(await (await world.post({ query: '{ viewer }' }, { Authorization: 'Bearer alice' })).json()).toEqual({ data: { viewer: 'cds:1' } });
    expect(await (await world.post({ query: '{ viewer }' }, { 'X-API-Key': 'key' })).json()).toEqual({ data: { viewer: 'cds:1' } });
    expect(await (await world.post({ query: '{ viewer }' })).json()).toEqual({ data: { viewer: null } });
    expect(await (await world.post({ query: '{ viewer }' }, { Authorization: 'Bearer ' })).json()).toEqual({ data: { viewer: null } });
  });

  test.each([
    ['that is not valid', 'Bearer mallory', 'The token is not valid'],
    ['that only asserts', 'Bearer asserted', 'This credential proves nothing: sign in'],
  ])('with a credential %s is refused with 401', async (_, authorization, message) => {
    const answer = await world.post({ query: '{ viewer }' }, { Authorization: authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toEqual({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test('keeps a fault to itself and a refusal whole', async () => {
    const fault = await (await world.post({ query: '{ broken }' })).text();
    expect(fault).toContain('"code":"INTERNAL"');
    expect(fault).not.toMatch(/secret|stack|\.ts/u);
    expect(await (await world.post({ query: '{ refused }' })).json()).toMatchObject({
      data: null, errors: [{ message: 'Not now', path: ['refused'], extensions: { code: 'CONFLICT', details: { field: 'refused' } } }],
    });
  });

  test('is 200 when fields failed, whatever the media type', async () => {
    const answer = await world.post({ query: '{ refused }' }, { Accept: 'application/graphql-response+json' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  test('that is a subscription says where subscriptions are answered', async () => {
    const answer = await world.post({ query: 'subscription { idle { number } }' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      errors: [{ message: expect.stringContaining('multipart/mixed;subscriptionSpec=1.0'), extensions: { code: 'INVALID_REQUEST' } }],
    });
  });
});

describe('what is not well-formed', () => {
  test.each([
    { name: 'half a JSON text', body: '{"query":', status: 400, code: 'INVALID_JSON' },
    { name: 'nothing', body: '', status: 400, code: 'INVALID_JSON' },
    { name: 'bytes that are not UTF-8', body: new Uint8Array([0x22, 0xff, 0x22]), status: 400, code: 'INVALID_JSON' },
    { name: 'a number', body: '1', status: 400, code: 'INVALID_REQUEST' },
    { name: 'null', body: 'null', status: 400, code: 'INVALID_REQUEST' },
    { name: 'a query that is a list', body: '{"query":["{ hello }"]}', status: 400, code: 'INVALID_REQUEST' },
    { name: 'variables that are text', body: '{"query":"{ hello }","variables":"{}"}', status: 400, code: 'INVALID_REQUEST' },
    { name: 'more than may be', body: `{"query":"${'x'.repeat(100_001)}"}`, status: 413, code: 'PAYLOAD_TOO_LARGE' },
    { name: 'a deep nest', body: `{"query":"{ hello }","variables":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, status: 400, code: 'INVALID_REQUEST' },
  ])('a body of $name is refused', async ({ body, status, code }) => {
    const answer = await fetch(world.graphql, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(errorOf(code));
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', ''])(
    'a mutation with Content-Type %j is refused, because a page of another origin may send it',
    async (type) => {
      const before = world.lab.counters.bumped;
      const answer = await fetch(world.graphql, { method: 'POST', headers: { 'Content-Type': type }, body: JSON.stringify({ query: 'mutation { bump }' }) });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject(errorOf('INVALID_REQUEST'));
      expect(world.lab.counters.bumped).toBe(before);
    },
  );

  test('an answer that nobody could read is refused with 406', async () => {
    expect((await world.post({ query: '{ hello }' }, { Accept: 'image/png' })).status).toBe(406);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('the method %s is refused with 405', async (method) => {
    const answer = await fetch(world.graphql, { method, headers: { 'Content-Type': 'application/json' }, body: '{"query":"{ hello }"}' });
    expect(answer.status).toBe(405);
    expect(await answer.json()).toMatchObject(errorOf('METHOD_NOT_ALLOWED'));
  });

  test('no refusal holds a stack trace or the name of a library', async () => {
    const texts = await Promise.all(
      ['{', '[]', '{"query":"{"}', '{"query":"{ nope }"}', '{"query":"query($id: ID!) { hello }"}', '{"query":"{ hello }","operationName":"Nope"}'].map(async (body) =>
        (await fetch(world.graphql, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).text()),
    );
    for (const text of texts) expect(text).not.toMatch(/apollo|node_modules|\bat .*\.[jt]s|stack/iu);
  });
});

describe('an operation by GET, which Apollo Server answers', () => {
  test('may be a query', async () => {
    const answer = await get(`query=${encodeURIComponent('query($name: String) { hello(name: $name) }')}&variables=${encodeURIComponent('{"name":"you"}')}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ data: { hello: 'Hello you' } });
  });

  test('knows who asks', async () => {
    expect(await (await get('query={viewer}', { Authorization: 'Bearer alice' })).json()).toEqual({ data: { viewer: 'cds:1' } });
    expect((await get('query={viewer}', { Authorization: 'Bearer mallory' })).status).toBe(401);
  });

  test('is never a mutation', async () => {
    const before = world.lab.counters.bumped;
    expect((await get('query=mutation{bump}')).status).toBe(405);
    expect((await get('query=mutation{bump}', { Accept: 'text/event-stream' })).status).toBe(405);
    expect(world.lab.counters.bumped).toBe(before);
  });

  test.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ])('that does not fit the schema has, as %s, the status that a POST has', async (accept, status) => {
    const byGet = await get('query={nope}', { Accept: accept });
    const byPost = await world.post({ query: '{nope}' }, { Accept: accept });
    expect([byGet.status, byPost.status]).toEqual([status, status]);
    expect(await byGet.json()).toEqual(await byPost.json());
    expect(byGet.headers.get('cache-control')).toBe('no-store');
  });

  test('keeps a fault to itself', async () => {
    expect(await (await get('query={broken}')).text()).not.toContain('secret');
  });
});

test('a persisted query is registered and then asked for by its hash alone', async () => {
  const query = '{ hello(name: "hash") }';
  const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
  expect(await (await world.post({ extensions })).json()).toMatchObject(errorOf('PERSISTED_QUERY_NOT_FOUND'));
  expect(await (await world.post({ query, extensions })).json()).toEqual({ data: { hello: 'Hello hash' } });
  expect(await (await world.post({ extensions })).json()).toEqual({ data: { hello: 'Hello hash' } });
  expect(await (await world.post({ query: '{ bump }', extensions })).json()).toMatchObject(errorOf('INVALID_REQUEST'));
});

test('introspection is allowed', async () => {
  expect(await (await world.post({ query: '{ __schema { queryType { name } } }' })).json()).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } });
});

test('a page of an allowed origin may ask, another may not', async () => {
  expect((await world.post({ query: '{ hello }' }, { Origin: 'http://allowed.example' })).headers.get('access-control-allow-origin')).toBe('http://allowed.example');
  expect((await world.post({ query: '{ hello }' }, { Origin: 'http://evil.example' })).headers.get('access-control-allow-origin')).toBeNull();
});

describe('a caller that goes away', () => {
  test.each([
    ['POST', `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n{"query":"{ patient }"}`],
    ['GET', 'GET /graphql?query={patient} HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('aborts what it asked for by %s', async (_, request) => {
    const { counters } = world.lab;
    counters.aborted.length = 0;
    const socket = connect(world.port, '127.0.0.1');
    socket.write(request);
    await expect.poll(() => counters.waiting).toBe(1);
    socket.destroy();
    await expect.poll(() => counters.aborted).toEqual([expect.objectContaining({ code: 'CANCELLED' })]);
  });
});

test('an operation that takes too long is aborted and answered 504', async () => {
  const hasty = await startWorld({ limits: { operationMs: 300 } });
  try {
    const answers = await Promise.all([hasty.post({ query: '{ patient }' }), fetch(`${hasty.graphql}?query={patient}`)]);
    expect(await answers[0].json()).toEqual({ errors: [{ message: 'The operation did not finish within 0.3 seconds', extensions: { code: 'DEADLINE_EXCEEDED' } }] });
    expect(answers[0].status).toBe(504);
    expect(await answers[1].json()).toMatchObject(errorOf('DEADLINE_EXCEEDED'));
    expect(hasty.lab.counters.aborted).toEqual([expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }), expect.objectContaining({ code: 'DEADLINE_EXCEEDED' })]);
  } finally {
    await hasty.stop();
  }
});

test('pipelined operations on one connection are answered in their order', async () => {
  const socket = connect(world.port, '127.0.0.1');
  const operation = (name: string, last = false): string => {
    const body = JSON.stringify({ query: `{ hello(name: "${name}") }` });
    return `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${last ? 'Connection: close\r\n' : ''}Content-Length: ${body.length}\r\n\r\n${body}`;
  };
  socket.write(['a', 'b', 'c'].map((name) => operation(name)).join('') + operation('d', true));
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text.match(/Hello \w/gu)).toEqual(['Hello a', 'Hello b', 'Hello c', 'Hello d']);
});
