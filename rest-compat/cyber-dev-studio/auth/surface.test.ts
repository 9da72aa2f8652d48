import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { DomainError } from '#kernel/errors';
import type { RootFields } from '../../../tests/testkit/schema-graph.ts';
import { serveSurface, type ServedSurface } from '../../../tests/testkit/surface.ts';
import { authSurface } from './surface.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = readFileSync('gateway/api.graphql', 'utf8');
const user = { id: 'cds:32', username: 'dev', role: 'DEVELOPER', tokenBalance: 99 };
const session = { token: 'a.b.c', expiresAt: '2030-01-01T00:00:00.000Z', user };
const signedIn = { Authorization: 'Bearer ada' };

async function serve(root: RootFields): Promise<ServedSurface> {
  const served = await serveSurface({ definition: authSurface, sdl, root });
  stops.push(served.stop);
  return served;
}

const refuse = (error: DomainError) => (): never => {
  throw error;
};
const answerOf = async (answer: Response | Promise<Response>): Promise<unknown> => {
  const { status, text } = await Promise.resolve(answer).then(async (settled) => ({ status: settled.status, text: await settled.text() }));
  return [status, JSON.parse(text)];
};

describe('accounts', () => {
  test.each([
    [{}, { role: 'DEVELOPER' }],
    [{ role: 'developer' }, { role: 'DEVELOPER' }],
    [{ role: 'admin', token_balance: 0 }, { role: 'ADMIN', tokenBalance: 0 }],
  ])('register with %j asks the graph for %j', async (more, asked) => {
    const inputs: unknown[] = [];
    const { post } = await serve({
      registerUser: ({ input }: { readonly input: unknown }) => {
        inputs.push(input);
        return { session };
      },
    });
    const body = { username: 'dev', password: 'a long secret', ...more };
    expect(await answerOf(post('/auth/register', JSON.stringify(body)))).toEqual([201, { token: 'a.b.c', user: { id: 32, username: 'dev', role: 'developer' } }]);
    expect(inputs).toEqual([{ username: 'dev', password: 'a long secret', ...asked }]);
  });

  test.each([
    [{ username: 'dev' }, 'password is required'],
    [{ username: 'dev', password: 12345678 }, 'password must be a text'],
    [{ username: 'dev', password: 'a long secret', role: 'root' }, 'role must be one of "developer", "admin"'],
    [{ username: 'dev', password: 'a long secret', token_balance: -1 }, 'token_balance must be at least 0'],
    [{ username: 'dev', password: 'a long secret', token_balance: 1e12 }, 'token_balance must be at most 2147483647'],
  ])('register with %j is refused: %s', async (body, message) => {
    const { post } = await serve({});
    expect(await answerOf(post('/auth/register', JSON.stringify(body)))).toEqual([400, { error: { code: 'BAD_USER_INPUT', message } }]);
  });

  test.each([
    ['CONFLICT', 409],
    ['FORBIDDEN', 403],
    ['BAD_USER_INPUT', 400],
    ['UNAVAILABLE', 503],
  ] as const)('register answers %s with %s', async (code, status) => {
    const { post } = await serve({ registerUser: refuse(new DomainError(code, 'Not so')) });
    expect(await answerOf(post('/auth/register', '{"username":"dev","password":"a long secret"}'))).toEqual([status, { error: { code, message: 'Not so' } }]);
  });

  test('a field at fault is named as this API spells it', async () => {
    const details = { field: 'tokenBalance', reason: 'must be round' };
    const { post } = await serve({ registerUser: refuse(new DomainError('BAD_USER_INPUT', 'tokenBalance must be round', { details })) });
    expect(await answerOf(post('/auth/register', '{"username":"dev","password":"a long secret"}'))).toEqual([400, { error: { code: 'BAD_USER_INPUT', message: 'token_balance must be round' } }]);
  });

  test('login answers a token and the account', async () => {
    const { post } = await serve({ signIn: () => ({ session: { ...session, user: { ...user, role: 'ADMIN' } } }) });
    expect(await answerOf(post('/auth/login', '{"username":"dev","password":"p"}'))).toEqual([200, { token: 'a.b.c', user: { id: 32, username: 'dev', role: 'admin' } }]);
  });

  test('a throttled login says when to come back', async () => {
    const { post } = await serve({ signIn: refuse(new DomainError('RATE_LIMITED', 'Too many failed sign-ins', { details: { retryAfterSeconds: 30 } })) });
    const answer = await post('/auth/login', '{"username":"dev","password":"p"}');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
  });

  test('me is the account with its balance', async () => {
    const { url } = await serve({ me: () => user });
    expect(await answerOf(fetch(`${url}/auth/me`, { headers: signedIn }))).toEqual([200, { id: 32, username: 'dev', role: 'developer', token_balance: 99 }]);
  });

  test('me of an account that is gone is no session', async () => {
    const { url } = await serve({ me: () => null });
    expect((await fetch(`${url}/auth/me`, { headers: signedIn })).status).toBe(401);
  });

  test('an account of another realm never shows here', async () => {
    const { url } = await serve({ me: () => ({ ...user, id: 'cb:32' }) });
    expect((await fetch(`${url}/auth/me`, { headers: signedIn })).status).toBe(500);
  });
});

describe('API keys', () => {
  const key = { id: 'k-1', name: 'ci', createdAt: '2030-01-01T00:00:00.000Z', lastUsedAt: null, owner: user, revokedAt: null };

  test('are listed without anything secret', async () => {
    const { url } = await serve({ apiKeys: () => [key] });
    const keys = [{ id: 'k-1', name: 'ci', user_id: 32, created_at: '2030-01-01T00:00:00.000Z', last_used_at: null }];
    expect(await answerOf(fetch(`${url}/auth/api-keys`, { headers: signedIn }))).toEqual([200, { keys }]);
  });

  test('are made with a token', async () => {
    const { post } = await serve({ createApiKey: () => ({ apiKey: key, token: 'pk_1' }) });
    expect(await answerOf(post('/auth/api-keys', '{"name":"ci"}', signedIn))).toEqual([201, { id: 'k-1', name: 'ci', token: 'pk_1', created_at: '2030-01-01T00:00:00.000Z' }]);
  });

  test('are revoked by their id', async () => {
    const ids: unknown[] = [];
    const { url } = await serve({
      revokeApiKey: ({ input }: { readonly input: { readonly id: string } }) => {
        ids.push(input.id);
        return { apiKey: key };
      },
    });
    expect(await answerOf(fetch(`${url}/auth/api-keys/k-1`, { method: 'DELETE', headers: signedIn }))).toEqual([200, { id: 'k-1', revoked: true }]);
    expect(ids).toEqual(['k-1']);
  });

  test.each([
    ['GET', '/auth/api-keys'],
    ['POST', '/auth/api-keys'],
    ['DELETE', '/auth/api-keys/k-1'],
    ['GET', '/auth/me'],
  ])('%s %s needs a credential', async (method, path) => {
    const { url } = await serve({});
    expect(await answerOf(fetch(url + path, { method }))).toEqual([401, { error: { code: 'UNAUTHENTICATED', message: 'Send a bearer token or an API key' } }]);
  });
});
