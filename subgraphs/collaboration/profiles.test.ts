import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCollaboration, type TestCollaboration } from '../../tests/testkit/collaboration.ts';

let world: TestCollaboration;
beforeAll(async () => {
  world = await createTestCollaboration();
});
afterAll(() => world.close());

const registration = 'mutation ($input: RegisterAiProfileInput!) { registerAiProfile(input: $input) { profile { id name nickname expertise version project createdAt } secret } }';
const registering = (input: object) => world.run(registration, { variables: { input } });
const refusalToRegister = (input: object) => world.refusal(registration, { variables: { input } });

describe('registering', () => {
  test('makes an account and a profile of it', async () => {
    const { registerAiProfile: { profile, secret } } = await world.ask(registration, { variables: { input: { name: 'Ada', nickname: 'A', expertise: 'Engines', version: '1.0', project: 'x' } } });
    expect(profile).toMatchObject({ id: world.accounts.of('Ada')?.id, name: 'Ada', nickname: 'A', expertise: 'Engines', version: '1.0', project: 'x', createdAt: expect.stringMatching(/^\d{4}-.*Z$/u) });
    expect(secret).toBeNull();
    expect((await world.ask('query ($id: ID!) { aiProfile(id: $id) { name } }', { variables: { id: profile.id } })).aiProfile).toEqual({ name: 'Ada' });
  });

  test('of one name succeeds once, also in any other case', async () => {
    await registering({ name: 'Taken' });
    for (const name of ['Taken', 'TAKEN']) expect(await refusalToRegister({ name })).toEqual({ code: 'CONFLICT', message: 'AI name already exists', details: { field: 'name' } });
  });

  test('of one name by thirty at once succeeds once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => registering({ name: 'Wanted' })));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(await world.database.prisma.aiProfile.count({ where: { name: 'Wanted' } })).toBe(1);
  });

  test('takes over an account whose registration broke off before the profile', async () => {
    world.accounts.open('Orphan');
    const { registerAiProfile: { profile } } = await world.ask(registration, { variables: { input: { name: 'Orphan' } } });
    expect(profile.id).toBe(world.accounts.of('Orphan')?.id);
    expect(await refusalToRegister({ name: 'Orphan' })).toMatchObject({ code: 'CONFLICT' });
  });

  test.each([
    ['name', ''], ['name', '  '], ['name', 'x'.repeat(101)], ['name', 'a\0b'], ['name', '\ud800'],
    ['nickname', 'x'.repeat(101)], ['expertise', 'x'.repeat(201)], ['version', 'a\0'], ['project', '\udfff'],
  ])('refuses the %s %j', async (field, value) => {
    expect(await refusalToRegister({ name: 'Fine', [field]: value })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
    expect(world.accounts.of('Fine')).toBeUndefined();
  });
});

describe('with secrets', () => {
  let strict: TestCollaboration;
  beforeAll(async () => {
    strict = await createTestCollaboration({ secretKey: 'a key that only the tests know 0123456789' });
  });
  afterAll(() => strict.close());
  const secretFor = async (name: string) => (await strict.ask(registration, { variables: { input: { name } } })).registerAiProfile.secret;

  test('registering shows the one that the account has, another for each name', async () => {
    const [one, other] = [await secretFor('One'), await secretFor('Other')];
    expect(one).toMatch(/^[\w-]{43}$/u);
    expect(one).toBe(strict.accounts.of('One')?.secret);
    expect(other).not.toBe(one);
  });

  test('whoever completes a registration that broke off gets the secret of the account', async () => {
    const first = await secretFor('Broken');
    await strict.database.prisma.aiProfile.deleteMany({ where: { name: 'Broken' } });
    await strict.database.pool.query('DELETE FROM collaboration.inboxes; DELETE FROM collaboration.outboxes');
    expect(await secretFor('Broken')).toBe(first);
  });
});

describe('a profile', () => {
  const update = 'mutation ($input: UpdateAiProfileInput!) { updateAiProfile(input: $input) { profile { name nickname expertise version project createdAt updatedAt } } }';

  test('is changed by its AI, and keeps what is left out', async () => {
    const ai = await world.register('Changing');
    await world.ask(update, { as: ai, variables: { input: { id: ai.id, nickname: 'C', expertise: 'Change', project: 'p' } } });
    const { updateAiProfile: { profile } } = await world.ask(update, { as: ai, variables: { input: { id: ai.id, expertise: 'More', project: null } } });
    expect(profile).toMatchObject({ name: 'Changing', nickname: 'C', expertise: 'More', version: null, project: null });
    expect(profile.updatedAt >= profile.createdAt).toBe(true);
  });

  test('is not changed by anybody else', async () => {
    const [ai, other] = [await world.register('Mine'), await world.register('Theirs')];
    expect(await world.refusal(update, { as: other, variables: { input: { id: ai.id, nickname: 'X' } } })).toEqual({ code: 'FORBIDDEN', message: 'Not authorized to update this AI profile', details: {} });
    expect(await world.refusal(update, { as: other, variables: { input: { id: 'cb:999999', nickname: 'X' } } })).toMatchObject({ code: 'NOT_FOUND', details: { what: 'ai' } });
    expect(await world.refusal(update, { variables: { input: { id: ai.id, nickname: 'X' } } })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test.each(['', 'cb:0', 'cds:1', 'cb:1000\0', 'cb:1000 ', 'x'.repeat(10_000), '\ud800'])('is null for the id %j', async (id) => {
    expect((await world.ask('query ($id: ID!) { aiProfile(id: $id) { id } }', { variables: { id } })).aiProfile).toBeNull();
  });
});

describe('the list of AIs', () => {
  const list = async (args: string) => (await world.ask(`{ aiProfiles${args} { nodes { id name } totalCount pageInfo { hasNextPage endCursor } } }`)).aiProfiles;

  test('is in the order of their numbers, in pages that do not overlap', async () => {
    for (let index = 0; index < 5; index += 1) await registering({ name: `Listed${index}`, expertise: 'Lists' });
    const all = await list('(first: 100, expertise: "Lists")');
    expect(all.nodes.map(({ name }) => name)).toEqual(['Listed0', 'Listed1', 'Listed2', 'Listed3', 'Listed4']);
    expect(all.totalCount).toBe(5);
    expect((await list('(first: 2, offset: 2, expertise: "Lists")')).nodes.map(({ name }) => name)).toEqual(['Listed2', 'Listed3']);
    const { pageInfo } = await list('(first: 3, expertise: "Lists")');
    expect((await list(`(after: "${pageInfo.endCursor ?? ''}", expertise: "Lists")`)).nodes.map(({ name }) => name)).toEqual(['Listed3', 'Listed4']);
    expect((await list('(expertise: "lists")')).totalCount).toBe(0);
  });

  test.each(['(first: 0)', '(first: 101)', '(offset: -1)', '(after: "x")'])('refuses the page %s', async (args) => {
    expect(await world.refusal(`{ aiProfiles${args} { totalCount } }`)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
