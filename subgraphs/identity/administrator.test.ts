import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestIdentity, dataOf, refusalOf, type TestIdentity } from '../../tests/testkit/identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await createTestIdentity();
});
afterAll(() => identity.close());

const signIn = (username: string, password: string) => identity.run('mutation ($input: SignInInput!) { signIn(input: $input) { session { token user { id role } } } }', { variables: { input: { username, password } } });
const acts = () => identity.database.prisma.auditEntry.count({ where: { action: 'user.ensure_administrator' } });

test('the configured administrator exists after boot, and a second boot changes nothing', async () => {
  const credentials = { username: 'admin', password: 'first admin secret' };
  await identity.subgraph.ensureAdministrator(credentials);
  const { token, user } = dataOf(await signIn('admin', credentials.password)).signIn.session;
  expect(user.role).toBe('ADMIN');
  await identity.subgraph.ensureAdministrator(credentials);
  expect(await identity.authenticator.authenticate({ bearer: token, apiKey: null })).toMatchObject({ subject: user.id, role: 'admin' });
  expect(await acts()).toBe(1);
});

test('a changed password replaces the old one and ends its sessions', async () => {
  const { token } = dataOf(await signIn('admin', 'first admin secret')).signIn.session;
  await identity.subgraph.ensureAdministrator({ username: 'Admin', password: 'second admin secret' });
  expect(refusalOf(await signIn('admin', 'first admin secret'))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  expect(refusalOf(await signIn('admin', 'second admin secret'))).toBeNull();
  await expect(async () => identity.authenticator.authenticate({ bearer: token, apiKey: null })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await identity.database.prisma.account.count()).toBe(1);
});

test('an account that is there gets the role', async () => {
  const { id } = await identity.register('promoted');
  await identity.subgraph.ensureAdministrator({ username: 'promoted', password: 'correct horse battery' });
  expect(dataOf(await signIn('promoted', 'correct horse battery')).signIn.session.user).toEqual({ id, role: 'ADMIN' });
});

test('several processes that boot at once make one account', async () => {
  const others = await Promise.all([1, 2, 3].map(() => createTestIdentity({ database: identity.database })));
  const before = await acts();
  const credentials = { username: 'together', password: 'shared admin secret' };
  await Promise.all([identity, ...others].map(({ subgraph }) => subgraph.ensureAdministrator(credentials)));
  await Promise.all([identity, ...others].map(({ subgraph }) => subgraph.ensureAdministrator({ ...credentials, password: 'changed admin secret' })));
  await Promise.all(others.map((other) => other.close()));
  expect(await acts()).toBe(before + 2);
  const user = dataOf(await signIn('together', 'changed admin secret')).signIn.session.user;
  expect(Number((await identity.register('after')).id.slice('cds:'.length))).toBe(Number(user.id.slice('cds:'.length)) + 1);
});

test.each([{ username: 'no name', password: 'long enough secret' }, { username: 'admin', password: 'short' }])('a name or password that no account can have stops the boot: %j', async (credentials) => {
  await expect(identity.subgraph.ensureAdministrator(credentials)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
