import { createHash } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld, type World } from '../testkit/world.ts';

const secret = 'a signing secret that only this test knows';
const password = 'a long enough secret';
let world: World;
let adminToken: string;

beforeAll(async () => {
  world = await createWorld({ AUTH_JWT_SECRET: secret }, { model: false });
  adminToken = await world.signInAdmin();
});
afterAll(() => world.close());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const object = z.record(z.string(), z.unknown());
const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);
const anInstant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u);

let names = 0;
const newName = (): string => `dev-${(names += 1)}`;
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

async function ask(method: string, path: string, { body, headers = {} }: { readonly body?: unknown; readonly headers?: Record<string, string> } = {}): Promise<Answer> {
  const init = { method, headers: { 'Content-Type': 'application/json', ...headers }, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) };
  const answer = await fetch(world.urls.auth + path, init);
  return { status: answer.status, body: object.parse(await answer.json()) };
}

async function register(more: object = {}, headers: Record<string, string> = {}): Promise<{ readonly answer: Answer; readonly username: string }> {
  const username = newName();
  return { username, answer: await ask('POST', '/auth/register', { body: { username, password, ...more }, headers }) };
}

async function newUser(): Promise<{ readonly token: string; readonly id: number; readonly username: string }> {
  const { answer, username } = await register();
  const { token, user } = answer.body;
  expect(answer.status).toBe(201);
  return { token: String(token), id: numberOf(user, 'id'), username };
}

async function newKey(token: string, name = 'ci'): Promise<{ readonly id: string; readonly key: string }> {
  const { status, body } = await ask('POST', '/auth/api-keys', { body: { name }, headers: bearer(token) });
  expect(status).toBe(201);
  return { id: String(body['id']), key: String(body['token']) };
}

const fieldOf = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined);
const numberOf = (value: unknown, name: string): number => Number(fieldOf(value, name));
const claimsOf = (token: unknown): Record<string, unknown> => object.parse(JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8')));
const refusal = (code: string) => ({ error: { code, message: aText } });

describe('POST /auth/register', () => {
  test('makes an account and signs it in', async () => {
    const { answer, username } = await register();
    expect(answer).toEqual({ status: 201, body: { token: aText, user: { id: aNumber, username, role: 'developer' } } });
    expect((await ask('GET', '/auth/me', { headers: bearer(String(answer.body['token'])) })).status).toBe(200);
  });

  test.each([
    [{ password }, 'username'],
    [{ username: 'someone' }, 'password'],
    [{}, 'username'],
    [{ username: 7, password }, 'username'],
    [{ username: 'someone', password: ['a long enough secret'] }, 'password'],
    [{ username: '', password }, 'username'],
    [{ username: 'two words', password }, 'username'],
    [{ username: 'someone', password: 'short' }, 'password'],
    [{ username: 'someone', password, role: 'root' }, 'role'],
    [{ username: 'someone', password, role: 7 }, 'role'],
    [{ username: 'someone', password, token_balance: 'much' }, 'token_balance'],
  ])('refuses %j and names the field', async (body, field) => {
    const answer = await ask('POST', '/auth/register', { body });
    expect(answer).toEqual({ status: 400, body: refusal('BAD_USER_INPUT') });
    expect(fieldOf(answer.body['error'], 'message')).toMatch(new RegExp(`^${field} `, 'u'));
  });

  test('refuses a name that is taken, whatever its case', async () => {
    const { username } = await newUser();
    for (const taken of [username, username.toUpperCase()]) {
      expect(await ask('POST', '/auth/register', { body: { username: taken, password } })).toEqual({ status: 409, body: refusal('CONFLICT') });
    }
  });

  test('makes one account of two that come at once', async () => {
    const body = { username: newName(), password };
    const answers = await Promise.all([ask('POST', '/auth/register', { body }), ask('POST', '/auth/register', { body })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

describe('roles at registration', () => {
  test.each([
    ['nobody', {}],
    ['a developer', { asDeveloper: true }],
  ])('%s cannot make an administrator, nor an account in passing', async (_, { asDeveloper = false }: { asDeveloper?: boolean }) => {
    const headers = asDeveloper ? bearer((await newUser()).token) : {};
    const { answer, username } = await register({ role: 'admin' }, headers);
    expect(answer).toEqual({ status: 403, body: refusal('FORBIDDEN') });
    expect((await ask('POST', '/auth/login', { body: { username, password } })).status).toBe(401);
  });

  test('an administrator makes administrators, and sets a token balance', async () => {
    const { answer } = await register({ role: 'admin', token_balance: 7 }, bearer(adminToken));
    expect(answer).toMatchObject({ status: 201, body: { user: { role: 'admin' } } });
    expect(claimsOf(answer.body['token'])).toMatchObject({ role: 'admin' });
    expect((await ask('GET', '/auth/me', { headers: bearer(String(answer.body['token'])) })).body).toMatchObject({ role: 'admin', token_balance: 7 });
  });

  test('nobody else sets a token balance', async () => {
    expect((await register({ token_balance: 1_000_000 })).answer.status).toBe(403);
  });

  test('a bad bearer is refused, not overlooked', async () => {
    expect((await register({}, bearer('no.such.token'))).answer).toEqual({ status: 401, body: refusal('UNAUTHENTICATED') });
  });

  test('a prototype key grants nothing', async () => {
    const username = newName();
    const body = `{"username":"${username}","password":"${password}","__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}`;
    expect(await ask('POST', '/auth/register', { body })).toMatchObject({ status: 201, body: { user: { role: 'developer' } } });
  });
});

describe('POST /auth/login', () => {
  test('exchanges a name and a password for a token', async () => {
    const { username, id } = await newUser();
    const answer = await ask('POST', '/auth/login', { body: { username, password } });
    expect(answer).toEqual({ status: 200, body: { token: aText, user: { id, username, role: 'developer' } } });
  });

  test('answers a wrong password and an unknown name alike', async () => {
    const { username } = await newUser();
    const answers = [
      await ask('POST', '/auth/login', { body: { username, password: 'a wrong secret' } }),
      await ask('POST', '/auth/login', { body: { username: 'nobody-at-all', password } }),
      await ask('POST', '/auth/login', { body: { username: 'no name at all', password } }),
      await ask('POST', '/auth/login', { body: { username, password: '' } }),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual({ status: 401, body: refusal('INVALID_CREDENTIALS') });
  });

  test.each([[{ username: 'x' }], [{ password }], [{ username: { $ne: null }, password: { $ne: null } }]])('refuses %j as malformed', async (body) => {
    expect(await ask('POST', '/auth/login', { body })).toEqual({ status: 400, body: refusal('BAD_USER_INPUT') });
  });
});

describe('API keys', () => {
  test('a named key is made, its token shown once', async () => {
    const { token } = await newUser();
    const { status, body } = await ask('POST', '/auth/api-keys', { body: { name: 'ci' }, headers: bearer(token) });
    expect(status).toBe(201);
    expect(body).toEqual({ id: aText, name: 'ci', token: aText, created_at: anInstant });
    const listed = await ask('GET', '/auth/api-keys', { headers: bearer(token) });
    expect(JSON.stringify(listed.body)).not.toContain(String(body['token']));
  });

  test.each([[{}], [{ name: '' }], [{ name: 7 }], [{ name: 'x'.repeat(101) }]])('a key from %j is refused', async (body) => {
    const { token } = await newUser();
    expect(await ask('POST', '/auth/api-keys', { body, headers: bearer(token) })).toEqual({ status: 400, body: refusal('BAD_USER_INPUT') });
  });

  test('users see their own keys, without token or hash', async () => {
    const [ada, eve] = [await newUser(), await newUser()];
    const { id, key } = await newKey(ada.token, 'of ada');
    const { status, body } = await ask('GET', '/auth/api-keys', { headers: bearer(ada.token) });
    expect([status, body]).toEqual([200, { keys: [{ id, name: 'of ada', user_id: ada.id, created_at: anInstant, last_used_at: null }] }]);
    expect(JSON.stringify(body)).not.toContain(createHash('sha256').update(key).digest('hex'));
    expect((await ask('GET', '/auth/api-keys', { headers: bearer(eve.token) })).body).toEqual({ keys: [] });
  });

  test('administrators see the keys of all users', async () => {
    const { token, id: owner } = await newUser();
    const { id } = await newKey(token);
    const { body } = await ask('GET', '/auth/api-keys', { headers: bearer(adminToken) });
    expect(body['keys']).toContainEqual(expect.objectContaining({ id, user_id: owner }));
  });

  test('a key is a credential by either header, and its use is noted', async () => {
    const { token, id } = await newUser();
    const { key } = await newKey(token);
    for (const headers of [bearer(key), { 'X-API-Key': key }]) {
      expect(await ask('GET', '/auth/me', { headers })).toMatchObject({ status: 200, body: { id } });
    }
    const { body } = await ask('GET', '/auth/api-keys', { headers: bearer(token) });
    expect(body).toMatchObject({ keys: [{ last_used_at: anInstant }] });
  });

  test('a revoked key is refused at once, on every surface', async () => {
    const { token } = await newUser();
    const { id, key } = await newKey(token);
    const models = () => fetch(`${world.urls.llm}/v1/models`, { headers: bearer(key) });
    expect((await models()).status).toBe(200);
    expect(await ask('DELETE', `/auth/api-keys/${id}`, { headers: bearer(token) })).toEqual({ status: 200, body: { id, revoked: true } });
    expect((await models()).status).toBe(401);
    expect((await ask('GET', '/auth/me', { headers: { 'X-API-Key': key } })).status).toBe(401);
    expect((await world.graphql('{ me { id } }', { token: key })).errors ?? []).not.toEqual([]);
    expect((await ask('GET', '/auth/api-keys', { headers: bearer(token) })).body).toEqual({ keys: [] });
  });

  test('the key of somebody else looks like none, and stays valid', async () => {
    const [ada, eve] = [await newUser(), await newUser()];
    const { id, key } = await newKey(ada.token);
    const foreign = await ask('DELETE', `/auth/api-keys/${id}`, { headers: bearer(eve.token) });
    const unknown = await ask('DELETE', '/auth/api-keys/00000000-0000-7000-8000-000000000000', { headers: bearer(eve.token) });
    expect(foreign).toEqual({ status: 404, body: refusal('NOT_FOUND') });
    expect(unknown).toEqual(foreign);
    expect((await ask('GET', '/auth/me', { headers: bearer(key) })).status).toBe(200);
  });

  test.each([
    ['a letter', 'x'],
    ['a path', '..%2F..%2Fetc'],
    ['SQL', "1'%20OR%20'1'='1"],
    ['a NUL byte', '%00'],
    ['three thousand letters', 'a'.repeat(3000)],
  ])('%s is no key', async (_, id) => {
    expect((await ask('DELETE', `/auth/api-keys/${id}`, { headers: bearer(adminToken) })).status).toBe(404);
  });

  test('an administrator revokes any key', async () => {
    const { token } = await newUser();
    const { id, key } = await newKey(token);
    expect((await ask('DELETE', `/auth/api-keys/${id}`, { headers: bearer(adminToken) })).status).toBe(200);
    expect((await ask('GET', '/auth/me', { headers: bearer(key) })).status).toBe(401);
  });

  test('only the SHA-256 of a key is stored', async () => {
    const { token } = await newUser();
    const { key } = await newKey(token);
    const { rows } = await world.database.pool.query<{ sha256: string; text: string }>('SELECT sha256, row_to_json(k)::text AS text FROM identity.api_keys k ORDER BY created_at DESC LIMIT 1');
    expect(rows.map(({ sha256 }) => sha256)).toEqual([createHash('sha256').update(key).digest('hex')]);
    expect(rows[0]?.text).not.toContain(key);
  });
});

describe('GET /health', () => {
  test('tells that the service works, to anybody', async () => {
    expect(await ask('GET', '/health')).toEqual({ status: 200, body: { status: 'ok' } });
  });
});

describe('GET /auth/me', () => {
  test('is the signed-in user with the token balance', async () => {
    const { token, id, username } = await newUser();
    expect(await ask('GET', '/auth/me', { headers: bearer(token) })).toEqual({ status: 200, body: { id, username, role: 'developer', token_balance: 100_000 } });
  });
});

describe('tokens', () => {
  const sign = (claims: object, key = secret, options: jwt.SignOptions = {}): string => jwt.sign(claims, key, options);
  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const without = (claims: object, name: string): object => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

  test('carry the documented claims', async () => {
    const { token, id, username } = await newUser();
    const claims = claimsOf(token);
    expect(claims).toMatchObject({ sub: id, username, role: 'developer', iss: 'cyber-dev-studio' });
    expect(Number(claims['exp'])).toBeGreaterThan(Date.now() / 1000);
  });

  test.each<[string, (claims: Record<string, unknown>, token: string) => string]>([
    ['nonsense', () => 'nonsense'],
    ['nothing after the scheme', () => ''],
    ['expired', (claims) => sign({ ...claims, exp: inAnHour() - 7200 })],
    ['signed with another key', (claims) => sign(claims, 'another secret that nobody here knows')],
    ['of algorithm none', (claims) => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims)}.`],
    ['of another HMAC', (claims) => sign(claims, secret, { algorithm: 'HS512' })],
    ['with a changed payload', (claims, token) => token.replace(/\.[^.]+\./u, `.${base64({ ...claims, sub: 1, role: 'admin' })}.`)],
    ['without an end', (claims) => sign(without(claims, 'exp'))],
    ['of CloudBrain', (claims) => sign({ ...claims, iss: 'cloudbrain' })],
    ['of CyborgMind', (claims) => sign({ ...claims, iss: 'cyborg-api', aud: 'cyborg-clients' })],
    ['without an issuer', (claims) => sign(without(claims, 'iss'))],
  ])('a token %s is refused everywhere', async (_, forge) => {
    const { token } = await newUser();
    const forged = forge({ ...claimsOf(token), exp: inAnHour() }, token);
    expect(await ask('GET', '/auth/me', { headers: bearer(forged) })).toEqual({ status: 401, body: refusal('UNAUTHENTICATED') });
    expect((await ask('GET', '/auth/api-keys', { headers: bearer(forged) })).status).toBe(401);
    expect((await fetch(`${world.urls.llm}/v1/models`, { headers: bearer(forged) })).status).toBe(401);
    expect((await world.graphql('{ me { id } }', { token: forged })).errors ?? []).not.toEqual([]);
  });

  test.each(['/auth/me', '/auth/api-keys'])('%s is closed to a caller without a token', async (path) => {
    expect(await ask('GET', path)).toEqual({ status: 401, body: refusal('UNAUTHENTICATED') });
  });
});

describe('hostile input', () => {
  test.each([
    ['half of a JSON text', '{"username":', 400, 'INVALID_JSON'],
    ['a form', 'username=x&password=y', 400, 'INVALID_JSON'],
    ['a list', '[]', 400, 'BAD_USER_INPUT'],
    ['null', 'null', 400, 'BAD_USER_INPUT'],
    ['nothing', '', 400, 'BAD_USER_INPUT'],
    ['more than a mebibyte', `"${'x'.repeat(1024 * 1024)}"`, 413, 'PAYLOAD_TOO_LARGE'],
  ])('%s is refused in the documented shape', async (...[, body, status, code]) => {
    for (const path of ['/auth/login', '/auth/register']) {
      expect(await ask('POST', path, { body })).toEqual({ status, body: refusal(code) });
    }
  });

  test.each(['', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense'])('a JSON body is read with the content type "%s"', async (type) => {
    const { username } = await newUser();
    const body = Buffer.from(JSON.stringify({ username, password }));
    const answer = await fetch(`${world.urls.auth}/auth/login`, { method: 'POST', body, headers: type === '' ? {} : { 'Content-Type': type } });
    expect(answer.status).toBe(200);
  });

  test.each([
    ['GET', '/', 404, 'NOT_FOUND'],
    ['GET', '/auth/users', 404, 'NOT_FOUND'],
    ['GET', '/auth/login', 405, 'METHOD_NOT_ALLOWED'],
    ['PUT', '/auth/api-keys', 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '/auth/api-keys/%E0%A4%A', 400, 'BAD_USER_INPUT'],
  ])('%s %s is refused in the documented shape', async (...[method, path, status, code]) => {
    expect(await ask(method, path)).toEqual({ status, body: refusal(code) });
  });

  test('the document of this API is served with it', async () => {
    const { body } = await ask('GET', '/openapi.json');
    expect(Object.keys(body['paths'] ?? {})).toEqual(expect.arrayContaining(['/auth/register', '/auth/login', '/auth/api-keys', '/auth/api-keys/{id}', '/auth/me', '/health']));
  });
});

test('nothing above was refused in a way that is not documented', async () => {
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
