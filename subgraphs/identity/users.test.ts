import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestIdentity, dataOf, principalOf, refusalOf, root, type As, type TestIdentity } from '../../tests/testkit/identity.ts';

let identity: TestIdentity;
const ids: string[] = [];
beforeAll(async () => {
  identity = await createTestIdentity();
  for (let index = 1; index <= 7; index += 1) ids.push((await identity.register(`user${index}`)).id);
  await identity.database.prisma.account.create({ data: { subject: 'cb:1000', realm: 'cb', number: 1000, username: 'Brain', usernameKey: 'brain' } });
});
afterAll(() => identity.close());

const first = () => principalOf(ids[0] ?? '');
const page = (args: string, options: As = { as: root }) => identity.run(`{ users${args} { nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`, options);
const nodesOf = async (args: string) => dataOf(await page(args)).users.nodes.map(({ id }) => id);
const cursor = (text: string) => `"${Buffer.from(JSON.stringify([text])).toString('base64url')}"`;

describe('me', () => {
  test('is the account of the caller', async () => {
    expect(dataOf(await identity.run('{ me { id username role apiKeys { id } openingTokenBalance } }', { as: first() }))).toEqual({ me: { id: ids[0], username: 'user1', role: 'DEVELOPER', apiKeys: [], openingTokenBalance: null } });
  });

  test('is null for a principal without an account', async () => {
    expect(dataOf(await identity.run('{ me { id } }', { as: principalOf('cyborg:static') })).me).toBeNull();
  });

  test('is for the signed-in', async () => {
    expect(refusalOf(await identity.run('{ me { id } }'))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('the list of users', () => {
  test('is in order of registration and leaves other realms out', async () => {
    const { users } = dataOf(await page(''));
    expect(users.nodes.map(({ id }) => id)).toEqual(ids);
    expect(users).toMatchObject({ totalCount: 7, pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: users.edges[0]?.cursor, endCursor: users.edges[6]?.cursor } });
  });

  test('is walked by cursors, also while new users register', async () => {
    const world = await createTestIdentity();
    const made: string[] = [];
    for (let index = 0; index < 3; index += 1) made.push((await world.register(`walker${index}`)).id);
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { users }: { users: ReturnType<typeof dataOf>['users'] } = dataOf(await world.run('query ($after: String) { users(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }', { as: root, variables: { after } }));
      expect(users.pageInfo.hasPreviousPage).toBe(after !== null);
      if (after === null) made.push((await world.register('latecomer')).id);
      seen.push(...users.nodes.map(({ id }) => id));
      after = users.pageInfo.endCursor;
      more = users.pageInfo.hasNextPage;
    }
    await world.close();
    expect(seen).toEqual(made);
  });

  test('knows offsets, alone and behind a cursor', async () => {
    expect(await nodesOf('(first: 2, offset: 3)')).toEqual(ids.slice(3, 5));
    expect(await nodesOf(`(first: 2, after: ${cursor(ids[1]?.slice('cds:'.length) ?? '')}, offset: 1)`)).toEqual(ids.slice(3, 5));
    expect(dataOf(await page('(offset: 100)')).users).toMatchObject({ nodes: [], totalCount: 7, pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null } });
  });

  test('has pages of 1 to 100', async () => {
    expect(await nodesOf('(first: 1)')).toEqual(ids.slice(0, 1));
    expect(await nodesOf('(first: 100)')).toEqual(ids);
    expect(await nodesOf('(first: null, after: null, offset: null)')).toEqual(ids);
  });

  test.each(['(first: 0)', '(first: -1)', '(first: 101)', '(first: 2147483647)'])('refuses a page of the size %s', async (args) => {
    expect(refusalOf(await page(args))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'first' } });
  });

  test.each(['(offset: -1)', '(offset: -2147483648)'])('refuses the offset %s', async (args) => {
    expect(refusalOf(await page(args))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'offset' } });
  });

  test.each([
    ['of nothing', '""'],
    ['in clear', '"1"'],
    ['of other letters', '"%%%"'],
    ['with padding', '"MQ=="'],
    ['of a negative number', cursor('-1')],
    ['of a padded number', cursor('01')],
    ['of a power', cursor('1e3')],
    ['of SQL', cursor('1 OR 1=1')],
    ['of a number that no account has', cursor('2147483648')],
    ['of a giant number', cursor('9'.repeat(30))],
    ['of giant length', `"${'A'.repeat(10_000)}"`],
  ])('refuses a cursor %s', async (_, after) => {
    expect(refusalOf(await page(`(after: ${after})`))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'after' } });
  });

  test('takes a cursor behind the end for the end', async () => {
    expect(await nodesOf(`(after: ${cursor('2147483647')})`)).toEqual([]);
  });

  test('is for administrators', async () => {
    for (const as of [null, first()]) expect(refusalOf(await page('', { as }))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('one user', () => {
  const user = (id: string, as = root) => identity.run('query ($id: ID!) { user(id: $id) { id username } }', { as, variables: { id } });

  test('is found by id, in any realm, by administrators', async () => {
    expect(dataOf(await user(ids[2] ?? '')).user).toEqual({ id: ids[2], username: 'user3' });
    expect(dataOf(await user('cb:1000')).user).toEqual({ id: 'cb:1000', username: 'Brain' });
    expect(refusalOf(await user(ids[0] ?? '', first()))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test.each(['', 'cds:0', 'cds:404', '1', "' OR 1=1 --", 'cds:1\0'])('is null for the id %j', async (id) => {
    expect(dataOf(await user(id)).user).toBeNull();
  });
});

describe('references', () => {
  const entities = async (representations: readonly object[], fields: string, as = first()) =>
    identity.run(`query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { ${fields} } ... on ApiKey { name } } }`, { as, variables: { representations } });
  const reference = (id: string | undefined) => ({ __typename: 'User', id });

  test('of many users cost one query, in the order asked for', async () => {
    using statements = countStatements(identity);
    const { data } = await entities([ids[3], 'cds:404', ids[1], 'cds:1\0', ids[3]].map(reference), 'username');
    expect(structuredClone(data)).toEqual({ _entities: [{ username: 'user4' }, null, { username: 'user2' }, null, { username: 'user4' }] });
    expect(statements.count()).toBe(1);
  });

  test('to a key are for its owner', async () => {
    const made = dataOf(await identity.run('mutation { createApiKey(input: { name: "laptop" }) { apiKey { id } } }', { as: first() })).createApiKey.apiKey;
    const names = async (as: typeof root) => structuredClone((await entities([{ __typename: 'ApiKey', id: made.id }, { __typename: 'ApiKey', id: 'x' }], 'id', as)).data);
    expect(await names(first())).toEqual({ _entities: [{ name: 'laptop' }, null] });
    expect(await names(principalOf(ids[1] ?? ''))).toEqual({ _entities: [null, null] });
    expect(await names(root)).toEqual({ _entities: [{ name: 'laptop' }, null] });
  });

  test.each(['apiKeys { id }', 'openingTokenBalance'])('show %s to the user and to administrators only', async (fields) => {
    const codes = await Promise.all([first(), root, principalOf(ids[1] ?? ''), null].map(async (as) => refusalOf(await identity.run(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${fields} } } }`, { as, variables: { r: [reference(ids[0])] } }))?.code ?? 'shown'));
    expect(codes).toEqual(['shown', 'shown', 'FORBIDDEN', 'UNAUTHENTICATED']);
  });
});

test('keys of many users cost one query', async () => {
  for (const id of ids.slice(0, 3)) dataOf(await identity.run('mutation { createApiKey(input: { name: "k" }) { apiKey { id } } }', { as: principalOf(id) }));
  using statements = countStatements(identity);
  const { users } = dataOf(await identity.run('{ users { nodes { id apiKeys { name } } } }', { as: root }));
  expect(users.nodes.map(({ apiKeys }) => apiKeys.length).slice(1)).toEqual([1, 1, 0, 0, 0, 0]);
  expect(statements.count()).toBe(3);
});

describe('a role', () => {
  const setRole = (userId: string, role: string, as: typeof root | null = root) => identity.run('mutation ($input: SetUserRoleInput!) { setUserRole(input: $input) { user { id role } } }', { as, variables: { input: { userId, role } } });

  test('is set by administrators', async () => {
    expect(dataOf(await setRole(ids[6] ?? '', 'ADMIN')).setUserRole.user).toEqual({ id: ids[6], role: 'ADMIN' });
    expect(dataOf(await setRole(ids[6] ?? '', 'DEVELOPER')).setUserRole.user.role).toBe('DEVELOPER');
    for (const as of [null, first()]) expect(refusalOf(await setRole(ids[0] ?? '', 'ADMIN', as))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is one of CyberDevStudio', async () => {
    for (const id of ['cds:404', 'cb:1000', 'nonsense', '\0', 'cds:1\0']) expect(refusalOf(await setRole(id, 'ADMIN'))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

/** Counts the statements that reach the database through Prisma, outside transactions. */
function countStatements({ database: { pool } }: TestIdentity) {
  const query = vi.spyOn(pool, 'query');
  return { count: () => query.mock.calls.length, [Symbol.dispose]: () => query.mockRestore() };
}
