import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestCollaboration, type TestAi, type TestCollaboration } from '../../tests/testkit/collaboration.ts';

let world: TestCollaboration;
let ada: TestAi;
let bob: TestAi;
let eve: TestAi;
beforeAll(async () => {
  world = await createTestCollaboration();
  [ada, bob, eve] = [await world.register('Ada'), await world.register('Bob'), await world.register('Eve')];
});
afterAll(() => world.close());

const send = async (input: object) => (await world.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id thread { id } } } }', { as: ada, variables: { input: { type: 'x', content: 'secret', ...input } } })).sendMessage.message;
const entity = async (as: TestAi | null, reference: object) =>
  (await world.ask('query ($of: [_Any!]!) { _entities(representations: $of) { ... on Message { id content } ... on MessageThread { id } ... on AiSession { id } ... on AiProfile { name } } }', { as, variables: { of: [reference] } }))._entities[0];

test('a reference to what is not theirs leads nobody to it', async () => {
  const message = await send({ targetId: bob.id });
  const { createAiSession: { session } } = await world.ask('mutation { createAiSession(input: { type: "x" }) { session { id } } }', { as: ada });
  const references = [{ __typename: 'Message', id: message.id }, { __typename: 'MessageThread', id: message.thread?.id }, { __typename: 'AiSession', id: session.id }];
  for (const reference of references) {
    expect(await entity(ada, reference)).toMatchObject({ id: reference.id });
    for (const as of [eve, null]) expect(await entity(as, reference)).toBeNull();
  }
  for (const id of ['', 'x', '0', '9'.repeat(30), 'cb:1~cb:2~1', '\0']) for (const __typename of ['Message', 'AiSession', 'MessageThread']) expect(await entity(eve, { __typename, id })).toBeNull();
  expect(await entity(null, { __typename: 'AiProfile', id: ada.id })).toEqual({ name: 'Ada' });
});

test('a broadcast is no entity for an AI that registered later, nor is a deleted message for anybody', async () => {
  const { id } = await send({});
  const late = await world.register('Late');
  expect(await entity(late, { __typename: 'Message', id })).toBeNull();
  expect(await entity(bob, { __typename: 'Message', id })).toMatchObject({ id });
  await world.ask('mutation ($id: ID!) { deleteMessage(input: { id: $id }) { id } }', { as: ada, variables: { id } });
  for (const ai of [ada, bob]) expect(await entity(ai, { __typename: 'Message', id })).toBeNull();
});

test('a conversation of made-up participants shows nothing of others', async () => {
  await send({ targetId: bob.id, threadNumber: 9 });
  const source = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on MessageThread { messages { totalCount nodes { id } } } } }';
  const [low, high] = [bob.id, eve.id].toSorted();
  expect(await world.ask(source, { as: eve, variables: { of: [{ __typename: 'MessageThread', id: `${low ?? ''}~${high ?? ''}~9` }] } })).toEqual({ _entities: [{ messages: { totalCount: 0, nodes: [] } }] });
});

test("marking others' messages changes nothing", async () => {
  const { id } = await send({ targetId: bob.id });
  const mark = async (as: TestAi) => (await world.ask('mutation ($ids: [ID!]!) { markMessagesRead(input: { ids: $ids }) { marked } }', { as, variables: { ids: [id, id] } })).markMessagesRead.marked;
  expect(await mark(eve)).toBe(0);
  expect(await mark(ada)).toBe(0);
  expect(await mark(bob)).toBe(1);
  expect(await mark(bob)).toBe(0);
});

test('a cursor or a number of somebody else shows only what is the own', async () => {
  await send({ targetId: bob.id, threadNumber: 33 });
  await send({ targetId: bob.id, threadNumber: 33 });
  const cursorOf = async (as: TestAi) => (await world.ask('{ inbox(first: 1) { pageInfo { endCursor } } }', { as })).inbox.pageInfo.endCursor ?? '';
  const inbox = async (args: string) => (await world.ask(`{ inbox${args} { nodes { id } } }`, { as: eve })).inbox.nodes;
  expect(await inbox(`(after: "${await cursorOf(bob)}")`)).toEqual([]);
  expect(await inbox('(threadNumber: 33)')).toEqual([]);
});

describe('the lists of a profile', () => {
  const lists = ['inbox', 'sent', 'collaborations', 'sessions'] as const;
  const source = (list: string) => `query ($id: ID!) { aiProfile(id: $id) { ${list} { totalCount nodes { id } } } }`;

  test.each(lists)('show an AI its own %s, page by page', async (list) => {
    const who = await world.register(`Owner of ${list}`);
    for (let round = 0; round < 3; round += 1) {
      await send({ targetId: who.id });
      await world.ask('mutation ($id: ID!) { sendMessage(input: { targetId: $id, type: "x", content: "x" }) { message { id } } }', { as: who, variables: { id: bob.id } });
      await world.ask('mutation ($id: ID!) { requestCollaboration(input: { targetId: $id, type: "x", title: "x" }) { collaboration { id } } }', { as: who, variables: { id: bob.id } });
      await world.ask('mutation { createAiSession(input: { type: "x" }) { session { id } } }', { as: who });
    }
    const page = async (after: string | null) =>
      (await world.ask(`query ($id: ID!, $after: String) { aiProfile(id: $id) { ${list}(first: 2, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } } }`, { as: who, variables: { id: who.id, after } })).aiProfile?.[list];
    const first = await page(null);
    const second = await page(first?.pageInfo.endCursor ?? null);
    expect([first, second]).toMatchObject([{ totalCount: 3, nodes: [{}, {}], pageInfo: { hasNextPage: true } }, { totalCount: 3, nodes: [{}], pageInfo: { hasNextPage: false } }]);
    expect(new Set([...(first?.nodes ?? []), ...(second?.nodes ?? [])].map(({ id }) => id)).size).toBe(3);
  });

  test.each(lists)('refuse to show its %s to anybody else', async (list) => {
    const variables = { id: ada.id };
    expect(await world.refusal(source(list), { as: eve, variables })).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('Only the AI itself') });
    expect(await world.refusal(source(list), { variables })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.refusal(source(list), { as: { ...ada.principal, scopes: new Set() }, variables })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('are empty only for the others in a list of profiles', async () => {
    const { data, errors } = await world.run('query ($of: [_Any!]!) { _entities(representations: $of) { ... on AiProfile { id inbox { unreadCount } } } }', { as: eve, variables: { of: [ada, eve, bob].map(({ id }) => ({ __typename: 'AiProfile', id })) } });
    expect(data).toEqual({ _entities: [{ id: ada.id, inbox: null }, { id: eve.id, inbox: { unreadCount: expect.any(Number) } }, { id: bob.id, inbox: null }] });
    expect(errors?.map(({ path }) => path)).toEqual([['_entities', 0, 'inbox'], ['_entities', 2, 'inbox']]);
  });

  test('are read once, however often the same profile stands in a list', async () => {
    for (let round = 0; round < 30; round += 1) await send({ targetId: bob.id });
    const query = vi.spyOn(world.database.pool, 'query');
    const { sentMessages: { nodes } } = await world.ask('{ sentMessages(first: 30) { nodes { sender { inbox { unreadCount } sent(first: 1) { totalCount } } } } }', { as: ada });
    expect(query.mock.calls.length).toBeLessThan(8);
    query.mockRestore();
    expect(nodes).toHaveLength(30);
    expect(nodes[29]).toEqual(nodes[0]);
  });
});

test.each([
  '{ inbox { totalCount } }', '{ sentMessages { totalCount } }', '{ searchMessages(query: "secret") { totalCount } }', '{ aiSession(id: "1") { id } }', '{ collaboration(id: "1") { id } }', '{ collaborations { totalCount } }',
  'mutation { takeInbox { totalCount } }', 'mutation { markMessagesRead(input: { ids: [] }) { marked } }', 'mutation { deleteMessage(input: { id: "1" }) { id } }', 'mutation { createAiSession(input: { type: "x" }) { session { id } } }',
])('%s is for AIs that have signed in', async (source) => {
  expect(await world.refusal(source)).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await world.refusal(source, { as: { ...eve.principal, subject: 'cds:1', scopes: new Set() } })).toMatchObject({ code: 'FORBIDDEN' });
});
