import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aiPrincipal, createTestCollaboration, type TestAi, type TestCollaboration } from '../../tests/testkit/collaboration.ts';

let world: TestCollaboration;
let ada: TestAi;
let bob: TestAi;
let eve: TestAi;
beforeAll(async () => {
  world = await createTestCollaboration();
  [ada, bob, eve] = [await world.register('Ada'), await world.register('Bob'), await world.register('Eve')];
});
afterAll(() => world.close());

const fields = `{ id requester { name } responder { name } type title description metadata status progress { tasksCompleted totalTasks percentage currentTask lastUpdatedAt }
  responseMessage summary outcome finalStats respondedAt completedAt }`;
const mutation = (name: string, type: string) => `mutation ($input: ${type}!) { ${name}(input: $input) { collaboration ${fields} } }`;
const requesting = mutation('requestCollaboration', 'RequestCollaborationInput');
const responding = mutation('respondToCollaboration', 'RespondToCollaborationInput');
const progressing = mutation('updateCollaborationProgress', 'UpdateCollaborationProgressInput');
const completing = mutation('completeCollaboration', 'CompleteCollaborationInput');
const request = async (input: object = {}, as = ada) => (await world.ask(requesting, { as, variables: { input: { targetId: bob.id, type: 'pair', title: 'API design', ...input } } })).requestCollaboration.collaboration;
const respond = async (id: string, accept = true, as = bob) => (await world.ask(responding, { as, variables: { input: { id, accept } } })).respondToCollaboration.collaboration;
const active = async () => (await respond((await request()).id)).id;
const find = async (id: string, as = ada) => (await world.ask(`query ($id: ID!) { collaboration(id: $id) ${fields} }`, { as, variables: { id } })).collaboration;
const refusal = (source: string, input: object, as: TestAi | null) => world.refusal(source, { as, variables: { input } });

describe('a request', () => {
  test('is pending, with no progress', async () => {
    const collaboration = await request({ description: 'Together', metadata: { priority: 'high' } });
    expect(collaboration).toMatchObject({
      requester: { name: 'Ada' }, responder: { name: 'Bob' }, type: 'pair', title: 'API design', description: 'Together', metadata: { priority: 'high' }, status: 'PENDING', respondedAt: null, completedAt: null,
      progress: { tasksCompleted: 0, totalTasks: 0, percentage: 0, currentTask: null },
    });
  });

  test.each([[{ title: '' }, 'title'], [{ title: 'x'.repeat(201) }, 'title'], [{ type: ' ' }, 'type'], [{ description: 'x'.repeat(10_001) }, 'description'], [{ metadata: [] }, 'metadata']])('is refused with %j', async (input, field) => {
    expect(await refusal(requesting, { targetId: bob.id, type: 'pair', title: 'x', ...input }, ada)).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  });

  test('goes to another AI that exists, from one that does', async () => {
    expect(await refusal(requesting, { targetId: ada.id, type: 'x', title: 'x' }, ada)).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'targetId' } });
    for (const targetId of ['cb:999999', 'x\0', '']) expect(await refusal(requesting, { targetId, type: 'x', title: 'x' }, ada)).toMatchObject({ code: 'NOT_FOUND', details: { what: 'ai' } });
    expect(await world.refusal(requesting, { as: aiPrincipal(999_999), variables: { input: { targetId: ada.id, type: 'x', title: 'x' } } })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is accepted or declined by its target, with a message', async () => {
    const { id } = await request();
    const { respondToCollaboration: { collaboration } } = await world.ask(responding, { as: bob, variables: { input: { id, accept: true, message: 'Gladly', metadata: { start: 'now' } } } });
    expect(collaboration).toMatchObject({ status: 'ACTIVE', responseMessage: 'Gladly', respondedAt: expect.any(String) });
    expect((await respond((await request()).id, false)).status).toBe('DECLINED');
  });

  test('is answered once, however many answers come at once', async () => {
    const { id } = await request();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => world.run(responding, { as: bob, variables: { input: { id, accept: index % 2 === 0 } } })));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    for (const accept of [true, false]) expect(await refusal(responding, { id, accept }, bob)).toMatchObject({ code: 'CONFLICT' });
  });

  test('is answered by nobody else', async () => {
    const { id } = await request();
    for (const as of [ada, eve]) expect(await refusal(responding, { id, accept: true }, as)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(responding, { id, accept: true }, null)).toMatchObject({ code: 'UNAUTHENTICATED' });
    for (const unknown of ['0', 'x', '999999']) expect(await refusal(responding, { id: unknown, accept: true }, bob)).toMatchObject({ code: 'NOT_FOUND', details: { what: 'collaboration' } });
    expect((await find(id))?.status).toBe('PENDING');
  });
});

describe('an active collaboration', () => {
  test('is moved on by either participant, and keeps what is left out', async () => {
    const id = await active();
    const progress = async (input: object, as: TestAi) => (await world.ask(progressing, { as, variables: { input: { id, ...input } } })).updateCollaborationProgress.collaboration.progress;
    expect(await progress({ tasksCompleted: 5, totalTasks: 10, currentTask: 'Designing' }, ada)).toMatchObject({ tasksCompleted: 5, totalTasks: 10, percentage: 50, currentTask: 'Designing' });
    expect(await progress({ tasksCompleted: 12 }, bob)).toMatchObject({ tasksCompleted: 12, totalTasks: 12, percentage: 100, currentTask: 'Designing' });
    expect(await progress({ totalTasks: 36, currentTask: null }, bob)).toMatchObject({ tasksCompleted: 12, totalTasks: 36, percentage: 33, currentTask: null });
    for (const input of [{ tasksCompleted: -1 }, { tasksCompleted: 37, totalTasks: 36 }, { totalTasks: 1 }]) expect(await refusal(progressing, { id, ...input }, ada)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refusal(progressing, { id, tasksCompleted: 1 }, eve)).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is completed once, by either participant, and the final stats become its progress', async () => {
    const id = await active();
    const input = { id, summary: 'Designed', outcome: 'success', finalStats: { messages_exchanged: 50, tasks_completed: 10, duration_seconds: 3600 } };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => world.run(completing, { as: index % 2 === 0 ? ada : bob, variables: { input } })));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(await find(id)).toMatchObject({ status: 'COMPLETED', summary: 'Designed', outcome: 'success', finalStats: input.finalStats, completedAt: expect.any(String), progress: { tasksCompleted: 10, totalTasks: 10, percentage: 100 } });
    for (const [source, change] of [[completing, {}], [progressing, { tasksCompleted: 1 }]] as const) expect(await refusal(source, { id, ...change }, ada)).toMatchObject({ code: 'CONFLICT' });
  });

  test('keeps its progress when the final stats say nothing of tasks', async () => {
    const id = await active();
    await world.ask(completing, { as: ada, variables: { input: { id, finalStats: { tasks_completed: 'ten' } } } });
    expect(await find(id)).toMatchObject({ status: 'COMPLETED', progress: { tasksCompleted: 0, percentage: 0 } });
  });

  test('is completed by nobody else, and not before it is active', async () => {
    const id = await active();
    expect(await refusal(completing, { id }, eve)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(completing, { id: (await request()).id }, ada)).toMatchObject({ code: 'CONFLICT' });
    expect(await refusal(completing, { id: (await respond((await request()).id, false)).id }, bob)).toMatchObject({ code: 'CONFLICT' });
    expect(await refusal(completing, { id: '999999' }, ada)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('collaborations', () => {
  const list = async (as: TestAi, args = '') => (await world.ask(`{ collaborations${args} { nodes { id title status } totalCount pageInfo { hasNextPage endCursor } } }`, { as })).collaborations;

  test('are listed newest first, by status and role, for their participants', async () => {
    const [one, two] = [await world.register('One'), await world.register('Two')];
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1) ids.unshift((await request({ targetId: index % 2 === 0 ? two.id : one.id }, index % 2 === 0 ? one : two)).id);
    await respond(ids[3] ?? '', true, two);
    const idsOf = async (args: string, as = one) => (await list(as, args)).nodes.map(({ id }) => id);
    expect(await list(one)).toMatchObject({ totalCount: 4 });
    expect(await idsOf('')).toEqual(ids);
    expect(await idsOf('', two)).toEqual(ids);
    expect(await idsOf('(role: REQUESTER)')).toEqual([ids[1], ids[3]]);
    expect(await idsOf('(role: RESPONDER)')).toEqual([ids[0], ids[2]]);
    expect(await list(one, '(status: ACTIVE)')).toMatchObject({ nodes: [{ id: ids[3] }], totalCount: 1 });
    expect(await idsOf('(first: 2, offset: 1)')).toEqual(ids.slice(1, 3));
    const { pageInfo } = await list(one, '(first: 3)');
    expect(await idsOf(`(after: "${pageInfo.endCursor ?? ''}")`)).toEqual(ids.slice(3));
    expect(await list(await world.register('Nobody'))).toMatchObject({ nodes: [], totalCount: 0 });
  });

  test('are seen by their participants alone', async () => {
    const { id } = await request();
    expect(await world.refusal('query ($id: ID!) { collaboration(id: $id) { id } }', { as: eve, variables: { id } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await find('999999')).toBeNull();
    const ofEntities = async (as: TestAi) => (await world.ask('query ($of: [_Any!]!) { _entities(representations: $of) { ... on Collaboration { title } } }', { as, variables: { of: [{ __typename: 'Collaboration', id }] } }))._entities;
    expect(await ofEntities(bob)).toEqual([{ title: 'API design' }]);
    expect(await ofEntities(eve)).toEqual([null]);
  });
});
