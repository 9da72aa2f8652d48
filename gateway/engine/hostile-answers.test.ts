import fc from 'fast-check';
import { GraphQLError, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { SubgraphLink, SubgraphResult } from '../subgraph-links/index.ts';
import { ask, refusals, type Answer } from './fixture/ask.ts';
import { createShopEngine } from './fixture/shop.ts';
import type { GraphEngine } from './index.ts';

/** What the subgraphs send, as text, because only text can have a key `__proto__`; by name, for fetches from the root and of entities. */
interface Script {
  readonly users?: string;
  readonly entities?: string;
  readonly errors?: readonly GraphQLError[];
}

const script: { current: Script } = { current: {} };

/** Links to subgraphs that send whatever the script says. */
function scripted(link: SubgraphLink): SubgraphLink {
  return {
    ...link,
    compile({ document }) {
      const isOfEntities = print(document).includes('_entities');
      return () => {
        const { users = '{}', entities = '{}', errors } = script.current;
        const result: SubgraphResult = JSON.parse(`{"data":${isOfEntities ? entities : users}}`);
        return errors === undefined || !isOfEntities ? result : { ...result, errors };
      };
    },
  };
}

const engine: GraphEngine = createShopEngine({ wrap: scripted }).engine;

async function answer(query: string, sent: Script): Promise<Answer> {
  script.current = sent;
  const answered = await ask(engine, query);
  if (Reflect.get({}, 'polluted') !== undefined) throw new Error('The prototype of all objects was changed');
  return answered;
}

describe('an answer of a subgraph', () => {
  test.each([
    ['a text', '"text"'], ['a list', '[]'], ['a number', '7'], ['null', 'null'],
    ['a text for an object', '{"me":"text"}'], ['a list for an object', '{"me":[{"id":"u1"}]}'], ['nothing', '{}'],
  ])('that is %s becomes null', async (_, users) => {
    expect((await answer('{ me { id } }', { users })).data).toStrictEqual({ me: null });
  });

  test.each([
    ['an object', '{}'], ['a list in the list', '[[{"id":"u1"}]]'], ['a text', '"u1"'], ['a text among objects', '[{"id":"u1"},"u2"]'],
  ])('where a list of objects belongs is refused: %s', async (_, friends) => {
    const { data, errors } = await answer('{ me { id friends { id } } }', { users: `{"me":{"id":"u0","friends":${friends}}}` });
    expect(data).toStrictEqual({ me: null });
    expect(errors?.[0]?.path?.slice(0, 2)).toStrictEqual(['me', 'friends']);
  });

  test.each([
    ['a fraction', '1.5'], ['a number beyond 32 bits', '2147483648'], ['a huge number', '1e300'], ['a text', '"1"'], ['a truth', 'true'], ['a list', '[1]'],
  ])('where a whole number belongs is refused: %s', async (_, stars) => {
    const { data, errors } = await answer('{ latestReviews { stars } }', { users: `{"latestReviews":[{"stars":1},{"stars":${stars}}]}` });
    expect(data).toBeNull();
    expect(refusals({ errors })).toStrictEqual([['latestReviews.1.stars', 'INTERNAL']]);
  });

  test('is checked value by value in lists within lists', async () => {
    const { data, errors } = await answer('{ me { matrix } }', { users: '{"me":{"matrix":[[1,2],null,[3,"x"],[4,null],7]}}' });
    expect(data).toStrictEqual({ me: { matrix: [[1, 2], null, null, null, null] } });
    expect(refusals({ errors })).toStrictEqual([['me.matrix.2.1', 'INTERNAL'], ['me.matrix.3.1', 'INTERNAL'], ['me.matrix.4', 'INTERNAL']]);
  });

  test.each([['unknown', 'NOPE'], ['hidden from clients', 'ROOT'], ['of every object', 'toString'], ['the prototype', '__proto__']])('may have no value of an enum that is %s', async (_, role) => {
    const { data, errors } = await answer('{ user(id: "u1") { role } }', { users: `{"user":{"role":"${role}"}}` });
    expect(data).toStrictEqual({ user: null });
    expect(refusals({ errors })).toStrictEqual([['user.role', 'INTERNAL']]);
  });

  test.each([['unknown', '"Nope"'], ['not a text', '{"a":1}'], ['of another kind', '"Role"'], ['a scalar', '"Int"'], ['no member of the interface', '"Team"'], ['the prototype', '"__proto__"']])('may have no type that is %s', async (_, typename) => {
    const { data, errors } = await answer('{ node(id: "u1") { id } }', { users: `{"node":{"__typename":${typename},"id":"u1"}}` });
    expect(data).toStrictEqual({ node: null });
    expect(errors?.length).toBe(1);
  });

  test('keeps what a custom scalar holds, and changes nothing in it', async () => {
    const settings = '{"__proto__":{"polluted":true},"deep":[[{"a":1e300}]],"constructor":{"prototype":{"polluted":true}}}';
    const { data } = await answer('{ me { settings } }', { users: `{"me":{"settings":${settings}}}` });
    expect(JSON.stringify(data)).toBe(`{"me":{"settings":${settings.replace('1e300', '1e+300')}}}`);
  });

  test('leaves keys out that nobody asked for', async () => {
    const { data } = await answer('{ me { id whoami } }', { users: '{"me":{"__proto__":{"polluted":true,"whoami":"forged"},"id":"u0","secret":"x","constructor":1},"polluted":true}' });
    expect(data).toStrictEqual({ me: { id: 'u0', whoami: null } });
  });
});

describe('an answer about entities', () => {
  const users = '{"users":[{"__typename":"User","id":"u0"},{"__typename":"User","id":"u1"},{"__typename":"User","id":"u0"}]}';
  const query = '{ users { id mood } }';

  test.each([
    ['is missing', '{}'], ['is null', '{"_entities":null}'], ['is no list', '{"_entities":{"mood":"good"}}'], ['has too few', '{"_entities":[{"mood":"good"}]}'],
    ['has nulls', '{"_entities":[null,null]}'], ['has texts', '{"_entities":["good","good"]}'], ['has lists', '{"_entities":[[{"mood":"good"}],[]]}'], ['is data of another kind', '"text"'],
  ])('that %s leaves nulls with an error', async (_, entities) => {
    const { data, errors } = await answer(query, { users, entities });
    expect(data).toBeNull();
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'INTERNAL' }, path: ['users', expect.any(Number), 'mood'] });
  });

  test('that has too many is taken as far as it was asked for, at each place of an entity', async () => {
    const { data } = await answer(query, { users, entities: '{"_entities":[{"mood":"a"},{"mood":"b"},{"mood":"c"},{"mood":"d"}]}' });
    expect(data).toStrictEqual({ users: [{ id: 'u0', mood: 'a' }, { id: 'u1', mood: 'b' }, { id: 'u0', mood: 'a' }] });
  });

  test('cannot change what other subgraphs said', async () => {
    const { data } = await answer(query, { users, entities: '{"_entities":[{"mood":"a","id":"forged","__proto__":{"polluted":true}},{"mood":"b","__proto__":null}]}' });
    expect(data).toStrictEqual({ users: [{ id: 'u0', mood: 'a' }, { id: 'u1', mood: 'b' }, { id: 'u0', mood: 'a' }] });
  });

  test('cannot change the type of an entity', async () => {
    const { data } = await answer('{ search { __typename ... on User { __typename mood } ... on Team { title } } }', {
      users: '{"search":[{"__typename":"User","id":"u0"},{"__typename":"Team","title":"T"}]}', entities: '{"_entities":[{"__typename":"Team","mood":"a","title":"forged"}]}',
    });
    expect(data).toStrictEqual({ search: [{ __typename: 'User', mood: 'a' }, { __typename: 'Team', title: 'T' }] });
  });

  test.each<[string, readonly (string | number)[] | undefined, readonly (string | undefined)[]]>([
    ['an entity', ['_entities', 1, 'mood'], ['users.1.mood']],
    ['an entity that is at two places', ['_entities', 0, 'mood'], ['users.0.mood', 'users.2.mood']],
    ['an entity that was not asked for', ['_entities', 9, 'mood'], ['users']],
    ['the whole fetch', undefined, ['users']],
    ['nonsense', ['mood', -1, 'x'], ['users']],
  ])('has errors at their places: of %s', async (_, path, places) => {
    const { errors = [] } = await answer(query, { users, entities: '{"_entities":[{"mood":null},{"mood":null}]}', errors: [new GraphQLError('down', { path, extensions: { code: 'UNAVAILABLE' } })] });
    const told = errors.filter(({ message }) => message === 'down').map((error) => error.path?.join('.'));
    expect(told).toStrictEqual(places);
  });
});

test('whatever subgraphs send, the answer has the shape of the schema, and nothing fails', async () => {
  const keys = fc.constantFrom('me', 'users', 'friends', 'id', 'name', 'mood', 'matrix', 'settings', 'role', '__typename', '__proto__', '_entities', 'toString');
  const leaf = fc.oneof(fc.constantFrom('User', 'Team', 'READER', 'u1', '', '\u2028'), fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({ tree: fc.oneof({ depthSize: 'medium' }, leaf, fc.array(tie('tree'), { maxLength: 4 }), fc.array(fc.tuple(keys, tie('tree')), { maxLength: 6 }).map((entries) => new Map(entries))) }));
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
    if (value instanceof Map) return `{${[...value].map(([key, below]) => `${JSON.stringify(key)}:${text(below)}`).join(',')}}`;
    return JSON.stringify(value);
  };
  await fc.assert(fc.asyncProperty(tree, tree, async (users, entities) => {
    const { data, errors = [] } = await answer('{ me { id name role matrix settings mood friends { id mood ... @include(if: true) { name } } } users { __typename mood } }', { users: text(users), entities: text(entities) });
    expect(data === null || Object.keys(data ?? {}).join() === 'me,users').toBe(true);
    expect(errors.every(({ extensions }) => extensions['code'] === 'INTERNAL')).toBe(true);
  }), { numRuns: 300 });
});
