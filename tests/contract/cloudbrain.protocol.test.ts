import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCloudBrainClient, listIn, objectIn, type CloudBrainClient, type TestAi } from '../testkit/cloudbrain.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CloudBrainClient;
let ada: TestAi;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  client = createCloudBrainClient(world.urls.cloudbrain);
  ada = await client.newAi();
});
afterAll(() => world.close());

const aText: unknown = expect.any(String);

describe('bad input', () => {
  const bodies = ['/auth/login', '/auth/refresh', '/ai/register', '/session/create', '/message/send', '/collaboration/request', '/collaboration/respond'];

  test.each(bodies)('to %s is refused in the documented shape', async (path) => {
    for (const body of ['{"a":', '', 'null', '[]', '"x"', 'ai_id=32&ai_name=GLM47', '\u0000', '{"__proto__":{"ai_name":"x","content":"x"}}', `"${'x'.repeat(1024 * 1024)}"`]) {
      const answer = await client.v1('POST', path, { token: ada.token, body });
      expect([body.slice(0, 20), answer.status, answer.body]).toEqual([body.slice(0, 20), 400, { error: aText, code: 'VALIDATION_ERROR', details: expect.any(Object) }]);
    }
  });

  test.each(['', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense'])('JSON is read with the content type "%s"', async (type) => {
    expect((await client.v1('POST', '/auth/login', { body: { ai_id: ada.id, ai_name: ada.name }, headers: { 'Content-Type': type } })).status).toBe(200);
  });

  const lists = ['/ai/list', `/message/inbox`, '/message/sent', '/message/search?q=x', '/collaboration/list', '/session/{id}/history'];
  test.each(lists)('%s takes only limits and offsets that are numbers', async (path) => {
    const at = (query: string) => client.v1('GET', `${path.replace('{id}', String(ada.id))}${path.includes('?') ? '&' : '?'}${query}`, { token: ada.token });
    for (const field of ['limit', 'offset']) {
      for (const value of ['abc', '-1', '1.5', '', '0x10', '1e1', 'NaN', '99999999999', '%00']) {
        const { status, body } = await at(`${field}=${value}`);
        expect([value, status, body]).toEqual([value, 400, { error: expect.stringContaining(field), code: 'VALIDATION_ERROR', details: { [field]: aText } }]);
      }
    }
    expect((await at('limit=101')).body).toMatchObject({ limit: 100, offset: 0 });
    expect((await at('limit=100&offset=2147483647')).body).toMatchObject({ limit: 100, offset: 2_147_483_647 });
  });

  test.each([
    ['/message/inbox?unread_only=maybe', 'unread_only'],
    ['/message/inbox?mark_read=maybe', 'mark_read'],
    ['/message/inbox?conversation_id=x', 'conversation_id'],
    ['/message/search', 'q'],
    ['/message/search?q=', 'q'],
    ['/message/search?q=%20', 'q'],
    ['/message/search?q=%00', 'q'],
    ['/message/search?q=x&date_from=yesterday', 'date_from'],
    ['/message/search?q=x&date_to=2026-13-45', 'date_to'],
    ['/collaboration/list?status=none', 'status'],
    ['/collaboration/list?role=boss', 'role'],
  ])('GET %s is refused', async (path, field) => {
    const { status, body } = await client.v1('GET', path, { token: ada.token });
    expect([status, body]).toEqual([400, { error: expect.stringContaining(field), code: 'VALIDATION_ERROR', details: { [field]: aText } }]);
  });

  test.each(["'; DROP TABLE x; --", '%25', '_', '\\', '"', '(((', 'a & | ! b', ':*', '🤖', 'x'.repeat(400), '<->'])('a search for %.30j is only a search', async (query) => {
    expect((await client.v1('GET', `/message/search?q=${encodeURIComponent(query)}`, { token: ada.token })).status).toBe(200);
  });

  test('metadata that is deep, long or strange is stored or refused, never a fault', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const metadata of [deep, '{"\\u0000":1}', '{"a":"\\ud800"}', `{"a":"${'x'.repeat(500_000)}"}`, '{"__proto__":{"x":1}}', '{"a":1e400}']) {
      const body = `{"message_type":"x","content":"x","metadata":${metadata.startsWith('[') ? `{"a":${metadata}}` : metadata}}`;
      expect([201, 400]).toContain((await client.v1('POST', '/message/send', { token: ada.token, body })).status);
    }
  });
});

describe('paths', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/api'],
    ['GET', '/api/v1'],
    ['GET', '/api/v1/nothing'],
    ['GET', '/api/v2'],
    ['POST', '/api/v2/auth/login'],
    ['GET', '/api/v1/auth/login'],
    ['PATCH', '/api/v1/ai/32'],
    ['GET', '/API/V1/ai/list'],
    ['GET', '/openapi.json'],
  ])('%s %s is not there, in JSON', async (method, path) => {
    const { status, body } = await client.ask(method, path);
    expect([status, body]).toEqual([404, { error: 'Requested resource not found', code: 'RESOURCE_NOT_FOUND' }]);
  });

  test('a path that cannot be decoded is refused', async () => {
    expect(await client.v1('GET', '/ai/%E0%A4%A', { token: ada.token })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
  });
});

describe('the document of this API', () => {
  const documented = {
    '/api/v1/auth/login': ['post'],
    '/api/v1/auth/logout': ['post'],
    '/api/v1/auth/refresh': ['post'],
    '/api/v1/auth/verify': ['post'],
    '/api/v1/ai/register': ['post'],
    '/api/v1/ai/list': ['get'],
    '/api/v1/ai/{id}': ['get', 'put'],
    '/api/v1/session/create': ['post'],
    '/api/v1/session/{id}': ['delete', 'get'],
    '/api/v1/session/{id}/history': ['get'],
    '/api/v1/message/send': ['post'],
    '/api/v1/message/inbox': ['get'],
    '/api/v1/message/sent': ['get'],
    '/api/v1/message/search': ['get'],
    '/api/v1/message/{id}': ['delete'],
    '/api/v1/collaboration/request': ['post'],
    '/api/v1/collaboration/list': ['get'],
    '/api/v1/collaboration/respond': ['post'],
    '/api/v1/collaboration/{id}/progress': ['get'],
    '/api/v1/collaboration/{id}/complete': ['post'],
    '/api/v1/rate-limit/status': ['get'],
  };

  test('describes every operation', async () => {
    const { body } = await client.ask('GET', '/api/openapi.json');
    expect(body['openapi']).toMatch(/^3\.0\./u);
    const paths = Object.keys(objectIn(body, 'paths')).filter((path) => path.startsWith('/api/'));
    expect(Object.fromEntries(paths.map((path) => [path, Object.keys(objectIn(objectIn(body, 'paths'), path)).sort()]))).toEqual(documented);
    expect(body).toMatchObject({ components: { securitySchemes: { bearer: { scheme: 'bearer' } } } });
    expect(JSON.stringify(body)).not.toContain('X-API-Key');
  });

  test('has a page that loads nothing from elsewhere', async () => {
    const answer = await fetch(`${world.urls.cloudbrain}/api/docs`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await answer.text()).match(/(?:src|href)="[^"]*"/gu)).toEqual(['href="/api/docs/swagger-ui.css"', 'src="/api/docs/swagger-ui-bundle.js"', 'src="/api/docs/initialize.js"']);
    expect(await (await fetch(`${world.urls.cloudbrain}/api/docs/initialize.js`)).text()).toContain('"/api/openapi.json"');
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) expect((await fetch(`${world.urls.cloudbrain}/api/docs/${file}`)).status).toBe(200);
  });
});

describe('rate limits', () => {
  let limited: World;
  let strict: CloudBrainClient;
  beforeAll(async () => {
    limited = await createWorld({ RATE_LIMITS: 'on' }, { model: false });
    strict = createCloudBrainClient(limited.urls.cloudbrain);
  });
  afterAll(() => limited.close());

  const remaining = (headers: Headers): number => Number(headers.get('x-ratelimit-remaining'));

  test('are told on every answer, whatever it is', async () => {
    const calls = [
      ['POST', '/api/v1/auth/login', { ai_id: 32, ai_name: 'GLM47' }],
      ['POST', '/api/v1/auth/login', { ai_id: 32, ai_name: 'wrong' }],
      ['POST', '/api/v1/auth/login', '{"'],
      ['POST', '/api/v1/auth/login', 'x'.repeat(2 * 1024 * 1024)],
      ['GET', '/api/v1/ai/list', undefined],
      ['GET', '/api/v1/message/inbox', undefined],
      ['GET', '/api/v1/ai/%E0%A4%A', undefined],
      ['GET', '/api/v1/nothing', undefined],
      ['PATCH', '/api/v1/ai/32', undefined],
      ['GET', '/api/v2/ai/list', undefined],
      ['GET', '/api/openapi.json', undefined],
      ['GET', '/health', undefined],
    ] as const;
    const seen: number[] = [];
    for (const [method, path, body] of calls) {
      const { headers } = await strict.ask(method, path, { body });
      const reset = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000;
      expect([path, headers.get('x-ratelimit-limit'), reset > 0 && reset <= 61]).toEqual([path, '100', true]);
      seen.push(remaining(headers));
    }
    expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) - index));
  });

  test('count for each AI, and are told on request', async () => {
    const [one, two] = [await strict.newAi(), await strict.newAi()];
    const { headers, body } = await strict.v1('GET', '/rate-limit/status', { token: one.token });
    expect(Object.keys(body)).toEqual(['success', 'limit', 'remaining', 'reset', 'reset_at']);
    expect(body).toMatchObject({ success: true, limit: 100, remaining: 99, reset: Number(headers.get('x-ratelimit-reset')) });
    expect(Date.parse(String(body['reset_at']))).toBe(Number(body['reset']) * 1000);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => strict.v1('GET', index % 2 === 0 ? '/message/inbox' : '/ai/list', { token: one.token })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(99);
    const refused = await strict.v1('GET', '/message/inbox', { token: one.token });
    expect([refused.status, refused.body]).toEqual([429, { error: 'Rate limit exceeded', code: 'RATE_LIMIT_EXCEEDED', retry_after: expect.any(Number) }]);
    expect([refused.headers.get('retry-after'), remaining(refused.headers)]).toEqual([String(refused.body['retry_after']), 0]);
    expect((await strict.v1('GET', '/message/inbox', { token: two.token })).status).toBe(200);
  });

  test('count for the address of whoever has no token', async () => {
    const answers = await Promise.all(Array.from({ length: 101 }, () => strict.v1('GET', '/ai/list')));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    expect((await strict.v1('GET', '/nothing')).status).toBe(429);
  });
});

test('the documented client works as it is written', async () => {
  const baseUrl = `${world.urls.cloudbrain}/api/v1`;
  const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
    z.record(z.string(), z.unknown()).parse(await (await fetch(baseUrl + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) })).json());
  const data = await post('/auth/login', { ai_id: 32, ai_name: 'GLM47', ai_nickname: 'GLM47' });
  expect(data).toMatchObject({ success: true, token: aText });
  const headers = { Authorization: `Bearer ${String(data['token'])}` };
  expect(await post('/message/send', { message_type: 'message', content: 'Hello!', target_ai_id: 33 }, headers)).toMatchObject({ success: true, sender_id: 32, target_ai_id: 33 });
  const inbox = await fetch(`${baseUrl}/message/inbox?limit=20`, { headers });
  expect(await inbox.json()).toMatchObject({ success: true, messages: expect.any(Array), unread_count: expect.any(Number), limit: 20 });
  const { token } = await client.logIn(33, 'GLM47_2');
  expect(listIn((await client.v1('GET', '/message/inbox?limit=10&unread_only=True', { token })).body, 'messages')[0]).toMatchObject({ sender_id: 32, content: 'Hello!' });
});

test('nothing above was refused in a way that is not documented', async () => {
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
