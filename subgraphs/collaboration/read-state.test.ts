import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCollaboration, type MessageData, type TestAi, type TestCollaboration } from '../../tests/testkit/collaboration.ts';

let world: TestCollaboration;
let registered = 0;
beforeAll(async () => {
  world = await createTestCollaboration();
});
afterAll(() => world.close());

const register = (): Promise<TestAi> => world.register(`Ai${registered++}`);
const send = async (as: TestAi, target: TestAi | null, threadNumber: number | null = null) =>
  (await world.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', { as, variables: { input: { type: 'x', content: 'x', targetId: target?.id ?? null, threadNumber } } })).sendMessage.message.id;
const page = '{ nodes { id read } totalCount unreadCount pageInfo { hasNextPage endCursor } }';
const inbox = async (as: TestAi, args = '(first: 100)') => (await world.ask(`{ inbox${args} ${page} }`, { as })).inbox;
const take = async (as: TestAi, args = '(first: 100)') => (await world.ask(`mutation { takeInbox${args} ${page} }`, { as })).takeInbox;
const mark = async (as: TestAi, ids: readonly string[]) => (await world.ask('mutation ($ids: [ID!]!) { markMessagesRead(input: { ids: $ids }) { marked } }', { as, variables: { ids } })).markMessagesRead.marked;
const remove = (as: TestAi, id: string) => world.run('mutation ($id: ID!) { deleteMessage(input: { id: $id }) { id } }', { as, variables: { id } });

/** What the product must behave like: every message with who may see it and who has read it. */
interface Expected {
  readonly id: string;
  readonly sender: number;
  readonly target: number | null;
  readonly thread: number | null;
  readonly receivers: Set<number>;
  readonly readBy: Set<number>;
}

const ais = 3;
const index = fc.nat({ max: ais - 1 });
const pick = fc.nat({ max: 1000 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), from: index, to: fc.option(index), thread: fc.option(fc.integer({ min: 1, max: 2 })) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const), by: index, first: fc.integer({ min: 1, max: 4 }), offset: fc.nat({ max: 3 }), unreadOnly: fc.boolean(), thread: fc.option(fc.integer({ min: 1, max: 2 })) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('mark' as const), by: index, which: fc.array(pick, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), by: index, which: pick }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Model {
  readonly messages: Expected[] = [];
  inboxOf = (by: number, { unreadOnly = false, thread = null }: { readonly unreadOnly?: boolean; readonly thread?: number | null } = {}): readonly Expected[] =>
    this.messages.filter(({ receivers, readBy, thread: number }) => receivers.has(by) && (!unreadOnly || !readBy.has(by)) && (thread === null || thread === number)).toReversed();
  unreadOf = (by: number): number => this.inboxOf(by, { unreadOnly: true }).length;
  shownTo = (by: number, messages: readonly Expected[]) => messages.map(({ id, readBy }) => ({ id, read: readBy.has(by) }));
}

const atOf = (all: readonly TestAi[]) => (at: number): TestAi => {
  const ai = all[at];
  if (ai === undefined) throw new RangeError('No such AI');
  return ai;
};

interface Play {
  readonly model: Model;
  readonly ai: (at: number) => TestAi;
}
type Of<TKind extends Step['kind']> = Extract<Step, { readonly kind: TKind }>;

async function performSend({ from, to, thread }: Of<'send'>, { model, ai }: Play): Promise<void> {
  const id = await send(ai(from), to === null ? null : ai(to), thread);
  const receivers = new Set(to === null ? Array.from({ length: ais }, (_, at) => at).filter((at) => at !== from) : [to]);
  model.messages.push({ id, sender: from, target: to, thread: thread ?? (to === null ? null : 1), receivers, readBy: new Set() });
}

async function performTake({ by, first, offset, unreadOnly, thread }: Of<'take'>, { model, ai }: Play): Promise<void> {
  const wanted = model.inboxOf(by, { unreadOnly, thread });
  const shown = wanted.slice(offset, offset + first);
  const taken = await take(ai(by), `(first: ${first}, offset: ${offset}, unreadOnly: ${unreadOnly}${thread === null ? '' : `, threadNumber: ${thread}`})`);
  expect(taken).toMatchObject({ nodes: model.shownTo(by, shown), totalCount: wanted.length, unreadCount: model.unreadOf(by), pageInfo: { hasNextPage: wanted.length > offset + first } });
  for (const { readBy } of shown) readBy.add(by);
}

async function performMark({ by, which }: Of<'mark'>, { model, ai }: Play): Promise<void> {
  const chosen = which.flatMap((at) => model.messages[at % model.messages.length] ?? []);
  const unread = new Set(chosen.filter(({ receivers, readBy }) => receivers.has(by) && !readBy.has(by)));
  expect(await mark(ai(by), chosen.map(({ id }) => id))).toBe(unread.size);
  for (const { readBy } of unread) readBy.add(by);
}

async function performDelete({ by, which }: Of<'delete'>, { model, ai }: Play): Promise<void> {
  const message = model.messages[which % model.messages.length];
  if (message === undefined) return;
  const bySender = message.sender === by;
  const mayDelete = bySender || (message.target === by && message.receivers.has(by));
  const { errors } = await remove(ai(by), message.id);
  expect(errors === undefined).toBe(mayDelete);
  if (mayDelete) message.receivers.clear();
  if (mayDelete && bySender) model.messages.splice(model.messages.indexOf(message), 1);
}

function perform(action: Step, play: Play): Promise<void> {
  switch (action.kind) {
    case 'send': return performSend(action, play);
    case 'take': return performTake(action, play);
    case 'mark': return performMark(action, play);
    case 'delete': return performDelete(action, play);
  }
}

test('inboxes, totals, unread counts and read states are those of a simple model, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const all = await Promise.all(Array.from({ length: ais }, register));
      const model = new Model();
      for (const action of steps) await perform(action, { model, ai: atOf(all) });
      for (const [by, ai] of all.entries()) {
        for (const unreadOnly of [false, true]) {
          const wanted = model.inboxOf(by, { unreadOnly });
          expect(await inbox(ai, `(first: 100, unreadOnly: ${unreadOnly})`)).toMatchObject({ nodes: model.shownTo(by, wanted), totalCount: wanted.length, unreadCount: model.unreadOf(by) });
        }
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('an inbox is walked by cursors, through both kinds of messages', async () => {
  const [ada, bob] = [await register(), await register()];
  const ids: string[] = [];
  for (let number = 0; number < 7; number += 1) ids.unshift(await send(ada, number % 3 === 0 ? null : bob));
  for (const unreadOnly of [false, true]) {
    const seen: string[] = [];
    for (let after = '', more = true; more; ) {
      const { nodes, pageInfo } = await inbox(bob, `(first: 2, unreadOnly: ${unreadOnly}${after})`);
      seen.push(...nodes.map(({ id }) => id));
      after = `, after: "${pageInfo.endCursor ?? ''}"`;
      more = pageInfo.hasNextPage;
    }
    expect(seen).toEqual(ids);
  }
});

test('a message is shown as unread to exactly one of many who take the inbox at once while others write into it', async () => {
  const [ada, bob, eve] = [await register(), await register(), await register()];
  const shown: MessageData[] = [];
  const writing = Promise.all(Array.from({ length: 60 }, (_, number) => send(number % 2 === 0 ? ada : eve, number % 3 === 0 ? null : bob)));
  const taking = Promise.all(Array.from({ length: 30 }, async () => shown.push(...(await take(bob)).nodes)));
  const ids = await writing;
  await taking;
  shown.push(...(await take(bob)).nodes);
  const unread = shown.filter(({ read }) => !read).map(({ id }) => id);
  expect(unread.toSorted()).toEqual(ids.toSorted());
  expect(await inbox(bob)).toMatchObject({ totalCount: 60, unreadCount: 0 });
});

test('counts stay exact when messages are read and deleted at once', async () => {
  const [ada, bob] = [await register(), await register()];
  for (let round = 0; round < 5; round += 1) {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, number) => send(ada, number % 4 === 0 ? null : bob)));
    await Promise.all([...ids.map((id, at) => (at % 2 === 0 ? remove(ada, id) : remove(bob, id))), take(bob, '(first: 10)'), mark(bob, ids.slice(0, 10)), take(bob, '(first: 5)')]);
    const { nodes, totalCount, unreadCount } = await inbox(bob);
    expect({ totalCount, unreadCount }).toEqual({ totalCount: nodes.length, unreadCount: nodes.filter(({ read }) => !read).length });
  }
});

test('who reads in order has a read state of one range, however many broadcasts and messages there were', async () => {
  const [ada, bob] = [await register(), await register()];
  for (let round = 0; round < 4; round += 1) {
    for (let number = 0; number < 5; number += 1) await send(number === 2 ? bob : ada, number % 2 === 0 ? null : bob);
    await take(bob);
  }
  const { rows } = await world.database.pool.query('SELECT (SELECT count(*)::int FROM unnest(direct_read)) AS direct, (SELECT count(*)::int FROM unnest(broadcast_read)) AS broadcasts FROM collaboration.inboxes WHERE subject = $1', [bob.id]);
  expect(rows).toEqual([{ direct: 1, broadcasts: 1 }]);
});

test('at most a hundred messages are marked at once, and ids that mean nothing count for nothing', async () => {
  const ada = await register();
  expect(await mark(ada, ['1', 'x', '-1', '9'.repeat(30), ''])).toBe(0);
  const ids = Array.from({ length: 101 }, String);
  expect(await world.refusal('mutation ($ids: [ID!]!) { markMessagesRead(input: { ids: $ids }) { marked } }', { as: ada, variables: { ids } })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'ids' } });
});

test('who never gets a turn at an inbox is told to try again', async () => {
  const [from, to] = [await register(), await register()];
  const id = await send(from, to);
  // As if somebody else had always been quicker.
  await world.database.pool.query("CREATE FUNCTION too_late() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER too_late BEFORE UPDATE ON collaboration.inboxes FOR EACH ROW EXECUTE FUNCTION too_late()");
  try {
    expect(await world.refusal('mutation { takeInbox { totalCount } }', { as: to })).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await world.refusal('mutation ($ids: [ID!]!) { markMessagesRead(input: { ids: $ids }) { marked } }', { as: to, variables: { ids: [id] } })).toMatchObject({ code: 'UNAVAILABLE' });
  } finally {
    await world.database.pool.query('DROP FUNCTION too_late CASCADE');
  }
  expect(await mark(to, [id])).toBe(1);
});
