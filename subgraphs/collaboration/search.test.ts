import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const send = async (as: TestAi, input: object) =>
  (await world.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id createdAt } } }', { as, variables: { input: { type: 'message', content: 'x', ...input } } })).sendMessage.message;
const source = `query ($query: String!, $first: Int, $after: String, $offset: Int, $type: String, $from: DateTime, $to: DateTime) {
  searchMessages(query: $query, first: $first, after: $after, offset: $offset, type: $type, from: $from, to: $to) { nodes { id content read } totalCount unreadCount pageInfo { hasNextPage endCursor } }
}`;
const search = async (as: TestAi, query: string, args: object = {}) => (await world.ask(source, { as, variables: { query, ...args } })).searchMessages;
const found = async (as: TestAi, query: string, args: object = {}) => (await search(as, query, args)).nodes.map(({ content }) => content);

describe('a search', () => {
  const texts = ['Hello from GLM47!', 'The GATEWAY at api.example.com/v1/users is down', 'foo_bar(baz) && Array<string>', 'ÄRGER in der Straße', '你好世界', "it's well-known: 3.14 and e-mail ada@example.org"];
  beforeAll(async () => {
    for (const content of texts) await send(ada, { targetId: bob.id, content });
    await send(ada, { targetId: bob.id, content: 'tagged', metadata: { tags: ['greeting', 'urgent/now'], 'key-word': { inner: 'line\nbreak' }, number: 4711 } });
  });

  test.each([
    ['hello', 0], ['HELLO', 0], ['hel', 0], ['ELLO', 0], ['llo lm4', 0], ['ello -glm99', 0], ['glm47', 0], ['"hello from"', 0], ['hello -glm99', 0],
    ['gateway', 1], ['gate', 1], ['example.com', 1], ['users', 1], ['/v1/users', 1], ['gateway down', 1], ['nothing or gateway', 1],
    ['foo', 2], ['bar', 2], ['foo_bar', 2], ['string', 2], ['Array<string>', 2], ['ärger', 3], ['strasse or straße', 3], ['你好', 4], ['好世', 4], ['界', 4], ['traß', 3], ['well', 5], ['well-known', 5], ["it's", 5], ['ada@example.org', 5], ['3.14', 5],
  ])('for %j finds what has the words, in any case, from their third letter on also inside words', async (query, index) => {
    expect(await found(bob, query)).toContain(texts[index]);
  });

  test.each(['greeting', 'urgent', 'break', '4711', 'word', 'tags', 'reeti', '711'])('for %j finds it in the metadata', async (query) => {
    expect(await found(bob, query)).toEqual(['tagged']);
  });

  test.each(['he', 'lo', 'helo', 'hellp', '"from hello"', 'hello -from', 'ello -from', 'hello nothing', 'nothing or helo', '"hel from"', "'part hello'", 'hello part', 'hello "*" par', '!!!', '& |', "'", '"', '\\', '- -', ':*', "a'b':*", '<->', '%', '*'])('for %j finds no Hello and is no error', async (query) => {
    expect(await found(bob, query)).not.toContain(texts[0]);
  });

  test('counts everything, and shows pages by offset and by cursor, each message once', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number += 1) ids.unshift((await send(ada, { targetId: bob.id, content: number === 2 ? 'zebra zebra zebra' : `zebra number${number}` })).id);
    const all = await search(bob, 'zebra');
    expect(all).toMatchObject({ totalCount: 5, unreadCount: null });
    expect(all.nodes[0]?.id).toBe(ids[2]); // three times the word is better than once; then the newest is
    expect(all.nodes.slice(1).map(({ id }) => id)).toEqual(ids.filter((id) => id !== ids[2]));
    const order = all.nodes.map(({ id }) => id);
    expect((await search(bob, 'zebra', { first: 2, offset: 2 })).nodes.map(({ id }) => id)).toEqual(order.slice(2, 4));
    const first = await search(bob, 'zebra', { first: 2 });
    const second = await search(bob, 'zebra', { first: 2, after: first.pageInfo.endCursor });
    expect([first, second].flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(order.slice(0, 4));
    expect(second).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    expect(await search(bob, 'zebra', { offset: 50 })).toMatchObject({ nodes: [], totalCount: 5 });
  });

  test('puts whole words before parts of words, and these by age', async () => {
    for (const content of ['the quokkas', 'unquokkable one', 'a quokka', 'unquokkable two']) await send(ada, { targetId: bob.id, content });
    expect((await found(bob, 'quokka')).slice(2)).toEqual(['unquokkable two', 'unquokkable one']);
    expect((await found(bob, 'okka')).slice(0, 2)).toEqual(['unquokkable two', 'a quokka']);
  });

  test('can be narrowed by type and time', async () => {
    const early = await send(ada, { targetId: bob.id, content: 'narrow one', type: 'question' });
    const late = await send(ada, { targetId: bob.id, content: 'narrow two', type: 'answer' });
    expect(await found(bob, 'narrow', { type: 'question' })).toEqual(['narrow one']);
    expect(await found(bob, 'narrow', { to: early.createdAt })).toContain('narrow one');
    expect(await found(bob, 'narrow', { from: late.createdAt })).toContain('narrow two');
    expect(await found(bob, 'narrow', { from: '2100-01-01' })).toEqual([]);
    expect(await found(bob, 'narrow', { to: '2001-02-03T04:05:06Z' })).toEqual([]);
  });

  test.each([[{ query: '' }, 'query'], [{ query: ' ' }, 'query'], [{ query: 'x'.repeat(501) }, 'query'], [{ query: 'a\0' }, 'query'], [{ query: 'x', from: 'yesterday' }, 'from'], [{ query: 'x', to: 12 }, 'to'], [{ query: 'x', to: '2026-99-99' }, 'to'],
    [{ query: 'x', first: 0 }, 'first'], [{ query: 'x', after: 'x' }, 'after'], [{ query: 'x', after: Buffer.from('["1; DROP","1"]').toString('base64url') }, 'after']])('refuses %j', async (variables, field) => {
    expect(await world.refusal(source, { as: bob, variables })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  });
});

describe('nobody finds', () => {
  test('what others wrote to each other, not even by the words that stand for who may find it', async () => {
    await send(ada, { targetId: bob.id, content: 'a confidential plan' });
    expect(await found(ada, 'confidential')).toHaveLength(1);
    expect(await found(bob, 'confidential')).toHaveLength(1);
    for (const query of ['confidential', 'plan -nothing', `"to ${bob.id}"`, `to ${bob.id}`, `'to ${bob.id}'`, 'x or confidential', '-nothing']) expect(await found(eve, query)).toEqual([]);
  });

  test('a broadcast that was sent before it registered', async () => {
    await send(ada, { content: 'announcement' });
    const late = await world.register('Late');
    expect(await found(late, 'announcement')).toEqual([]);
    for (const ai of [ada, bob, eve]) expect(await found(ai, 'announcement')).toEqual(['announcement']);
  });

  test('what was deleted', async () => {
    const { id } = await send(ada, { targetId: bob.id, content: 'regrettable' });
    const remove = (as: TestAi) => world.ask('mutation ($id: ID!) { deleteMessage(input: { id: $id }) { id } }', { as, variables: { id } });
    await remove(bob);
    expect(await found(bob, 'regrettable')).toEqual([]);
    expect(await found(ada, 'regrettable')).toHaveLength(1);
    await remove(ada);
    expect(await found(ada, 'regrettable')).toEqual([]);
  });
});

describe('among thousands of messages', () => {
  const count = 4_500;
  let reader: TestAi;
  beforeAll(async () => {
    reader = await world.register('Reader');
    await world.database.pool.query(`
      INSERT INTO collaboration.messages (sender, target, thread, type, content)
      SELECT CASE WHEN n % 3 = 0 THEN $1 ELSE $2 END, CASE WHEN n % 3 = 0 THEN $2 WHEN n % 3 = 1 THEN $1 ELSE $3 END, 1, CASE WHEN n % 500 = 1 THEN 'rare' ELSE 'x' END,
        'common place' || n || CASE WHEN n % 1000 = 1 THEN ' unforgettable' ELSE '' END || CASE WHEN n < 40 THEN ' early' ELSE '' END || CASE WHEN n < 40 OR n > ${count - 300} THEN ' lately' ELSE '' END
      FROM generate_series(1, ${count}) n`, [reader.id, ada.id, bob.id]);
    await world.database.pool.query('UPDATE collaboration.inboxes SET received = received + $2, unread = unread + $2 WHERE subject = $1', [reader.id, count / 3]);
    await world.database.pool.query('UPDATE collaboration.outboxes SET sent = sent + $2 WHERE subject = $1', [reader.id, count / 3]);
  });

  test('the newest thousand of what many have are ranked and counted', async () => {
    const { nodes, totalCount } = await search(reader, 'common', { first: 2 });
    expect({ totalCount, contents: nodes.map(({ content }) => content) }).toEqual({ totalCount: 1_000, contents: [`common place${count} lately`, `common place${count - 2} lately`] });
    expect(await search(reader, 'common', { offset: 1_000 })).toMatchObject({ nodes: [], totalCount: 1_000 });
    expect((await search(reader, '-unforgettable')).totalCount).toBe(1_000);
  });

  test.each([
    ['unforgettable', 3], ['forget', 3], ['unforget -place1', 2], ['"common place1001"', 0], ['"common place2000"', 0], ['"common place1000"', 1], ['place2998 or place2999', 1], ['unforgettable or place2998', 4], ['lately', 226], ['early', 26], ['nowhere', 0], ['comm nowhere', 0], ['early ommo', 26],
  ])('for %j finds all that there is, however long ago', async (query, total) => {
    expect((await search(reader, query)).totalCount).toBe(total);
  });

  test('common words are found among the few of one type, or of one time', async () => {
    expect((await search(reader, 'common', { type: 'rare' })).totalCount).toBe(6);
    expect(await search(reader, 'common', { to: '2001-02-03' })).toMatchObject({ totalCount: 0 });
  });

  test('everybody finds the own part only', async () => {
    expect((await search(ada, 'unforgettable')).totalCount).toBe(5);
    expect((await search(bob, 'unforgettable')).totalCount).toBe(2);
    expect((await search(eve, 'unforgettable or common or place')).totalCount).toBe(0);
  });
});
