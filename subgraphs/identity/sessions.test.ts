import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestIdentity, dataOf, jwtSecret, password, refusalOf, root, type As, type TestIdentity } from '../../tests/testkit/identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await createTestIdentity();
});
afterAll(() => identity.close());

const signInSource = 'mutation ($input: SignInInput!) { signIn(input: $input) { session { token expiresAt user { id username role } } } }';
const signIn = (input: { username: string; password: string }, options: As = {}, { run } = identity) => run(signInSource, { ...options, variables: { input } });
const change = (input: { currentPassword: string; newPassword: string }, options: As, { run } = identity) =>
  run('mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { session { token user { id } } } }', { ...options, variables: { input } });
const principalBehind = async (bearer: string, { authenticator } = identity) => authenticator.authenticate({ bearer, apiKey: null });

describe('signing in', () => {
  test('answers a token with the documented claims, good for a day', async () => {
    const { id } = await identity.register('claims');
    const { token, expiresAt, user } = dataOf(await signIn({ username: 'Claims', password })).signIn.session;
    const now = Math.floor(identity.clock.now() / 1000);
    expect(user).toEqual({ id, username: 'claims', role: 'DEVELOPER' });
    expect(jwt.decode(token, { complete: true })?.header).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(jwt.verify(token, Buffer.from(jwtSecret))).toMatchObject({
      sub: Number(id.slice('cds:'.length)),
      username: 'claims',
      role: 'developer',
      iss: 'cyber-dev-studio',
      iat: now,
      exp: now + 86_400,
    });
    expect(Date.parse(expiresAt)).toBe((now + 86_400) * 1000);
  });

  test('says the same about a wrong password, an unknown name, an impossible name and a realm without passwords', async () => {
    await identity.register('known');
    await identity.database.prisma.account.create({ data: { subject: 'cds:5000', realm: 'cds', number: 5000, username: 'open', usernameKey: 'open' } });
    const refused = await Promise.all([
      signIn({ username: 'known', password: 'a wrong password' }),
      signIn({ username: 'unknown', password }),
      signIn({ username: 'not a name', password }),
      signIn({ username: 'open', password }),
      signIn({ username: 'known', password: '' }),
      signIn({ username: 'known', password: 'x'.repeat(100_000) }),
      signIn({ username: '', password: '\ud800' }),
    ]);
    const seen = new Set(refused.map((answer) => `${String(refusalOf(answer)?.code)}: ${String(answer.errors?.[0]?.message)}`));
    expect([...seen]).toEqual(['INVALID_CREDENTIALS: User name and password do not match']);
  });

  test('takes a password in whatever way its letters were composed', async () => {
    await identity.register('composer', { variables: { input: { username: 'composer', password: 'Zo\u00eb is here' } } });
    expect(refusalOf(await signIn({ username: 'composer', password: 'Zoe\u0308 is here' }))).toBeNull();
  });

  test('is about CyberDevStudio: the same name in another realm is another account', async () => {
    const { passwordHash } = await identity.database.prisma.account.findUniqueOrThrow({ where: { subject: (await identity.register('owner')).id } });
    await identity.database.prisma.account.create({ data: { subject: 'cb:1000', realm: 'cb', number: 1000, username: 'brain', usernameKey: 'brain', passwordHash } });
    expect(refusalOf(await signIn({ username: 'brain', password }))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect((await identity.register('brain')).id).toMatch(/^cds:/u);
  });

  test('with a password that is changed before the session opens is refused', async () => {
    const { id } = await identity.register('overtaken');
    const { prisma } = identity.database;
    const waiting = () => prisma.$queryRaw`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const signingIn = await prisma.$transaction(async (transaction) => {
      await transaction.account.update({ where: { subject: id }, data: { passwordHash: 'changed' } });
      const started = signIn({ username: 'overtaken', password });
      await expect.poll(waiting).toHaveLength(1);
      return [started];
    });
    expect(refusalOf(await (signingIn[0] ?? Promise.reject(new Error('not started'))))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  test('gives every session an id of its own', async () => {
    await identity.register('twice');
    const sessions = await Promise.all([1, 2].map(async () => (await principalBehind(dataOf(await signIn({ username: 'twice', password })).signIn.session.token))?.session));
    expect(new Set(sessions).size).toBe(2);
  });
});

describe('changing a password', () => {
  const newPassword = 'another fine secret';

  test('refuses the old password and every earlier token at once, and answers a token that counts', async () => {
    const { token, principal } = await identity.register('changer');
    const other = dataOf(await signIn({ username: 'changer', password })).signIn.session.token;
    const { session } = dataOf(await change({ currentPassword: password, newPassword }, { as: principal })).changePassword;
    await expect(async () => principalBehind(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'revoked' } });
    await expect(async () => principalBehind(other)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await principalBehind(session.token)).toMatchObject({ subject: principal.subject });
    expect(refusalOf(await signIn({ username: 'changer', password }))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await principalBehind(dataOf(await signIn({ username: 'changer', password: newPassword })).signIn.session.token)).toMatchObject({ subject: principal.subject });
  });

  test('twice within one millisecond still tells the tokens apart', async () => {
    const { principal } = await identity.register('hasty');
    const first = dataOf(await change({ currentPassword: password, newPassword }, { as: principal })).changePassword.session.token;
    const second = dataOf(await change({ currentPassword: newPassword, newPassword: password }, { as: principal })).changePassword.session.token;
    await expect(async () => principalBehind(first)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await principalBehind(second)).toMatchObject({ subject: principal.subject });
  });

  test('needs the present password and a fitting new one, else everything stays', async () => {
    const { token, principal } = await identity.register('keeper');
    expect(refusalOf(await change({ currentPassword: 'a wrong password', newPassword }, { as: principal }))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(refusalOf(await change({ currentPassword: password, newPassword: 'short' }, { as: principal }))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'newPassword' } });
    expect(await principalBehind(token)).toMatchObject({ subject: principal.subject });
  });

  test('lets one of several who change it at once win', async () => {
    const { principal } = await identity.register('racer');
    const answers = await Promise.all(['first new secret', 'second new secret', 'third new secret'].map((text) => change({ currentPassword: password, newPassword: text }, { as: principal })));
    expect(answers.map((answer) => refusalOf(answer)?.code ?? 'changed').sort()).toEqual(['INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'changed']);
  });

  test('is for the signed-in and for accounts that have a password', async () => {
    expect(refusalOf(await change({ currentPassword: password, newPassword }, {}))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(refusalOf(await change({ currentPassword: password, newPassword }, { as: root }))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the limit on failed sign-ins', () => {
  const limits = { perNameAndAddress: 3, perAddress: 6, windowSeconds: 900 };
  const wrong = 'a wrong password';
  const codes = async (attempts: readonly Promise<Awaited<ReturnType<typeof signIn>>>[]) => (await Promise.all(attempts)).map((answer) => refusalOf(answer)?.code ?? 'in');

  async function limited(work: (world: TestIdentity) => Promise<void>): Promise<void> {
    const world = await createTestIdentity({ rateLimits: limits, database: identity.database });
    await work(world).finally(() => world.close());
  }

  test.each([['a name that exists', 'limited'], ['a name that does not', 'nobody'], ['a text that is no name', 'no name']])('stops the guessing at %s and says when to come back', (_, username) =>
    limited(async (world) => {
      await world.register('limited').catch(() => undefined);
      const guess = () => signIn({ username, password: wrong }, { clientAddress: '10.0.0.1' }, world);
      expect(await codes([guess(), guess(), guess(), guess()])).toEqual(['INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'RATE_LIMITED'].sort());
      const refusal = refusalOf(await guess());
      expect(refusal).toMatchObject({ code: 'RATE_LIMITED' });
      expect(refusal?.details['retryAfterSeconds']).toSatisfy((seconds: unknown) => typeof seconds === 'number' && seconds > 890 && seconds <= 900);
    }),
  );

  test('also stops the right password, but not from another address nor another name', () =>
    limited(async (world) => {
      await world.register('locked');
      await world.register('neighbour');
      for (let guesses = 0; guesses < 3; guesses += 1) await signIn({ username: 'LOCKED', password: wrong }, { clientAddress: '10.0.0.2' }, world);
      expect(refusalOf(await signIn({ username: 'locked', password }, { clientAddress: '10.0.0.2' }, world))).toMatchObject({ code: 'RATE_LIMITED' });
      expect(refusalOf(await signIn({ username: 'locked', password }, { clientAddress: '10.0.0.3' }, world))).toBeNull();
      expect(refusalOf(await signIn({ username: 'neighbour', password }, { clientAddress: '10.0.0.2' }, world))).toBeNull();
    }));

  test('counts the failures of one address over all names', () =>
    limited(async (world) => {
      const guess = (index: number) => signIn({ username: `victim${index}`, password: wrong }, { clientAddress: '10.0.0.4' }, world);
      expect((await codes(Array.from({ length: 8 }, (_, index) => guess(index)))).filter((code) => code === 'RATE_LIMITED')).toHaveLength(2);
    }));

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', 1],
    ['2001:db8::1', '2001:db8:0:0:ffff::', 1],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', 0],
    ['::ffff:10.0.0.7', '::ffff:10.0.0.8', 0],
    ['::1', '::1', 1],
  ])('takes %s and %s for one address as far as they are one subscriber', (known, other, refused) =>
    limited(async (world) => {
      const guess = (clientAddress: string) => signIn({ username: 'nobody', password: wrong }, { clientAddress }, world);
      const outcomes = await codes([guess(known), guess(known), guess(known)]);
      outcomes.push(...(await codes([guess(other)])));
      expect(outcomes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(refused);
    }),
  );

  test('starts anew for a name after a success, and successes cost nothing', () =>
    limited(async (world) => {
      await world.register('human');
      const attempt = (text: string) => signIn({ username: 'human', password: text }, { clientAddress: '10.0.0.5' }, world);
      const outcomes = [];
      for (const text of [wrong, wrong, password, wrong, wrong, password, password, password, password]) outcomes.push(...(await codes([attempt(text)])));
      expect(outcomes.filter((code) => code === 'in')).toHaveLength(5);
      expect(outcomes).not.toContain('RATE_LIMITED');
    }));

  test('holds for the present password of a change too', () =>
    limited(async (world) => {
      const { principal } = await world.register('stolen');
      const guess = () => change({ currentPassword: wrong, newPassword: 'another fine secret' }, { as: principal, clientAddress: '10.0.0.6' }, world);
      const answers = await Promise.all([guess(), guess(), guess(), guess()]);
      expect(answers.filter((answer) => refusalOf(answer)?.code === 'RATE_LIMITED')).toHaveLength(1);
    }));

  test('can be switched off', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, () => signIn({ username: 'off', password: wrong })));
    expect(guesses.every((answer) => refusalOf(answer)?.code === 'INVALID_CREDENTIALS')).toBe(true);
  });
});
