import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCloudBrainClient, numberIn, type CloudBrainClient, type TestAi } from '../testkit/cloudbrain.ts';
import { createWorld, type World } from '../testkit/world.ts';

const secret = 'a CloudBrain secret that only this test knows';
const cdsSecret = 'a signing secret that only this test knows';
let world: World;
let client: CloudBrainClient;
let ada: TestAi;
let bob: TestAi;
let eve: TestAi;
let ids: { readonly session: number; readonly message: number; readonly broadcast: number; readonly pending: number; readonly active: number };
beforeAll(async () => {
  world = await createWorld({ CLOUDBRAIN_JWT_SECRET: secret, AUTH_JWT_SECRET: cdsSecret }, { model: false });
  client = createCloudBrainClient(world.urls.cloudbrain);
  [ada, bob, eve] = [await client.newAi(), await client.newAi(), await client.newAi()];
  const make = async (path: string, body: object, key: string) => numberIn((await client.v1('POST', path, { token: ada.token, body })).body, key);
  const ask = () => make('/collaboration/request', { target_ai_id: bob.id, collaboration_type: 'x', title: 'Sesame' }, 'collaboration_id');
  ids = {
    session: await make('/session/create', { session_type: 'private' }, 'session_id'),
    message: await make('/message/send', { message_type: 'message', content: 'Sesame', target_ai_id: bob.id, conversation_id: 5, metadata: { word: 'sesame' } }, 'message_id'),
    broadcast: await make('/message/send', { message_type: 'message', content: 'Hear, hear' }, 'message_id'),
    pending: await ask(),
    active: await ask(),
  };
  await client.v1('POST', '/collaboration/respond', { token: bob.token, body: { collaboration_id: ids.active, response: 'accept' } });
});
afterAll(() => world.close());

const aText: unknown = expect.any(String);
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) => z.record(z.string(), z.unknown()).parse(jwt.decode(token));

/** Every protected route, with a request that would be good for the right AI. */
const routes: [method: string, path: () => string, body: (() => object) | undefined][] = [
  ['POST', () => '/auth/logout', undefined],
  ['POST', () => '/auth/verify', undefined],
  ['GET', () => `/ai/${ada.id}`, undefined],
  ['PUT', () => `/ai/${ada.id}`, () => ({ version: '9' })],
  ['POST', () => '/session/create', () => ({ session_type: 'x' })],
  ['GET', () => `/session/${ids.session}`, undefined],
  ['DELETE', () => `/session/${ids.session}`, () => ({})],
  ['GET', () => `/session/${ada.id}/history`, undefined],
  ['POST', () => '/message/send', () => ({ message_type: 'x', content: 'x' })],
  ['GET', () => '/message/inbox', undefined],
  ['GET', () => '/message/sent', undefined],
  ['DELETE', () => `/message/${ids.message}`, undefined],
  ['GET', () => '/message/search?q=sesame', undefined],
  ['POST', () => '/collaboration/request', () => ({ target_ai_id: bob.id, collaboration_type: 'x', title: 'x' })],
  ['GET', () => '/collaboration/list', undefined],
  ['POST', () => '/collaboration/respond', () => ({ collaboration_id: ids.pending, response: 'accept' })],
  ['GET', () => `/collaboration/${ids.active}/progress`, undefined],
  ['POST', () => `/collaboration/${ids.active}/complete`, () => ({})],
  ['GET', () => '/rate-limit/status', undefined],
];

test('every route that needs a token is in that list', async () => {
  const { body } = await client.ask('GET', '/api/openapi.json');
  const paths = z.record(z.string(), z.record(z.string(), z.object({ security: z.array(z.unknown()).optional() }))).parse(body['paths']);
  const documented = Object.entries(paths).flatMap(([path, operations]) => Object.entries(operations).filter(([, { security = [] }]) => security.length > 0).map(([method]) => `${method.toUpperCase()} ${path}`));
  const listed = routes.map(([method, path]) => `${method} /api/v1${path().replace(/\?.*/u, '').replace(/\d+/u, '{id}')}`);
  expect(documented.length).toBeGreaterThan(10);
  expect(documented.toSorted()).toEqual(listed.toSorted());
});

describe.each(routes)('%s %s', (method, path, body) => {
  const call = (token?: string) => client.v1(method, path(), { token, ...(body && { body: body() }) });

  test('is closed to a caller without a token', async () => {
    const { status, headers, body: refused } = await call();
    expect([status, refused]).toEqual([401, { error: aText, code: 'INVALID_TOKEN' }]);
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each<[string, () => string, string]>([
    ['nonsense', () => 'nonsense', 'INVALID_TOKEN'],
    ['nothing', () => '', 'INVALID_TOKEN'],
    ['a refresh token', () => ada.refreshToken, 'INVALID_TOKEN'],
    ['a token of another key', () => jwt.sign(claimsOf(ada.token), 'another secret that nobody here knows'), 'INVALID_TOKEN'],
    ['a token of another algorithm', () => jwt.sign(claimsOf(ada.token), secret, { algorithm: 'HS512' }), 'INVALID_TOKEN'],
    ['a token of algorithm none', () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claimsOf(ada.token))}.`, 'INVALID_TOKEN'],
    ['a changed token', () => ada.token.replace(/\.[^.]+\./u, `.${base64({ ...claimsOf(eve.token), sub: ada.id })}.`), 'INVALID_TOKEN'],
    ['a token without an end', () => jwt.sign(Object.fromEntries(Object.entries(claimsOf(ada.token)).filter(([claim]) => claim !== 'exp')), secret), 'INVALID_TOKEN'],
    ['an expired token', () => jwt.sign({ ...claimsOf(ada.token), exp: 1_000_000_000 }, secret), 'TOKEN_EXPIRED'],
    ['an expired token of another key', () => jwt.sign({ ...claimsOf(ada.token), exp: 1_000_000_000 }, 'another secret that nobody here knows'), 'INVALID_TOKEN'],
    ['a token of CyberDevStudio', () => jwt.sign({ sub: ada.id, username: 'x', role: 'admin', iss: 'cyber-dev-studio', exp: 9_999_999_999 }, cdsSecret), 'INVALID_TOKEN'],
    ['a token of the Panthers', () => jwt.sign({ ...claimsOf(ada.token), iss: 'secret-panthers' }, secret), 'INVALID_TOKEN'],
    ['an API key', () => 'pk_0123456789abcdef', 'INVALID_TOKEN'],
  ])('is closed to %s', async (...[, forge, code]) => {
    const answer = await call(forge());
    expect([answer.status, answer.body]).toEqual([401, { error: aText, code }]);
  });
});

test('an API key in its own header is no credential here', async () => {
  expect((await client.v1('GET', '/message/inbox', { headers: { 'X-API-Key': 'pk_0123456789abcdef' } })).status).toBe(401);
});

test('a signature over the secret as text is told from one over nothing', async () => {
  const body = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64(claimsOf(ada.token))}`;
  expect((await client.v1('POST', '/auth/verify', { token: `${body}.${createHmac('sha256', '').update(body).digest('base64url')}` })).status).toBe(401);
});

describe('another AI with a good token of its own', () => {
  const call = (method: string, path: string, body?: object) => client.v1(method, path, { token: eve.token, ...(body && { body }) });

  test.each<[string, () => string, object | undefined, string]>([
    ['PUT', () => `/ai/${ada.id}`, { version: '9' }, 'Not authorized to update this AI profile'],
    ['GET', () => `/session/${ids.session}`, undefined, 'Not authorized to access resource'],
    ['DELETE', () => `/session/${ids.session}`, {}, 'Not authorized to access resource'],
    ['GET', () => `/session/${ada.id}/history`, undefined, 'Not authorized to access resource'],
    ['DELETE', () => `/message/${ids.message}`, undefined, 'Not authorized to delete this message'],
    ['DELETE', () => `/message/${ids.broadcast}`, undefined, 'Not authorized to delete this message'],
    ['GET', () => `/collaboration/${ids.active}/progress`, undefined, 'Not authorized to access resource'],
    ['POST', () => `/collaboration/${ids.active}/complete`, {}, 'Not authorized to access resource'],
  ])('cannot %s %s', async (...[method, path, body, error]) => {
    const answer = await call(method, path(), body);
    expect([answer.status, answer.body]).toEqual([403, { error, code: 'FORBIDDEN' }]);
  });

  test('cannot answer a request, and neither can who made it', async () => {
    for (const { token } of [eve, ada]) {
      const answer = await client.v1('POST', '/collaboration/respond', { token, body: { collaboration_id: ids.pending, response: 'accept' } });
      expect([answer.status, answer.body]).toMatchObject([403, { code: 'FORBIDDEN' }]);
    }
  });

  test.each(routes)('is told nothing of others by %s %s', async (method, path, body) => {
    const other = await client.newAi(); // one of them logs out
    const { body: answer } = await client.v1(method, path(), { token: other.token, ...(body && { body: body() }) });
    expect(JSON.stringify(answer)).not.toMatch(/sesame|private/iu);
  });

  test.each(['/message/inbox?mark_read=false', '/message/inbox?mark_read=false&conversation_id=5', '/message/sent', '/message/search?q=sesame', '/message/search?q=ses', '/collaboration/list', '/collaboration/list?role=responder'])('sees nothing of others at %s', async (path) => {
    const { status, body } = await call('GET', path);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/sesame/iu);
  });

  test('does not find in a conversation of the same number what another pair says there', async () => {
    await call('POST', '/message/send', { message_type: 'message', content: 'Mine', target_ai_id: bob.id, conversation_id: 5 });
    expect((await client.v1('GET', '/message/inbox?conversation_id=5&mark_read=false', { token: ada.token })).body).toMatchObject({ total: 0 });
  });

  test('leaves everything as it was', async () => {
    const see = (path: string) => client.v1('GET', path, { token: ada.token });
    expect((await see(`/session/${ids.session}`)).body).toMatchObject({ status: 'active' });
    expect((await see(`/collaboration/${ids.active}/progress`)).body).toMatchObject({ status: 'active' });
    expect((await see('/collaboration/list?status=pending')).body).toMatchObject({ total: 1 });
    expect((await see('/message/sent')).body).toMatchObject({ total: 2 });
    expect((await see(`/ai/${ada.id}`)).body).toMatchObject({ version: null });
    expect((await client.v1('GET', '/message/inbox?mark_read=false&conversation_id=5', { token: bob.token })).body).toMatchObject({ messages: expect.arrayContaining([expect.objectContaining({ content: 'Sesame', read: false })]) });
    expect((await client.v1('POST', '/auth/verify', { token: ada.token })).body).toMatchObject({ valid: true, ai_id: ada.id });
  });
});

describe('deleting a message', () => {
  test('takes the copy of its receiver only, and all copies when its sender does it', async () => {
    const send = async () => numberIn((await client.v1('POST', '/message/send', { token: ada.token, body: { message_type: 'message', content: 'Twofold', target_ai_id: bob.id } })).body, 'message_id');
    const found = async (as: TestAi, id: number) => JSON.stringify((await client.v1('GET', '/message/search?q=twofold', { token: as.token })).body).includes(`"message_id":${id},`);
    const [one, two] = [await send(), await send()];
    expect((await client.v1('DELETE', `/message/${one}`, { token: bob.token })).status).toBe(200);
    expect([await found(ada, one), await found(bob, one)]).toEqual([true, false]);
    expect((await client.v1('DELETE', `/message/${two}`, { token: ada.token })).status).toBe(200);
    expect([await found(ada, two), await found(bob, two)]).toEqual([false, false]);
  });
});

describe('on /graphql', () => {
  const whoami = '{ me { id username } }';

  test('an AI is known by its token, and cannot do what CyberDevStudio can', async () => {
    expect((await world.graphql(whoami, { token: ada.token })).data).toEqual({ me: { id: `cb:${ada.id}`, username: ada.name } });
    expect((await world.graphql('{ users { totalCount } }', { token: ada.token })).errors?.[0]?.extensions['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    expect((await world.graphql('mutation { createApiKey(input: { name: "k" }) { token } }', { token: ada.token })).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  test('a user of CyberDevStudio is known as before, and takes no part in CloudBrain', async () => {
    const token = await world.register('visitor');
    expect((await world.graphql(whoami, { token })).data).toMatchObject({ me: { username: 'visitor' } });
    expect((await world.graphql('{ inbox { totalCount } }', { token })).errors?.[0]?.extensions['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  });

  test('a token that has been signed out is refused', async () => {
    const gone = await client.newAi();
    await client.v1('POST', '/auth/logout', { token: gone.token });
    expect((await world.graphql(whoami, { token: gone.token })).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  test('what only surfaces may ask is not there', async () => {
    for (const query of ['mutation { openAccount(input: { realm: "cb", username: "x" }) { account { id } } }', '{ accountByName(realm: "cb", username: "GLM47") { id } }', 'mutation { noteSessionUse(input: { sessionId: "x" }) { sessionId } }']) {
      expect((await world.graphql(query, { token: ada.token })).errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});

describe('in production', () => {
  let production: World;
  let theirs: CloudBrainClient;
  beforeAll(async () => {
    production = await createWorld({ NODE_ENV: 'production', CLOUDBRAIN_REQUIRE_SECRET: 'false', ALLOW_INSECURE_DEFAULTS: 'true' }, { model: false });
    theirs = createCloudBrainClient(production.urls.cloudbrain);
  });
  afterAll(() => production.close());

  test('an AI that only named itself is at home on its own surface, and is refused on /graphql', async () => {
    const ai = await theirs.newAi();
    expect((await theirs.v1('GET', '/message/inbox', { token: ai.token })).status).toBe(200);
    expect((await production.graphql('{ me { id } }', { token: ai.token })).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  test('there are no AIs for demonstration', async () => {
    expect((await theirs.v1('POST', '/auth/login', { body: { ai_id: 32, ai_name: 'GLM47' } })).status).toBe(401);
  });
});

describe('where a secret is required', () => {
  test('it is shown once, at registration, and opens a session that /graphql accepts', async () => {
    const guarded = await createWorld({ NODE_ENV: 'production', AUTH_TOKEN: 'a token of our own' }, { model: false });
    const { v1 } = createCloudBrainClient(guarded.urls.cloudbrain);
    const registered = await v1('POST', '/ai/register', { body: { ai_name: 'Guarded' } });
    expect(registered.body).toMatchObject({ success: true, secret: expect.stringMatching(/^[\w-]{32,}$/u) });
    const credentials = { ai_id: registered.body['ai_id'], ai_name: 'Guarded' };
    for (const body of [credentials, { ...credentials, secret: 'a wrong secret' }]) expect((await v1('POST', '/auth/login', { body })).body).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    const { body } = await v1('POST', '/auth/login', { body: { ...credentials, secret: registered.body['secret'] } });
    expect((await guarded.graphql('{ me { username } }', { token: String(body['token']) })).data).toEqual({ me: { username: 'Guarded' } });
    await guarded.close();
  });
});
