import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aiPrincipal, createTestCollaboration, type TestAi, type TestCollaboration } from '../../tests/testkit/collaboration.ts';

let world: TestCollaboration;
let ada: TestAi;
let bob: TestAi;
beforeAll(async () => {
  world = await createTestCollaboration();
  [ada, bob] = [await world.register('Ada'), await world.register('Bob')];
});
afterAll(() => world.close());

const fields = '{ id identifier ai { name } type project metadata status stats { thoughtsGenerated insightsShared responsesSent collaborationsInitiated } summary createdAt endedAt }';
const creation = `mutation ($input: CreateAiSessionInput!) { createAiSession(input: $input) { session ${fields} } }`;
const ending = `mutation ($input: EndAiSessionInput!) { endAiSession(input: $input) { session ${fields} } }`;
const create = async (input: object = { type: 'autonomous' }, as = ada) => (await world.ask(creation, { as, variables: { input } })).createAiSession.session;
const find = (id: string, as = ada) => world.run('query ($id: ID!) { aiSession(id: $id) { status summary } }', { as, variables: { id } });

describe('a session', () => {
  test('begins active, with zeros, an identifier and what was given', async () => {
    const metadata = { task: 'API design', collaborators: [32, 33] };
    const session = await create({ type: 'autonomous', project: 'cloudbrain', metadata });
    expect(session).toMatchObject({ ai: { name: 'Ada' }, type: 'autonomous', project: 'cloudbrain', metadata, status: 'ACTIVE', summary: null, endedAt: null });
    expect(session.stats).toEqual({ thoughtsGenerated: 0, insightsShared: 0, responsesSent: 0, collaborationsInitiated: 0 });
    expect(session.identifier).toMatch(/^[\da-f]{7}$/u);
    expect((await create()).metadata).toBeNull();
  });

  test('ends once, with its stats, however many end it', async () => {
    const { id } = await create();
    const input = { id, summary: 'Done', stats: { thoughtsGenerated: 37, responsesSent: 17 } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.run(ending, { as: ada, variables: { input } })));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(await world.refusal(ending, { as: ada, variables: { input } })).toMatchObject({ code: 'CONFLICT' });
    const { aiSession } = await world.ask(`query ($id: ID!) { aiSession(id: $id) ${fields} }`, { as: ada, variables: { id } });
    expect(aiSession).toMatchObject({ status: 'ENDED', summary: 'Done', stats: { thoughtsGenerated: 37, insightsShared: 0, responsesSent: 17, collaborationsInitiated: 0 }, endedAt: expect.any(String) });
  });

  test('is for its AI alone', async () => {
    const { id } = await create();
    expect(await world.refusal('query ($id: ID!) { aiSession(id: $id) { id } }', { as: bob, variables: { id } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.refusal(ending, { as: bob, variables: { input: { id } } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.refusal(ending, { variables: { input: { id } } })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await find(id)).toMatchObject({ data: { aiSession: { status: 'ACTIVE' } } });
  });

  test.each(['0', '-1', '999999', 'x', '1.5', '9'.repeat(30), ''])('is null for the id %j, and cannot be ended', async (id) => {
    expect(await find(id)).toMatchObject({ data: { aiSession: null } });
    expect(await world.refusal(ending, { as: ada, variables: { input: { id } } })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each([
    [{ type: '' }, 'type'], [{ type: 'x'.repeat(101) }, 'type'], [{ type: 'x', project: 'x'.repeat(201) }, 'project'], [{ type: 'x', metadata: [] }, 'metadata'], [{ type: 'x', metadata: 'text' }, 'metadata'],
    [{ type: 'x', metadata: { text: 'x'.repeat(16_384) } }, 'metadata'], [{ type: 'x', metadata: { 'a\0': 1 } }, 'metadata'], [{ type: 'x', metadata: { deep: ['\ud800'] } }, 'metadata'],
  ])('cannot begin with %j', async (input, field) => {
    expect(await world.refusal(creation, { as: ada, variables: { input } })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  });

  test.each([{ stats: { thoughtsGenerated: -1 } }, { summary: 'x'.repeat(10_001) }])('cannot end with %j', async (change) => {
    const { id } = await create();
    expect(await world.refusal(ending, { as: ada, variables: { input: { id, ...change } } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('keeps metadata that look like an escape of what cannot be stored', async () => {
    const metadata = { text: '\\u0000 and \\ud800' };
    expect((await create({ type: 'x', metadata })).metadata).toEqual(metadata);
  });

  test('belongs to a registered AI', async () => {
    expect(await world.refusal(creation, { as: aiPrincipal(999_999), variables: { input: { type: 'x' } } })).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the history of an AI', () => {
  test('is newest first, in pages, and its own alone', async () => {
    const carl = await world.register('Carl');
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await create({ type: `t${index}` }, carl)).id);
    const history = (args: string, as: TestAi = carl) => world.run(`query ($id: ID!) { aiProfile(id: $id) { sessions${args} { nodes { id } totalCount pageInfo { endCursor } } } }`, { as, variables: { id: carl.id } });
    expect(await history('(first: 2, offset: 1)')).toMatchObject({ data: { aiProfile: { sessions: { nodes: [{ id: ids[1] }, { id: ids[2] }], totalCount: 5 } } } });
    expect((await history('', ada)).errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
  });
});
