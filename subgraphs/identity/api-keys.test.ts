import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestIdentity, dataOf, principalOf, refusalOf, root, type TestIdentity } from '../../tests/testkit/identity.ts';

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

const fields = '{ id name owner { id username } createdAt lastUsedAt revokedAt }';
const create = (name: string, as: typeof user.principal | null = user.principal) =>
  identity.run(`mutation ($name: String!) { createApiKey(input: { name: $name }) { apiKey ${fields} token } }`, { as, variables: { name } });
const revoke = (id: string, as: typeof user.principal | null = user.principal) => identity.run(`mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey ${fields} } }`, { as, variables: { id } });
const list = async (as = user.principal) => dataOf(await identity.run(`{ apiKeys ${fields} }`, { as })).apiKeys;
const stored = (id: string) => identity.database.prisma.apiKey.findUniqueOrThrow({ where: { id } });

test('a key is shown once; only its SHA-256 is stored', async () => {
  const { apiKey, token } = dataOf(await create(' laptop ')).createApiKey;
  expect(token).toMatch(/^cds_[\w-]{43}$/u);
  expect(apiKey).toMatchObject({ name: 'laptop', owner: { id: user.id }, lastUsedAt: null, revokedAt: null });
  expect((await stored(apiKey.id)).sha256).toBe(createHash('sha256').update(token).digest('hex'));
  const { rows } = await identity.database.pool.query<{ everything: string }>("SELECT string_agg(query_to_xml(format('SELECT * FROM %I.%I', schemaname, tablename), true, false, '')::text, '') AS everything FROM pg_tables WHERE schemaname IN ('identity', 'events')");
  expect(rows[0]?.everything).toContain(apiKey.id);
  expect(rows[0]?.everything).not.toContain(token.slice('cds_'.length));
});

test('no two keys are alike', async () => {
  const tokens = await Promise.all(Array.from({ length: 10 }, async () => dataOf(await create('same')).createApiKey.token));
  expect(new Set(tokens).size).toBe(10);
});

test.each(['', '  ', 'x'.repeat(101), 'a\nb', 'a\0b'])('the name %j is refused', async (name) => {
  expect(refusalOf(await create(name))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'name' } });
});

test('keys belong to users of CyberDevStudio', async () => {
  expect(refusalOf(await create('x', null))).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(refusalOf(await create('x', principalOf('cyborg:static')))).toMatchObject({ code: 'FORBIDDEN' });
});

test('a user sees own keys, newest first; an administrator sees all; nobody sees revoked ones', async () => {
  const names = ['first', 'second', 'third'];
  const keys = [];
  for (const name of names) keys.push(dataOf(await create(name)).createApiKey.apiKey);
  const stranger = await identity.register(`stranger${users}`);
  const theirs = dataOf(await create('theirs', stranger.principal)).createApiKey.apiKey;
  dataOf(await revoke(keys[1]?.id ?? ''));
  expect((await list()).map(({ name }) => name)).toEqual(['third', 'first']);
  const all = await list(root);
  expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining([keys[0]?.id, keys[2]?.id, theirs.id]));
  expect(all.map(({ id }) => id)).not.toContain(keys[1]?.id);
  expect(all.find(({ id }) => id === theirs.id)?.owner.username).toBe(`stranger${users}`);
});

test("another's key looks like one that does not exist, and stays good", async () => {
  const { apiKey } = dataOf(await create('mine')).createApiKey;
  const stranger = await identity.register(`stranger${users}`);
  const [foreign, unknown, nonsense] = await Promise.all([revoke(apiKey.id, stranger.principal), revoke('00000000-0000-7000-8000-000000000000'), revoke("' OR 1=1 --")]);
  expect([foreign, unknown, nonsense].map((answer) => [refusalOf(answer)?.code, answer.errors?.[0]?.message])).toEqual(Array.from({ length: 3 }, () => ['NOT_FOUND', 'No such API key']));
  expect((await stored(apiKey.id)).revokedAt).toBeNull();
});

test('a key is revoked once, by its owner or an administrator', async () => {
  const [mine, other] = await Promise.all([create('mine'), create('other')].map(async (answer) => dataOf(await answer).createApiKey.apiKey));
  const { apiKey } = dataOf(await revoke(mine?.id ?? '')).revokeApiKey;
  expect(apiKey.revokedAt).toBe(new Date(identity.clock.now()).toISOString());
  expect(refusalOf(await revoke(mine?.id ?? ''))).toMatchObject({ code: 'NOT_FOUND' });
  expect(dataOf(await revoke(other?.id ?? '', root)).revokeApiKey.apiKey.id).toBe(other?.id);
});

test('of several who revoke one key at once, one does', async () => {
  const { id } = dataOf(await create('race')).createApiKey.apiKey;
  const answers = await Promise.all(Array.from({ length: 5 }, () => revoke(id)));
  expect(answers.filter((answer) => refusalOf(answer) === null)).toHaveLength(1);
});

test('a user has at most a hundred keys, however many are asked for at once; a revoked one makes room', async () => {
  await identity.database.prisma.apiKey.createMany({ data: Array.from({ length: 97 }, (_, index) => ({ owner: user.id, name: 'bulk', sha256: `${user.id}-${index}` })) });
  const answers = await Promise.all(Array.from({ length: 6 }, () => create('one more')));
  expect(answers.filter((answer) => refusalOf(answer) === null)).toHaveLength(3);
  expect(refusalOf(await create('too many'))).toEqual({ code: 'CONFLICT', details: { limit: 100 } });
  dataOf(await revoke((await list())[0]?.id ?? ''));
  expect(refusalOf(await create('fits again'))).toBeNull();
});

test('the last use is noted, at most once a minute', async () => {
  const { apiKey, token } = dataOf(await create('used')).createApiKey;
  const sha256 = createHash('sha256').update(token).digest('hex');
  const use = async () => {
    await identity.run('query ($sha256: String!) { resolveApiKey(sha256: $sha256) { keyId } }', { variables: { sha256 } });
    return (await stored(apiKey.id)).lastUsedAt?.getTime();
  };
  const start = identity.clock.now();
  expect(await use()).toBe(start);
  identity.clock.advance(59_999);
  expect(await use()).toBe(start);
  identity.clock.advance(1);
  expect(await use()).toBe(start + 60_000);
});

test.each(['', 'x', 'A'.repeat(64), 'a'.repeat(63), "' OR 1=1 --"])('the hash %j is nobody', async (sha256) => {
  expect(dataOf(await identity.run('query ($sha256: String!) { resolveApiKey(sha256: $sha256) { keyId } }', { variables: { sha256 } })).resolveApiKey).toBeNull();
});
