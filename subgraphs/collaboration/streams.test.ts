import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test, vi } from 'vitest';
import { createTestCollaboration, type TestAi, type TestCollaboration, type TestStream } from '../../tests/testkit/collaboration.ts';

let world: TestCollaboration;
let ada: TestAi;
let bob: TestAi;
let eve: TestAi;
const streams: TestStream[] = [];
beforeAll(async () => {
  world = await createTestCollaboration();
});
beforeEach(async () => {
  [ada, bob, eve] = [await world.register(`Ada${Math.random()}`), await world.register(`Bob${Math.random()}`), await world.register(`Eve${Math.random()}`)];
});
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.close();
});
afterAll(() => world.close());

const follow = async (source: string, as: TestAi, after: string | null = null) => {
  const stream = await world.follow(source, { as, variables: { after } });
  streams.push(stream);
  return stream;
};
const messages = (as: TestAi, after: string | null = null) => follow('subscription ($after: ID) { messageSent(after: $after) { eventId message { id content read sender { name } } } }', as, after);
const collaborations = (as: TestAi, after: string | null = null) => follow('subscription ($after: ID) { collaborationUpdated(after: $after) { eventId collaboration { id status requester { name } } } }', as, after);
const send = async (as: TestAi, target: TestAi | null, content: string) =>
  (await world.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', { as, variables: { input: { type: 'x', content, targetId: target?.id ?? null } } })).sendMessage.message.id;
const contents = async (stream: TestStream, count: number) => {
  const seen: string[] = [];
  while (seen.length < count) seen.push((await stream.next())?.messageSent.message.content ?? expect.fail('the stream ended'));
  return seen;
};

describe('following messages', () => {
  test('shows each AI what is for it, and nobody anything else', async () => {
    const [toBob, toEve, toAda] = [await messages(bob), await messages(eve), await messages(ada)];
    await send(ada, bob, 'for bob');
    await send(bob, eve, 'for eve');
    await send(ada, null, 'for all');
    await send(eve, ada, 'for ada');
    expect(await contents(toBob, 2)).toEqual(['for bob', 'for all']);
    expect(await contents(toEve, 2)).toEqual(['for eve', 'for all']);
    expect(await contents(toAda, 1)).toEqual(['for ada']);
  });

  test('shows who sent it and that it is unread', async () => {
    const stream = await messages(bob);
    const id = await send(ada, bob, 'news');
    expect(await stream.next()).toEqual({ messageSent: { eventId: expect.stringMatching(/^\d+$/u), message: { id, content: 'news', read: false, sender: { name: ada.name } } } });
  });

  test('goes on behind an event, in another process, without a gap or a repetition', async () => {
    const first = await messages(bob);
    await send(ada, bob, 'one');
    const place = (await first.next())?.messageSent.eventId ?? '';
    await first.close();
    await send(ada, null, 'two');
    await send(eve, bob, 'three');
    const elsewhere = await createTestCollaboration({ database: world.database });
    const second = await elsewhere.follow('subscription ($after: ID) { messageSent(after: $after) { eventId message { id content } } }', { as: bob, variables: { after: place } });
    await send(ada, bob, 'four');
    expect(await contents(second, 3)).toEqual(['two', 'three', 'four']);
    await second.close();
    await elsewhere.close();
  });

  test('leaves out what has been deleted meanwhile, and broadcasts from before the AI registered', async () => {
    await send(ada, null, 'before');
    const late = await world.register(`Late${Math.random()}`);
    const gone = await send(ada, late, 'gone');
    await world.ask('mutation ($id: ID!) { deleteMessage(input: { id: $id }) { id } }', { as: ada, variables: { id: gone } });
    await send(ada, late, 'there');
    expect(await contents(await messages(late, '1'), 1)).toEqual(['there']);
  });

  test('ends when its request does, also while it waits', async () => {
    const stop = new AbortController();
    const stream = await world.follow('subscription { messageSent { eventId } }', { as: bob, signal: stop.signal });
    const next = stream.next();
    stop.abort();
    expect(await next).toBeNull();
  });

  test.each(['', 'x', '-1', '1.5', '9'.repeat(30)])('refuses the place %j', async (after) => {
    await expect(messages(bob, after)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'after' } });
    await expect(collaborations(bob, after)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'after' } });
  });

  test('is for registered AIs', async () => {
    await expect(world.follow('subscription { messageSent { eventId } }')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(world.follow('subscription { messageSent { eventId } }', { as: { ...bob.principal, subject: 'cb:999999' } })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(world.follow('subscription { collaborationUpdated { eventId } }', { as: { ...bob.principal, scopes: new Set() } })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('hundreds of subscribers to one broadcast cost a few queries', async () => {
    const followers = await Promise.all(Array.from({ length: 300 }, () => messages(bob)));
    const query = vi.spyOn(world.database.pool, 'query');
    await send(ada, null, 'all of you');
    expect(new Set((await Promise.all(followers.map((stream) => contents(stream, 1)))).flat())).toEqual(new Set(['all of you']));
    expect(query.mock.calls.length).toBeLessThan(20);
    query.mockRestore();
  });
});

describe('following collaborations', () => {
  test('shows both participants every change, and nobody else any', async () => {
    const [toAda, toBob, toEve] = [await collaborations(ada), await collaborations(bob), await collaborations(eve)];
    const request = (as: TestAi, target: TestAi) => world.ask('mutation ($input: RequestCollaborationInput!) { requestCollaboration(input: $input) { collaboration { id } } }', { as, variables: { input: { targetId: target.id, type: 'x', title: 'x' } } });
    const { requestCollaboration: { collaboration: { id } } } = await request(ada, bob);
    const seen = async (stream: TestStream) => (await stream.next())?.collaborationUpdated.collaboration;
    for (const stream of [toAda, toBob]) expect(await seen(stream)).toEqual({ id, status: 'PENDING', requester: { name: ada.name } });
    await world.ask('mutation ($id: ID!) { respondToCollaboration(input: { id: $id, accept: true }) { collaboration { id } } }', { as: bob, variables: { id } });
    for (const stream of [toAda, toBob]) expect(await seen(stream)).toMatchObject({ id, status: 'ACTIVE' });
    await world.ask('mutation ($id: ID!) { completeCollaboration(input: { id: $id }) { collaboration { id } } }', { as: ada, variables: { id } });
    for (const stream of [toAda, toBob]) expect(await seen(stream)).toMatchObject({ id, status: 'COMPLETED' });
    const { requestCollaboration: other } = await request(eve, ada);
    expect(await seen(toEve)).toMatchObject({ id: other.collaboration.id });
  });

  test('goes on behind an event', async () => {
    const request = () => world.ask('mutation ($input: RequestCollaborationInput!) { requestCollaboration(input: $input) { collaboration { id } } }', { as: ada, variables: { input: { targetId: bob.id, type: 'x', title: 'x' } } });
    const first = await collaborations(bob);
    await request();
    const place = (await first.next())?.collaborationUpdated.eventId ?? '';
    await first.close();
    const { requestCollaboration: { collaboration: { id } } } = await request();
    expect((await (await collaborations(bob, place)).next())?.collaborationUpdated.collaboration.id).toBe(id);
  });
});
