import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createRequestContext, type RequestContext } from '#kernel/context';
import type { SubgraphLink } from '../subgraph-links/index.ts';
import { ask as askEngine, prepared, refusals, type Answer } from './fixture/ask.ts';
import { createShopEngine, signedIn } from './fixture/shop.ts';
import { streams } from './fixture/reviews.ts';
import { ticks } from './fixture/users.ts';

const anonymous = createRequestContext();

/** A shop that notes which subgraphs were asked. */
function watchedShop() {
  const asked: string[] = [];
  const wrap = (link: SubgraphLink): SubgraphLink => ({
    ...link,
    compile(operation) {
      const run = link.compile(operation);
      return (variables, scope) => {
        asked.push(link.name);
        return run(variables, scope);
      };
    },
  });
  return { ...createShopEngine({ wrap }), asked };
}

const shop = watchedShop();

const ask = (query: string, context: RequestContext, variables = {}): Promise<Answer> => askEngine(shop.engine, query, { context, variables });

describe('guarded fields', () => {
  const query = '{ me { id email salary } users(first: 2) { contact: email } }';

  test('are removed for an anonymous caller, each with an error at its place', async () => {
    const outcome = await ask(query, anonymous);
    expect(outcome.data).toStrictEqual({ me: { id: 'u0', email: null, salary: null }, users: [{ contact: null }, { contact: null }] });
    expect(refusals(outcome)).toStrictEqual([['me.email', 'UNAUTHENTICATED'], ['me.salary', 'UNAUTHENTICATED'], ['users.contact', 'UNAUTHENTICATED']]);
  });

  test('are removed for a caller who lacks scopes, and shown to one who has all of one alternative', async () => {
    for (const context of [signedIn(), signedIn('llm')]) {
      const outcome = await ask(query, context);
      expect(outcome.data).toMatchObject({ me: { email: 'u0@example.org', salary: null } });
      expect(refusals(outcome)).toStrictEqual([['me.salary', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
    }
    for (const context of [signedIn('admin'), signedIn('llm', 'fs')]) {
      const outcome = await ask(query, context);
      expect(outcome.errors).toBeUndefined();
      expect(outcome.data).toMatchObject({ me: { salary: 1_000 } });
    }
  });

  test('take a field that cannot be null with its parent', async () => {
    const outcome = await ask('{ me { id rank } user(id: "u1") { id } }', anonymous);
    expect(outcome.data).toStrictEqual({ me: null, user: { id: 'u1' } });
    expect(refusals(outcome)).toStrictEqual([['me.rank', 'UNAUTHENTICATED']]);
    expect((await ask('{ me { id } adminOnly }', signedIn())).data).toBeNull();
  });

  test('that a directive leaves out are not reported', async () => {
    const conditional = 'query($with: Boolean!) { me { id email @include(if: $with) ... @skip(if: $with) { salary } } }';
    expect(refusals(await ask(conditional, anonymous, { with: true }))).toStrictEqual([['me.email', 'UNAUTHENTICATED']]);
    expect(refusals(await ask(conditional, anonymous, { with: false }))).toStrictEqual([['me.salary', 'UNAUTHENTICATED']]);
    expect((await ask('{ me { id email @skip(if: true) } }', anonymous)).errors).toBeUndefined();
  });

  test('are found in fragments, once for each place', async () => {
    const outcome = await ask('{ me { ...Contact friends { ...Contact } } node(id: "u1") { ... on User { email } } } fragment Contact on User { email }', anonymous);
    expect(refusals(outcome)).toStrictEqual([['me.email', 'UNAUTHENTICATED'], ['me.friends.email', 'UNAUTHENTICATED'], ['node.email', 'UNAUTHENTICATED']]);
    expect(outcome.data).toMatchObject({ me: { email: null }, node: { email: null } });
  });

  test('of a guarded type are those that return it', async () => {
    expect(await ask('{ vault { code } }', anonymous)).toMatchObject({ data: { vault: null }, errors: [{ path: ['vault'] }] });
    expect(await ask('{ vault { code } }', signedIn())).toStrictEqual({ data: { vault: { code: '1234' } } });
  });

  test('are not asked of any subgraph, and nothing is when nothing is left', async () => {
    shop.asked.length = 0;
    await ask('{ vault { code } }', anonymous);
    expect(shop.asked).toStrictEqual([]);
    await ask('{ latestReviews { id note } }', anonymous);
    expect(new Set(shop.asked)).toStrictEqual(new Set(['reviews']));
  });

  test('of a parent without other fields leave the parent as it is', async () => {
    expect((await ask('{ me { email } user(id: "nobody") { email } }', anonymous)).data).toStrictEqual({ me: { email: null }, user: null });
  });
});

describe('guarded roots', () => {
  test('a mutation that is denied one of its fields does nothing', async () => {
    ticks.count = 0;
    const outcome = await ask('mutation { tick adminTick }', anonymous);
    expect(outcome.data).toBeNull();
    expect(refusals(outcome)).toStrictEqual([['adminTick', 'UNAUTHENTICATED']]);
    expect(ticks.count).toBe(0);
    expect((await ask('mutation { tick adminTick }', signedIn())).errors).toBeUndefined();
    expect(ticks.count).toBe(2);
  });

  test('a subscription that is denied opens nothing', async () => {
    streams.opened = 0;
    const { prepared: stream } = await prepared(shop.engine, 'subscription { secretReviewAdded { id } }');
    const answers = [];
    for await (const answer of await stream.subscribe({}, anonymous)) answers.push(answer);
    expect(answers).toMatchObject([{ data: { secretReviewAdded: null }, errors: [{ path: ['secretReviewAdded'], extensions: { code: 'UNAUTHENTICATED' } }] }]);
    expect(streams.opened).toBe(0);
  });

  test('fields below the events of a subscription are removed from each', async () => {
    const { prepared: stream } = await prepared(shop.engine, 'subscription { reviewAdded(count: 2) { id note author { email } } }');
    for await (const answer of await stream.subscribe({}, anonymous)) {
      expect(answer.data).toMatchObject({ reviewAdded: { note: null, author: { email: null } } });
      expect(refusals(answer)).toStrictEqual([['reviewAdded.note', 'UNAUTHENTICATED'], ['reviewAdded.author.email', 'UNAUTHENTICATED']]);
    }
  });
});

describe('guards of a supergraph', () => {
  const link = (imports: string): string => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", ${imports}])`;

  /** Asks a graph of one subgraph whose every field is null. */
  async function askOwn(sdl: string, query: string, context = anonymous): Promise<Answer> {
    const typeDefs = parse(sdl);
    const { engine } = createShopEngine({ shop: [{ name: 'own', typeDefs, schema: buildSubgraphSchema({ typeDefs }), createContext: (base) => base }] });
    return askEngine(engine, query, { context });
  }

  test('hold under another name of their directive', async () => {
    const imports = '{ name: "@authenticated", as: "@signedIn" }, { name: "@requiresScopes", as: "@scoped" }, { name: "@tag", as: "@label" }';
    const sdl = `${link(imports)} type Query { me: String @signedIn money: String @scoped(scopes: [["admin"]]) hidden: String @label(name: "internal") }`;
    expect(refusals(await askOwn(sdl, '{ me money }'))).toStrictEqual([['me', 'UNAUTHENTICATED'], ['money', 'UNAUTHENTICATED']]);
    await expect(askOwn(sdl, '{ hidden }')).rejects.toThrow('Cannot query field');
  });

  test('of an implementation hold for its interface', async () => {
    const sdl = `${link('"@authenticated"')} interface Node { id: ID name: String } type Open implements Node { id: ID name: String } type Closed implements Node { id: ID name: String @authenticated } type Query { node: Node }`;
    expect(refusals(await askOwn(sdl, '{ node { id name } }'))).toStrictEqual([['node.name', 'UNAUTHENTICATED']]);
    expect((await askOwn(sdl, '{ node { id ... on Open { name } } }')).errors).toBeUndefined();
  });

  test('on policies refuse everyone, because nobody evaluates them', async () => {
    const outcome = await askOwn(`${link('"@policy"')} type Query { me: String @policy(policies: [["any"]]) }`, '{ me }', signedIn('admin'));
    expect(refusals(outcome)).toStrictEqual([['me', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
  });
});
