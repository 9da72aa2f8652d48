import { describe, expect, test } from 'vitest';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { ask, prepared, refusals, type Answer, type AskOptions } from './fixture/ask.ts';
import { createShopEngine, signedIn } from './fixture/shop.ts';
import { sharedSettings, ticks } from './fixture/users.ts';

// Everything must hold interpreted and compiled; three runs make an operation compiled.
describe.each([['interpreted', false], ['compiled', true]])('answers of %s subgraphs', (_, jit) => {
  const shop = createShopEngine({ jit });
  const asked = async (query: string, given: AskOptions = {}): Promise<Answer> => {
    const options = { context: signedIn('admin'), ...given };
    await ask(shop.engine, query, options);
    await ask(shop.engine, query, options);
    return ask(shop.engine, query, options);
  };

  test('joins entities across three subgraphs, with what one requires of another', async () => {
    const { data, errors } = await asked('{ topProducts(first: 1) { upc shippingEstimate area weight(unit: "kg") reviews(first: 1) { stars author { id name username } } } }');
    expect(errors).toBeUndefined();
    expect(data).toStrictEqual({ topProducts: [{
      upc: 'p0', shippingEstimate: 1_010, area: 2, weight: 1, reviews: [{ stars: 1, author: { id: 'u0', name: 'User 0', username: '@u0' } }],
    }] });
  });

  test('merges aliases, fragments and repeated fields as the specification says', async () => {
    const { data } = await asked(`
      query { one: user(id: "u1") { ...Name id } two: user(id: "u2") { ...Name ... on User { renamed: username } ... on Node { id } } }
      fragment Name on User { name name friends { id } friends { name } }`);
    expect(data).toStrictEqual({
      one: { name: 'User 1', friends: [{ id: 'u6', name: 'User 6' }, { id: 'u13', name: 'User 13' }], id: 'u1' },
      two: { name: 'User 2', friends: [{ id: 'u5', name: 'User 5' }, { id: 'u12', name: 'User 12' }, { id: 'u19', name: 'User 19' }], renamed: '@u2', id: 'u2' },
    });
  });

  test('tells unions, interfaces and entity interfaces apart', async () => {
    const { data } = await asked(`{
      search { __typename ... on User { name reviews { id } } ... on Team { title members { mood } lead { id } } }
      node(id: "u1") { __typename id ... on User { mood } }
      media { kind: __typename id ratings ... on Book { pages } ... on Film { minutes } } }`);
    expect(data).toStrictEqual({
      search: [
        { __typename: 'User', name: 'User 1', reviews: [{ id: 'r3' }, { id: 'r23' }, { id: 'r43' }] },
        { __typename: 'Team', title: 'Team one', members: [{ mood: 'good' }, { mood: 'good' }], lead: null },
        { __typename: 'User', name: 'User 2', reviews: [{ id: 'r6' }, { id: 'r26' }, { id: 'r46' }] },
      ],
      node: { __typename: 'User', id: 'u1', mood: 'good' },
      media: [{ kind: 'Book', id: 'm1', ratings: 2, pages: 3 }, { kind: 'Film', id: 'm2', ratings: 2, minutes: 90 }],
    });
  });

  test('takes @skip and @include from variables, also where a field is selected more than once', async () => {
    const query = `query($yes: Boolean!, $no: Boolean = false) { me {
      id @include(if: $no) name @skip(if: $yes) name @include(if: $yes)
      ...More @include(if: $yes) ... @skip(if: $yes) { role } reviews @include(if: $no) { id } username @skip(if: true) }
    } fragment More on User { friends { id @skip(if: $no) } friends { name @include(if: $no) } }`;
    expect((await asked(query, { variables: { yes: true } })).data).toStrictEqual({ me: { name: 'User 0', friends: [{ id: 'u0' }, { id: 'u7' }, { id: 'u14' }] } });
    expect((await asked(query, { variables: { yes: false } })).data).toStrictEqual({ me: { name: 'User 0', role: 'READER' } });
  });

  test('keeps lists of lists, custom scalars and nulls as they are', async () => {
    const { data } = await asked('{ user(id: "u3") { matrix settings joined } topProducts(first: 1) { grid { upc reviews(first: 1) { id } } related { upc } size { width } } }');
    expect(data).toStrictEqual({
      user: { matrix: [[1, 2], null, [3]], settings: sharedSettings, joined: '2026-01-01T00:00:00.000Z' },
      topProducts: [{
        grid: [[{ upc: 'p0', reviews: [{ id: 'r0' }] }, { upc: 'p1', reviews: [{ id: 'r1' }] }], [], [{ upc: 'p2', reviews: [{ id: 'r2' }] }]],
        related: [{ upc: 'p1' }, null, { upc: 'p0' }],
        size: { width: 1 },
      }],
    });
  });

  test('an error of an entity is at every place of that entity, with the indexes of lists', async () => {
    const answer = await asked('{ latestReviews(first: 22) { id author { id fails } } }');
    const places = answer.errors?.map(({ path }) => path) ?? [];
    expect(places).toContainEqual(['latestReviews', 0, 'author', 'fails']);
    expect(places).toContainEqual(['latestReviews', 20, 'author', 'fails']);
    expect(places).not.toContainEqual(['latestReviews', 6, 'author', 'fails']);
    expect(new Set(answer.errors?.map(({ message }) => message))).toStrictEqual(new Set(['Internal error', 'No such user']));
  });

  test('a list item that fails is null in its place, and the list keeps its length', async () => {
    const answer = await asked('{ user(id: "u5") { maybeFriends { id } } }');
    expect(answer.data).toStrictEqual({ user: { maybeFriends: [{ id: 'u5' }, null, null, { id: 'u1' }] } });
    expect(refusals(answer)).toStrictEqual([['user.maybeFriends.2', 'FORBIDDEN']]);
  });

  test('a null where none may be goes up to the next field that may be null', async () => {
    const answer = await asked('{ user(id: "u1") { id failsHard } other: user(id: "u2") { failsHard } }');
    expect(answer.data).toStrictEqual({ user: null, other: { failsHard: 'fine' } });
    expect(refusals(answer)).toStrictEqual([['user.failsHard', 'UNAVAILABLE']]);
  });

  test('an entity that its owner does not know leaves a null that an error explains', async () => {
    const answer = await asked('{ ghost { id author { name } } me { id } }');
    expect(answer.data).toStrictEqual({ ghost: null, me: { id: 'u0' } });
    expect(refusals(answer)).toStrictEqual([['ghost.author.name', 'INTERNAL']]);
  });

  test('a refusal keeps its code, words and details; a fault keeps its words to the log', async () => {
    const refused = await asked('{ refused }');
    expect(refused.errors).toStrictEqual([{ message: 'Not for you', path: ['refused'], extensions: { code: 'FORBIDDEN', details: { field: 'refused' } } }]);
    const broken = await asked('{ broken }');
    expect(broken).toStrictEqual({ data: null, errors: [{ message: 'Internal error', path: ['broken'], extensions: { code: 'INTERNAL' } }] });
    expect(shop.faults.map(String).join()).toContain('no number');
  });

  test('what a custom scalar refuses is bad input', async () => {
    expect(refusals(await asked('query($at: DateTime!) { when(at: $at) }', { variables: { at: 'x' } }))).toStrictEqual([[undefined, 'BAD_USER_INPUT']]);
    expect(refusals(await asked('{ when(at: "x") }'))).toStrictEqual([['when', 'BAD_USER_INPUT']]);
    expect((await asked('{ when(at: "2020-01-01") }')).data).toStrictEqual({ when: '2020-01-01T00:00:00.000Z' });
  });

  test('variables are coerced, defaults included, and refused as a whole when they do not fit', async () => {
    const query = 'query($filter: Filter! = { names: "one" }, $count: Int, $id: ID = 7) { filtered(filter: $filter) me { echo(count: $count) } user(id: $id) { id } }';
    expect((await asked(query, { variables: { count: 2 } })).data).toStrictEqual({ filtered: '{"role":"READER","names":["one"],"limit":10}', me: { echo: 'nonenone' }, user: null });
    const nested = await asked(query, { variables: { filter: { nested: { role: 'WRITER', limit: 2 }, limit: 3 } } });
    expect(nested.data).toMatchObject({ filtered: JSON.stringify({ role: 'READER', limit: 3, nested: { role: 'WRITER', limit: 2 } }) });
    const refused = await asked(query, { variables: { filter: { role: 'NOBODY' }, count: 'two', id: 1.5 } });
    expect(refused.data).toBeUndefined();
    expect(refusals(refused)).toStrictEqual([[undefined, 'BAD_USER_INPUT'], [undefined, 'BAD_USER_INPUT'], [undefined, 'BAD_USER_INPUT']]);
  });

  test('names that every object has are keys like others', async () => {
    const { prepared: names } = await prepared(shop.engine, '{ me { __proto__: name constructor: id toString: friends { hasOwnProperty: id } valueOf: reviews { then: id } } }');
    const answer = '{"data":{"me":{"__proto__":"User 0","constructor":"u0","toString":[{"hasOwnProperty":"u0"},{"hasOwnProperty":"u7"},{"hasOwnProperty":"u14"}],"valueOf":[{"then":"r0"},{"then":"r20"},{"then":"r40"}]}}}';
    expect(await names.executeToJson(null, signedIn())).toBe(answer);
    expect(JSON.stringify(await names.execute(null, signedIn()))).toBe(answer);
    const failing = await asked('{ user(id: "u7") { constructor: mood } }');
    expect(refusals(failing)).toStrictEqual([['user.constructor', 'INTERNAL']]);
  });

  test('the schema answers about itself beside other fields, and only what clients may see', async () => {
    const { data } = await asked('query($name: String!) { me { id } __schema { queryType { name } } type: __type(name: $name) { fields { name } } none: __type(name: "Nope") { name } }', { variables: { name: 'User' } });
    expect(data).toMatchObject({ me: { id: 'u0' }, __schema: { queryType: { name: 'Query' } }, none: null });
    const names = JSON.stringify(data);
    expect(names).toContain('"mood"');
    expect(names).not.toMatch(/"secret"|"note"/u);
  });

  test('an enum value that is internal is null for clients, with an error', async () => {
    const answer = await asked('{ user(id: "u3") { id role } }');
    expect(answer.data).toStrictEqual({ user: null });
    expect(refusals(answer)).toStrictEqual([['user.role', 'INTERNAL']]);
  });

  test('mutations run one after the other', async () => {
    ticks.count = 0;
    const { data } = await ask(shop.engine, 'mutation { first: tick restock(upc: "p1") { reviews(first: 1) { author { name } } } second: tick rename(id: "u1", name: "x") { name mood } }');
    expect(data).toStrictEqual({ first: 1, restock: { reviews: [{ author: { name: 'User 7' } }] }, second: 2, rename: { name: 'x', mood: 'good' } });
  });

  test('nothing starts for a caller that went away or came too late', async () => {
    ticks.count = 0;
    const gone = createRequestContext({ cancellation: cancellationOf(AbortSignal.abort()) });
    expect(refusals(await ask(shop.engine, 'mutation { tick }', { context: gone }))).toStrictEqual([[undefined, 'CANCELLED']]);
    const late = createRequestContext({ deadline: Date.now() - 1 });
    expect(refusals(await ask(shop.engine, 'mutation { tick }', { context: late }))).toStrictEqual([[undefined, 'DEADLINE_EXCEEDED']]);
    expect(ticks.count).toBe(0);
  });

  test('a subscription needs a stream', async () => {
    const answer = await ask(shop.engine, 'subscription { reviewAdded { id } }');
    expect(answer.data).toBeUndefined();
    expect(refusals(answer)).toStrictEqual([[undefined, 'INVALID_REQUEST']]);
  });

  test('what a resolver gives to every request stays as it is', () => {
    expect(sharedSettings).toStrictEqual({ theme: 'dark', list: [1, 'two', null], deep: { a: { b: 1 } } });
  });
});
