import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIdentityAuthenticator } from '#subgraphs/identity';
import { createTestIdentity, dataOf, jwtSecret, principalOf, root, type TestIdentity } from '../../tests/testkit/identity.ts';

let identity: TestIdentity;
let user: Awaited<ReturnType<TestIdentity['register']>>;
let users = 0;
beforeAll(async () => {
  identity = await createTestIdentity();
});
beforeEach(async () => {
  user = await identity.register(`user${(users += 1)}`);
});
afterAll(() => identity.close());

const bearer = async (token: string, { authenticator } = identity) => authenticator.authenticate({ bearer: token, apiKey: null });
const byKey = async (token: string, { authenticator } = identity) => authenticator.authenticate({ bearer: null, apiKey: token });
const expectRefused = (attempt: Promise<unknown>) => expect(attempt).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
const newKey = async (as = user.principal) => dataOf(await identity.run('mutation { createApiKey(input: { name: "k" }) { apiKey { id } token } }', { as })).createApiKey;
const revoke = (id: string, as = user.principal) => identity.run('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }', { as, variables: { id } });
const setRole = (id: string, role: string) => identity.run('mutation ($input: SetUserRoleInput!) { setUserRole(input: $input) { user { role } } }', { as: root, variables: { input: { userId: id, role } } });
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a session token', () => {
  test('is its account, with the scopes of its role', async () => {
    const principal = await bearer(user.token);
    expect(principal).toMatchObject({ subject: user.id, assurance: 'verified', role: 'developer', scopes: new Set(user.principal.scopes) });
    expect(principal?.session).toBe(jwt.decode(user.token, { json: true })?.jti);
  });

  test('is recognised without a turn of the event loop', () => {
    expect(identity.authenticator.authenticate({ bearer: user.token, apiKey: null })).toMatchObject({ subject: user.id });
  });

  test('ends after a day', async () => {
    const { token } = await identity.register('yesterday');
    identity.clock.advance(86_400_000 - 1000);
    expect(await bearer(token)).toMatchObject({ role: 'developer' });
    identity.clock.advance(1000);
    await expect(bearer(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'expired' } });
  });

  test('is accepted with the documented claims alone', async () => {
    const claims = { sub: 7, username: 'dev', role: 'developer', exp: Math.floor(identity.clock.now() / 1000) + 60, iss: 'cyber-dev-studio' };
    expect(await bearer(jwt.sign(claims, Buffer.from(jwtSecret), { noTimestamp: true }))).toMatchObject({ subject: 'cds:7', session: null });
  });

  const claims = () => ({ sub: 1, username: 'dev', role: 'admin', iat: Math.floor(identity.clock.now() / 1000), exp: Math.floor(identity.clock.now() / 1000) + 60, iss: 'cyber-dev-studio' });
  const signed = (changes: object, secret = jwtSecret, algorithm: jwt.Algorithm = 'HS256') => jwt.sign({ ...claims(), ...changes }, Buffer.from(secret), { algorithm });

  test.each([
    ['of another issuer', () => signed({ iss: 'cloudbrain' })],
    ['of another secret', () => signed({}, 'another secret, also more than 32 characters')],
    ['of another algorithm', () => signed({}, jwtSecret, 'HS512')],
    ['with a text as its subject', () => signed({ sub: '1' })],
    ['with a fraction as its subject', () => signed({ sub: 1.5 })],
    ['with an unknown role', () => signed({ role: 'root' })],
    ['without a role', () => signed({ role: undefined })],
    ['with alg none', () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims())}.`],
    ['whose role was changed', () => user.token.replace(/\.[^.]+\./u, `.${base64({ ...claims(), sub: 1 })}.`)],
    ['whose signature is of the empty key', () => `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64(claims())}.${createHmac('sha256', '').update('x').digest('base64url')}`],
    ['that is no token', () => 'Bearer'],
    ['that is empty', () => ''],
  ])('%s is refused', async (_, forge) => {
    await expectRefused(bearer(forge()));
  });

  test('is refused the moment the role of its account changes, and the next one has the new role', async () => {
    dataOf(await setRole(user.id, 'ADMIN'));
    await expect(bearer(user.token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'revoked' } });
    const answer = dataOf(await identity.run('mutation ($input: SignInInput!) { signIn(input: $input) { session { token } } }', { variables: { input: { username: `user${users}`, password: 'correct horse battery' } } }));
    expect(await bearer(answer.signIn.session.token)).toMatchObject({ role: 'admin' });
  });

  test('stays good when a role is set that the account has already', async () => {
    dataOf(await setRole(user.id, 'DEVELOPER'));
    expect(await bearer(user.token)).toMatchObject({ subject: user.id });
  });
});

describe('an API key', () => {
  test('is its owner, by its own header and as a bearer', async () => {
    const { apiKey, token } = await newKey();
    const expected = { subject: user.id, assurance: 'verified', role: 'developer', session: apiKey.id };
    expect(await byKey(token)).toMatchObject(expected);
    expect(await bearer(token)).toMatchObject(expected);
  });

  test('is looked up once in half a minute, then again', async () => {
    const { token } = await newKey();
    const before = identity.looked.length;
    for (let uses = 0; uses < 3; uses += 1) await byKey(token);
    expect(identity.looked.length).toBe(before + 1);
    identity.clock.advance(30_000);
    await byKey(token);
    expect(identity.looked.length).toBe(before + 2);
  });

  test('is refused the moment it is revoked; its owner and other keys are not', async () => {
    const [ended, kept] = [await newKey(), await newKey()];
    await Promise.all([byKey(ended.token), byKey(kept.token)]);
    dataOf(await revoke(ended.apiKey.id));
    await expectRefused(byKey(ended.token));
    await expectRefused(bearer(ended.token));
    expect(await byKey(kept.token)).toMatchObject({ subject: user.id });
    expect(await bearer(user.token)).toMatchObject({ subject: user.id });
  });

  test('that is revoked while it is looked up is not remembered', async () => {
    const { apiKey, token } = await newKey();
    const live = { userId: user.id, role: 'DEVELOPER', keyId: apiKey.id } as const;
    const answers = [live, null];
    const resolveApiKey = async () => {
      const answer = answers.shift() ?? null;
      if (answer !== null) dataOf(await revoke(apiKey.id));
      return answer;
    };
    const authenticator = createIdentityAuthenticator({ jwtSecret, revocations: identity.revocations, resolveApiKey, clock: identity.clock });
    expect(await authenticator.authenticate({ bearer: token, apiKey: null })).toMatchObject({ subject: user.id });
    await expectRefused(Promise.resolve(authenticator.authenticate({ bearer: token, apiKey: null })));
  });

  test('has the new role as soon as its owner has', async () => {
    const { token } = await newKey();
    expect(await byKey(token)).toMatchObject({ role: 'developer' });
    dataOf(await setRole(user.id, 'ADMIN'));
    expect(await byKey(token)).toMatchObject({ role: 'admin' });
  });

  test.each(['', 'cds_', `cds_${'x'.repeat(43)}`, `cds_${'x'.repeat(44)}`, `CDS_${'x'.repeat(43)}`, "cds_' OR 1=1"])('that was never given out is refused: %s', async (token) => {
    await expectRefused(byKey(token));
  });
});

test('no credentials are nobody, and a bearer wins over a key', async () => {
  const { token } = await newKey();
  expect(identity.authenticator.authenticate({ bearer: null, apiKey: null })).toBeNull();
  await expectRefused(Promise.resolve().then(() => identity.authenticator.authenticate({ bearer: 'nonsense', apiKey: token })));
  expect(await identity.authenticator.authenticate({ bearer: user.token, apiKey: 'nonsense' })).toMatchObject({ subject: user.id });
});

describe('another process', () => {
  const changePassword = (as = user.principal, { run } = identity) =>
    run('mutation { changePassword(input: { currentPassword: "correct horse battery", newPassword: "another fine secret" }) { session { token } } }', { as });

  async function beside(options: Parameters<typeof createTestIdentity>[0], work: (other: TestIdentity) => Promise<void>): Promise<void> {
    const other = await createTestIdentity({ database: identity.database, ...options });
    await work(other).finally(() => other.close());
  }

  test('hears of revocations by the outbox', () =>
    beside({}, async (other) => {
      const { apiKey, token } = await newKey();
      expect(await byKey(token, other)).toMatchObject({ subject: user.id });
      expect(await bearer(user.token, other)).toMatchObject({ subject: user.id });
      dataOf(await revoke(apiKey.id));
      dataOf(await changePassword());
      await expect.poll(() => byKey(token, other).then(() => 'accepted', () => 'refused')).toBe('refused');
      await expect.poll(() => bearer(user.token, other).then(() => 'accepted', () => 'refused')).toBe('refused');
    }));

  test('knows at its start what was revoked before', async () => {
    const { token } = dataOf(await changePassword()).changePassword.session;
    await beside({}, async (other) => {
      await expectRefused(bearer(user.token, other));
      expect(await bearer(token, other)).toMatchObject({ subject: user.id });
    });
  });

  // A process that hears nothing, and knows it.
  const deaf = {
    through: (events: TestIdentity['events']) => ({
      ...events,
      subscribe: () => ({ ...events.subscribe({ topics: ['silence'] }), caughtUp: () => new Promise<void>(() => undefined) }),
      staleness: () => 2_001,
    }),
  };

  test('asks the database when its feed is stale, and remembers nothing', () =>
    beside(deaf, async (other) => {
      const { apiKey, token } = await newKey();
      expect(await byKey(token, other)).toMatchObject({ subject: user.id });
      expect(await bearer(user.token, other)).toMatchObject({ subject: user.id });
      dataOf(await revoke(apiKey.id));
      dataOf(await changePassword());
      await expectRefused(byKey(token, other));
      await expectRefused(bearer(user.token, other));
    }));

  test('does not trust what it remembers once its feed is stale', async () => {
    const lag = { milliseconds: 0 };
    const late = { through: (events: TestIdentity['events']) => ({ ...deaf.through(events), staleness: () => lag.milliseconds }) };
    await beside(late, async (other) => {
      const { apiKey, token } = await newKey();
      expect(await byKey(token, other)).toMatchObject({ subject: user.id });
      dataOf(await revoke(apiKey.id));
      lag.milliseconds = 2_001;
      await expectRefused(byKey(token, other));
    });
  });

  test('does not hold a mutation up for ever when the feed is late', () =>
    beside(deaf, async (other) => {
      dataOf(await changePassword(principalOf(user.id), other));
      await expectRefused(bearer(user.token, other));
      await expect.poll(() => bearer(user.token).then(() => 'accepted', () => 'refused')).toBe('refused');
    }));

  test('refuses everybody when neither the feed nor the database can be asked', () =>
    beside({ through: (events) => ({ ...events, staleness: () => 2_001 }) }, async (other) => {
      await other.database.prisma.$executeRaw`ALTER TABLE identity.accounts RENAME TO gone`;
      try {
        await expect(bearer(user.token, other)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      } finally {
        await other.database.prisma.$executeRaw`ALTER TABLE identity.gone RENAME TO accounts`;
      }
    }));
});
