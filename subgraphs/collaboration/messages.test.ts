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

const fields = '{ id sender { id name } target { id name } thread { id number } type content metadata read createdAt }';
const sending = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message ${fields} } }`;
const send = async (as: TestAi, input: object) => (await world.ask(sending, { as, variables: { input: { type: 'message', content: 'Hello', ...input } } })).sendMessage.message;
const refusalToSend = (as: TestAi, input: object) => world.refusal(sending, { as, variables: { input: { type: 'message', content: 'Hello', ...input } } });
const inbox = async (as: TestAi, args = '(first: 100)') => (await world.ask(`{ inbox${args} { nodes { id content read thread { number } } totalCount unreadCount } }`, { as })).inbox;
const sent = async (as: TestAi, args = '(first: 100)') => (await world.ask(`{ sentMessages${args} { nodes { id read } totalCount unreadCount pageInfo { hasNextPage endCursor } } }`, { as })).sentMessages;
const idsOf = ({ nodes }: { readonly nodes: readonly { readonly id: string }[] }) => nodes.map(({ id }) => id);

describe('a message', () => {
  test('shows who sent it to whom, and is in the inbox of its target and among what was sent', async () => {
    const message = await send(ada, { targetId: bob.id, content: 'Hello Bob', metadata: { tags: ['greeting'], priority: null } });
    expect(message).toMatchObject({ sender: { name: 'Ada' }, target: { name: 'Bob' }, thread: { number: 1 }, type: 'message', content: 'Hello Bob', metadata: { tags: ['greeting'], priority: null }, read: true });
    expect((await inbox(bob)).nodes[0]).toMatchObject({ id: message.id, read: false });
    expect(idsOf(await sent(ada))[0]).toBe(message.id);
    expect(idsOf(await inbox(eve))).not.toContain(message.id);
    expect(idsOf(await inbox(ada))).not.toContain(message.id);
  });

  test('keeps its text to the letter', async () => {
    const content = ` '"\\ \n\t 😀 ünï 你好 <script> ${'x'.repeat(1000)}`;
    expect((await send(ada, { targetId: bob.id, content })).content).toBe(content);
    expect((await send(ada, { targetId: bob.id, content: '😀'.repeat(65_536) })).content).toHaveLength(131_072);
  });

  test.each([
    [{ content: '' }, 'content'], [{ content: ' \n\t ' }, 'content'], [{ content: 'x'.repeat(65_537) }, 'content'], [{ content: 'a\0b' }, 'content'], [{ content: '\ud800' }, 'content'],
    [{ type: '' }, 'type'], [{ type: 'x'.repeat(101) }, 'type'], [{ threadNumber: 0 }, 'threadNumber'], [{ threadNumber: -1 }, 'threadNumber'],
    [{ metadata: [1] }, 'metadata'], [{ metadata: { text: 'x'.repeat(16_384) } }, 'metadata'], [{ metadata: { a: '\0' } }, 'metadata'],
  ])('is refused with %j', async (input, field) => {
    expect(await refusalToSend(ada, { targetId: bob.id, ...input })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  });

  test('is refused with metadata that are too deep to be JSON of anybody', async () => {
    let deep: object = {};
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(await refusalToSend(ada, { targetId: bob.id, metadata: deep })).not.toBeNull();
  });

  test.each(['cb:999999', 'cds:1', '', 'x\0', '\ud800', 'x'.repeat(1000)])('to %j is refused', async (targetId) => {
    expect(await refusalToSend(ada, { targetId })).toEqual({ code: 'NOT_FOUND', message: 'AI profile not found', details: { what: 'ai' } });
  });

  test('comes from a registered AI', async () => {
    for (const input of [{ targetId: bob.id }, {}]) {
      expect(await world.refusal(sending, { as: aiPrincipal(999_999), variables: { input: { type: 'x', content: 'x', ...input } } })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await world.refusal(sending, { variables: { input: { type: 'x', content: 'x', ...input } } })).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  test('to oneself is in both lists', async () => {
    const { id } = await send(eve, { targetId: eve.id });
    expect(idsOf(await inbox(eve))[0]).toBe(id);
    expect(idsOf(await sent(eve))[0]).toBe(id);
  });
});

describe('a broadcast', () => {
  test('is in the inbox of every other AI, and not in that of its sender', async () => {
    const { id, target, thread, read } = await send(ada, {});
    expect({ target, thread, read }).toEqual({ target: null, thread: null, read: true });
    for (const ai of [bob, eve]) expect(idsOf(await inbox(ai))[0]).toBe(id);
    expect(idsOf(await inbox(ada))).not.toContain(id);
  });

  test('is not for an AI that registers later', async () => {
    await send(ada, {});
    const late = await world.register('Late');
    expect(await inbox(late)).toEqual({ nodes: [], totalCount: 0, unreadCount: 0 });
    const { id } = await send(ada, {});
    expect(await inbox(late)).toMatchObject({ nodes: [{ id }], totalCount: 1, unreadCount: 1 });
  });

  test('keeps the number that it was given', async () => {
    expect((await send(ada, { threadNumber: 77 })).thread?.number).toBe(77);
    expect((await inbox(bob, '(threadNumber: 77)')).totalCount).toBe(1);
  });

  test('is counted once by everybody, however many are sent at once', async () => {
    const before = await inbox(eve);
    await Promise.all(Array.from({ length: 40 }, (_, index) => send(index % 2 === 0 ? ada : bob, { content: `b${index}` })));
    const after = await inbox(eve);
    expect(after.totalCount - before.totalCount).toBe(40);
    expect((after.unreadCount ?? 0) - (before.unreadCount ?? 0)).toBe(40);
  });
});

describe('a conversation', () => {
  test('is that of the pair, whatever number others use', async () => {
    const [one, two, three] = [await world.register('One'), await world.register('Two'), await world.register('Three')];
    const first = await send(one, { targetId: two.id, threadNumber: 5 });
    const reply = await send(two, { targetId: one.id, threadNumber: 5 });
    await send(three, { targetId: one.id, threadNumber: 5 });
    await send(one, { targetId: two.id });
    expect(reply.thread).toEqual(first.thread);
    const ofThread = async (as: TestAi, id: string | undefined) =>
      (await world.ask('query ($of: [_Any!]!) { _entities(representations: $of) { ... on MessageThread { number participants { name } messages { nodes { id } totalCount } } } }', { as, variables: { of: [{ __typename: 'MessageThread', id }] } }))._entities[0];
    expect(await ofThread(two, first.thread?.id)).toEqual({ number: 5, participants: [{ name: 'One' }, { name: 'Two' }], messages: { nodes: [{ id: reply.id }, { id: first.id }], totalCount: 2 } });
    expect(await ofThread(three, first.thread?.id)).toBeNull();
    expect(idsOf(await inbox(one, '(threadNumber: 5)'))).toHaveLength(2);
    expect((await inbox(two, '(threadNumber: 1)')).totalCount).toBe(1);
    expect((await inbox(two, '(threadNumber: 5, unreadOnly: true)')).totalCount).toBe(1);
  });
});

describe('what was sent', () => {
  test('is newest first, in pages by offset and by cursor', async () => {
    const writer = await world.register('Writer');
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await send(writer, index % 2 === 0 ? {} : { targetId: bob.id })).id);
    expect(await sent(writer)).toMatchObject({ totalCount: 5, unreadCount: null, pageInfo: { hasNextPage: false } });
    expect(idsOf(await sent(writer))).toEqual(ids);
    expect(idsOf(await sent(writer, '(first: 2, offset: 2)'))).toEqual(ids.slice(2, 4));
    const { pageInfo } = await sent(writer, '(first: 2)');
    expect(pageInfo.hasNextPage).toBe(true);
    expect(idsOf(await sent(writer, `(first: 2, after: "${pageInfo.endCursor ?? ''}")`))).toEqual(ids.slice(2, 4));
    expect(await sent(writer, '(offset: 100)')).toMatchObject({ nodes: [], totalCount: 5 });
  });
});

describe('deleting', () => {
  const deletion = 'mutation ($id: ID!) { deleteMessage(input: { id: $id }) { id deletedAt } }';
  const remove = (as: TestAi, id: string) => world.run(deletion, { as, variables: { id } });
  const refusalToRemove = (as: TestAi, id: string) => world.refusal(deletion, { as, variables: { id } });

  test('by the sender takes a message from everybody', async () => {
    const { id } = await send(ada, { targetId: bob.id });
    const before = await inbox(bob);
    expect(await remove(ada, id)).toMatchObject({ data: { deleteMessage: { id, deletedAt: expect.any(String) } } });
    expect(idsOf(await sent(ada))).not.toContain(id);
    const after = await inbox(bob);
    expect(idsOf(after)).not.toContain(id);
    expect(before.totalCount - after.totalCount).toBe(1);
    expect((before.unreadCount ?? 0) - (after.unreadCount ?? 0)).toBe(1);
    for (const ai of [ada, bob]) expect(await refusalToRemove(ai, id)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('by the receiver takes its own copy only', async () => {
    const { id } = await send(ada, { targetId: bob.id });
    expect((await remove(bob, id)).errors).toBeUndefined();
    expect(idsOf(await inbox(bob))).not.toContain(id);
    expect(idsOf(await sent(ada))).toContain(id);
    expect(await refusalToRemove(bob, id)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await remove(ada, id)).errors).toBeUndefined();
  });

  test('is refused to everybody else, also of a broadcast', async () => {
    const [direct, broadcast] = [await send(ada, { targetId: bob.id }), await send(ada, {})];
    for (const [ai, id] of [[eve, direct.id], [bob, broadcast.id]] as const) expect(await refusalToRemove(ai, id)).toEqual({ code: 'FORBIDDEN', message: 'Not authorized to delete this message', details: {} });
    expect(await world.refusal(deletion, { variables: { id: direct.id } })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await remove(ada, broadcast.id)).errors).toBeUndefined();
    expect(idsOf(await inbox(bob))).not.toContain(broadcast.id);
  });

  test('by twenty at once succeeds once for each side', async () => {
    const { id } = await send(ada, { targetId: bob.id });
    const before = (await inbox(bob)).totalCount;
    const answers = await Promise.all(Array.from({ length: 20 }, () => remove(bob, id)));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    const again = await Promise.all(Array.from({ length: 20 }, () => remove(ada, id)));
    expect(again.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect((await inbox(bob)).totalCount).toBe(before - 1);
  });

  test.each(['0', 'x', '999999', '9'.repeat(40)])('of %j is refused', async (id) => {
    expect(await refusalToRemove(ada, id)).toMatchObject({ code: 'NOT_FOUND', details: { what: 'message' } });
  });
});
