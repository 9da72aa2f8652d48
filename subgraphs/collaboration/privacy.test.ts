import { afterAll, beforeAll, expect, test } from 'vitest';
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

test.each([
  '{ inbox { totalCount } }', '{ sentMessages { totalCount } }', '{ searchMessages(query: "secret") { totalCount } }', '{ aiSession(id: "1") { id } }', '{ collaboration(id: "1") { id } }', '{ collaborations { totalCount } }',
  'mutation { takeInbox { totalCount } }', 'mutation { markMessagesRead(input: { ids: [] }) { marked } }', 'mutation { deleteMessage(input: { id: "1" }) { id } }', 'mutation { createAiSession(input: { type: "x" }) { session { id } } }',
])('%s is for AIs that have signed in', async (source) => {
  expect(await world.refusal(source)).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await world.refusal(source, { as: { ...eve.principal, subject: 'cds:1', scopes: new Set() } })).toMatchObject({ code: 'FORBIDDEN' });
});
