import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestIdentity, dataOf, password, principalOf, refusalOf, root, type As, type TestIdentity } from '../../tests/testkit/identity.ts';

const source = `mutation ($input: RegisterUserInput!) {
  registerUser(input: $input) { session { token expiresAt user { id username role createdAt openingTokenBalance } } }
}`;

let identity: TestIdentity;
beforeAll(async () => {
  identity = await createTestIdentity();
});
afterAll(() => identity.close());

const register = (input: object, options: As = { as: root }) => identity.run(source, { ...options, variables: { input: { password, ...input } } });
const refusal = async (input: object, options?: As) => refusalOf(await register(input, options));

describe('registration', () => {
  test('makes a developer who is signed in at once', async () => {
    const { session } = dataOf(await register({ username: 'Ada.L-1_@x' })).registerUser;
    expect(session.user).toMatchObject({ username: 'Ada.L-1_@x', role: 'DEVELOPER', openingTokenBalance: null });
    expect(session.user.id).toMatch(/^cds:\d+$/u);
    expect(session.user.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
    expect(await identity.authenticator.authenticate({ bearer: session.token, apiKey: null })).toMatchObject({ subject: session.user.id, role: 'developer' });
  });

  test('stores an argon2id hash of the password and nothing of it else', async () => {
    const { id } = await identity.register('stored');
    const account = await identity.database.prisma.account.findUniqueOrThrow({ where: { subject: id } });
    expect(account.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    expect(JSON.stringify(await identity.database.prisma.event.findMany(), (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).not.toContain(password);
  });

  test.each(['', ' ', 'a b', 'a'.repeat(65), 'a\nb', 'a\0b', 'a/b', '<script>', 'naïve\u200b', 'ㅤ', '😀', '\ud800', "';--"])('refuses the name %j', async (username) => {
    expect(await refusal({ username })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'username' } });
  });

  test.each(['x', 'a'.repeat(64), 'Zoë', 'ユーザー', '42', '@'])('accepts the name %j', async (username) => {
    expect(await refusal({ username })).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['seven characters', 'seven77'],
    ['257 characters', 'x'.repeat(257)],
    ['text without a UTF-8 form', '\ud800'.repeat(8)],
    ['kilobytes', 'é'.repeat(2000)],
  ])('refuses %s as a password', async (_, text) => {
    expect(await refusal({ username: 'short', password: text })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'password' } });
  });

  test.each([
    ['eight characters', 'eight888'],
    ['256 characters', '密'.repeat(256)],
    ['1024 bytes', '😀'.repeat(256)],
    ['white space and NUL', ' \t\0spaces '],
  ])('accepts %s as a password', async (_, text) => {
    const username = `p${String(Math.random()).slice(2)}`;
    expect(await refusal({ username, password: text })).toBeNull();
    expect(refusalOf(await identity.run('mutation ($input: SignInInput!) { signIn(input: $input) { session { token } } }', { variables: { input: { username, password: text } } }))).toBeNull();
  });
});

describe('a name', () => {
  test.each([
    ['Grace', 'GRACE'],
    ['Zo\u00eb2', 'Zoe\u03082'],
    ['admin5', '\uff41dmin5'],
    ['\ufb01n', 'FIN'],
  ])('%j is taken by %j too', async (first, second) => {
    expect(await refusal({ username: first })).toBeNull();
    expect(await refusal({ username: second })).toEqual({ code: 'CONFLICT', details: { field: 'username' } });
  });

  test('goes to exactly one of fifty who ask for it at once, and the others leave nothing behind', async () => {
    const before = await identity.database.prisma.account.count();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => register({ username: index % 2 === 0 ? 'wanted' : 'WANTED' })));
    const codes = answers.map((answer) => refusalOf(answer)?.code ?? 'made');
    expect(codes.filter((code) => code === 'made')).toHaveLength(1);
    expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(49);
    expect(await identity.database.prisma.account.count()).toBe(before + 1);
    expect(await identity.database.prisma.auditEntry.count({ where: { subject: dataOf(answers[codes.indexOf('made')] ?? {}).registerUser.session.user.id } })).toBe(1);
  });
});

test('accounts are numbered from one without gaps or doubles, however many register at once', async () => {
  const fresh = await createTestIdentity();
  const made = await Promise.all(Array.from({ length: 20 }, (_, index) => fresh.register(`user${index}`)));
  await fresh.run(source, { variables: { input: { username: 'user1', password } } });
  const { id } = await fresh.register('last');
  await fresh.close();
  expect([...made.map((user) => Number(user.id.slice('cds:'.length))), Number(id.slice('cds:'.length))].sort((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
});

describe('only an administrator', () => {
  const developer = principalOf('cds:1');

  test.each([['anonymous', null], ['a developer', developer]])('grants the role of administrator, not %s', async (_, as) => {
    expect(await refusal({ username: 'climber', role: 'ADMIN' }, { as })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await identity.database.prisma.account.count({ where: { usernameKey: 'climber' } })).toBe(0);
  });

  test.each([['anonymous', null], ['a developer', developer]])('sets an opening balance, not %s', async (_, as) => {
    expect(await refusal({ username: 'rich', tokenBalance: 0 }, { as })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('does both', async () => {
    const { user } = dataOf(await register({ username: 'boss', role: 'ADMIN', tokenBalance: 2_147_483_647 })).registerUser.session;
    expect(user).toMatchObject({ role: 'ADMIN', openingTokenBalance: 2_147_483_647 });
  });

  test('may not set a balance below zero', async () => {
    expect(await refusal({ username: 'poor', tokenBalance: -1 })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'tokenBalance' } });
  });
});

test.each([{ role: 'DEVELOPER' }, { role: null, tokenBalance: null }])('anyone may send %j, which is what is left out', async (input) => {
  const username = Object.keys(input).join('-');
  const answer = await identity.run('mutation ($input: RegisterUserInput!) { registerUser(input: $input) { session { user { role } } } }', { variables: { input: { username, password, ...input } } });
  expect(dataOf(answer)).toEqual({ registerUser: { session: { user: { role: 'DEVELOPER' } } } });
});
