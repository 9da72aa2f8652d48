import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { startApolloOracle, type ApolloOracle } from './fixture/apollo-gateway.ts';
import { ask, askTrusted } from './fixture/ask.ts';
import { explained } from './fixture/explained.ts';
import { createFixtureEngine } from './fixture/fixture-engine.ts';
import { expectSameAnswer } from './fixture/judges.ts';
import { randomQuery, randomVariables } from './fixture/random-operation.ts';
import { createShop, createShopEngine } from './fixture/shop.ts';

// Apollo's gateway refuses supergraphs with authorisation directives.
const limits = { tokens: 100_000, depth: 100, aliases: 10_000, fields: 100_000, rootFields: 1_000, cost: 1e12 };
const { engine: compiling } = createShopEngine({ shop: createShop({ guarded: false }), limits });
const { engine } = createShopEngine({ shop: createShop({ guarded: false }), limits, jit: false });
let oracle: ApolloOracle;

beforeAll(async () => {
  oracle = await startApolloOracle(createShop({ guarded: false }));
});
afterAll(() => oracle.stop());

async function expectSame(query: string, variables: Record<string, unknown> = {}): Promise<void> {
  const context = createRequestContext();
  const theirs = await oracle.ask(query, variables, context);
  const ours = await askTrusted(engine, query, { variables, context });
  expect({ query, data: ours.data }).toStrictEqual({ query, data: JSON.parse(JSON.stringify(theirs.data)) });
  expect({ query, errors: explained(ours.errors) }).toStrictEqual({ query, errors: explained(theirs.errors) });
}

describe('the engine answers as Apollo\'s gateway does', () => {
  test.each([
    '{ me { id name } }',
    '{ topProducts(first: 20) { upc name price inStock area reviews { id body author { id name } } } }',
    '{ media { __typename id title ratings ... on Book { pages } ... on Film { minutes } } build { version } __typename }',
    '{ me { id whoami reviews { id author { username } product { name reviews { author { email } } } } } }',
    '{ __schema { queryType { name } } type: __type(name: "Product") { name kind fields { name type { kind name ofType { name } } } } me { id } }',
    '{ users(first: 5) { id failsHard } me { failsHard } }',
    '{ users(first: 5) { id fails maybeFriends { id fails } } }',
    '{ latestReviews(first: 20) { id author { id mood } product { grid { upc reviews { author { fails } } } related { name } } } }',
    '{ missing { id } me { id } }',
    '{ broken }',
    '{ ghost { author { name } } }',
    '{ search { __typename ... on User { name mood } ... on Team { title members { reviews { id } } lead { name } } } }',
    'mutation { addReview(upc: "p1", body: "x") { id author { name } product { name } } restock(upc: "p2") { name reviews { id } } }',
  ])('%s', async (query) => {
    await expectSame(query);
  });

  test('for a variable and its conditions', async () => {
    const query = 'query Q($a: Boolean!, $n: Int = 2) { topProducts(first: $n) { n1: name ...F @include(if: $a) } } fragment F on Product { reviews @skip(if: $a) { id } w: weight }';
    await expectSame(query, { a: true });
    await expectSame(query, { a: false, n: 1 });
  });

  test('for random operations', async () => {
    const mended = createFixtureEngine(createShop({ guarded: false }), { isApollo: true });
    const agreement = fc.assert(fc.asyncProperty(randomQuery(engine.schema, { anchored: true }), randomVariables, async (query, variables) => {
      // Apollo takes a field for the same field with the arguments that some @requires gives it.
      fc.pre(!query.includes('weight') && validate(engine.schema, parse(query)).length === 0);
      await expectSameAnswer({ engine, oracle, mended }, { query, variables });
    }), { numRuns: 60 });
    await expect(agreement).resolves.toBeUndefined();
  }, 120_000);
});

test('compiled and interpreted subgraphs, text and object, give the same answers to random operations', async () => {
  await fc.assert(fc.asyncProperty(randomQuery(engine.schema), randomVariables, async (query, variables) => {
    fc.pre(validate(engine.schema, parse(query)).length === 0);
    const interpreted = await ask(engine, query, { variables });
    for (let run = 0; run < 2; run++) await ask(compiling, query, { variables });
    const compiled = await ask(compiling, query, { variables });
    expect({ query, data: compiled.data }).toStrictEqual({ query, data: interpreted.data });
    // Where several fields take one parent with them, each executor names another one of them.
    expect(compiled.errors === undefined).toBe(interpreted.errors === undefined);
  }), { numRuns: 100 });
}, 120_000);
