import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { ask, askTrusted, type Answer } from '../fixture/ask.ts';
import { createShopEngine } from '../fixture/shop.ts';

const sdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", { name: "@cost", as: "@weight" }, "@listSize"])
  scalar Document @weight(weight: 4)
  enum Order @weight(weight: 2) { UP DOWN }
  interface Thing { name: String worth: Int related(first: Int): [Thing] }
  type Gem implements Thing @weight(weight: 3) {
    name: String
    worth: Int @weight(weight: 7)
    related(first: Int): [Thing] @listSize(slicingArguments: ["first"], assumedSize: 2, requireOneSlicingArgument: false)
    text: Document
    grid: [[Gem]]
  }
  type Stone implements Thing { name: String worth: Int related(first: Int): [Thing] }
  union Found = Gem | Stone
  type Gems { nodes: [Gem!]! edges: [GemEdge!]! total: Int }
  type GemEdge { node: Gem cursor: String }
  input Range { from: Int @weight(weight: 5) to: Int inner: Range order: Order }
  type Query {
    gem(id: ID @weight(weight: 6), range: Range, ranges: [Range!], order: Order): Gem
    stone: Stone
    thing: Thing
    found: [Found]
    stones: [Stone] @listSize(assumedSize: 4)
    gems(first: Int = 5, last: Int): Gems @listSize(slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"]) @weight(weight: 10)
    picked(first: Int, last: Int): [Stone] @listSize(slicingArguments: ["first", "last"])
    plain: [Stone]
  }
  type Mutation { cut: Stone }
  type Subscription { cutting: Stone }
`;

function createEngine(cost?: number) {
  const typeDefs = parse(sdl);
  const shop = [{ name: 'own', typeDefs, schema: buildSubgraphSchema({ typeDefs }), createContext: (base: ReturnType<typeof createRequestContext>) => base }];
  return createShopEngine({ shop, ...(cost !== undefined && { limits: { cost } }) });
}

const { engine } = createEngine(-1);

/** Nothing may cost anything, so that each refusal says what the operation costs. */
async function costOf(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const { errors = [] } = await ask(engine, query, { variables });
  return detailsOf(errors)['cost'] ?? errors;
}

function detailsOf(errors: Answer['errors']): Readonly<Record<string, unknown>> {
  const details = errors?.[0]?.extensions['details'];
  return typeof details === 'object' && details !== null ? { ...details } : {};
}

describe('the cost of an operation', () => {
  test.each([
    ['a leaf is free', '{ __typename }', 0],
    ['an object costs one', '{ stone { name } }', 1],
    ['a type costs what it says', '{ gem { name } }', 3],
    ['a leaf of a type that says so', '{ gem { text } }', 7],
    ['a field outweighs its type', '{ gem { worth } }', 10],
    ['a mutation', 'mutation { cut { name } }', 11],
    ['a list without a hint is ten', '{ plain { name } }', 10],
    ['a list of lists is ten times ten', '{ gem { grid { name } } }', 3 + 100 * 3],
    ['a list of an assumed size', '{ stones { name } }', 4],
    ['a list that says how long it may get', '{ gem { related(first: 3) { name } } }', 3 + 3],
    ['lists multiply', '{ stones { related { name } } }', 4 * (1 + 10)],
    ['a connection gives its size to its fields', '{ gems(first: 20) { total nodes { name } edges { cursor node { text } } } }', 10 + 20 * 3 + 20 * (1 + 3 + 4)],
    ['a default is a size as well', '{ gems { nodes { name } } }', 10 + 5 * 3],
    ['a negative size is nothing', '{ gems(first: -3) { nodes { name } } }', 10],
    ['arguments', '{ gem(id: "1") { name } }', 3 + 6],
    ['input objects and what is in them', '{ gem(range: { from: 1, to: 2, inner: { to: 1 } }) { name } }', 3 + (1 + 5) + 1],
    ['lists of input objects', '{ gem(ranges: [{}, { from: 2 }]) { name } }', 3 + 1 + (1 + 5)],
    ['enums that say so', '{ gem(order: UP, range: { order: DOWN }) { name } }', 3 + 2 + (1 + 2)],
    ['a field of an interface is as dear as the dearest that may stand there', '{ thing { worth } }', 1 + 7],
    ['fragments count in full', '{ found { ... on Gem { text ...More } ... on Stone { name } } } fragment More on Gem { worth }', 10 * (1 + 4 + 7)],
    ['what is left out is free', '{ gem @skip(if: true) { text } stone { name } }', 1],
    ['the schema about itself is free', '{ __schema { types { fields { name } } } }', 0],
  ])('%s', async (_, query, cost) => {
    expect(await costOf(query)).toBe(cost);
  });

  test.each([
    ['sizes', 'query($n: Int) { gems(first: $n) { nodes { name } } }', { n: 100 }, 10 + 300],
    ['sizes that are left out', 'query($n: Int) { gems(first: $n) { nodes { name } } }', {}, 10 + 15],
    ['sizes with a default', 'query($n: Int = 7) { gems(first: $n) { nodes { name } } }', {}, 10 + 21],
    ['conditions that hold', 'query($with: Boolean!) { gem @include(if: $with) { text } stone { name } }', { with: true }, 8],
    ['conditions that do not', 'query($with: Boolean!) { gem @include(if: $with) { text } stone { name } }', { with: false }, 1],
    ['input objects', 'query($range: Range) { gem(range: $range) { name } }', { range: { from: 1, inner: { from: 2, inner: {} } } }, 3 + 6 + 6 + 1],
    ['parts of a literal', 'query($from: Int, $inner: Range) { gem(range: { from: $from, inner: $inner }) { name } }', { from: 1, inner: {} }, 3 + 6 + 1],
    ['lists', 'query($ranges: [Range!]) { gem(ranges: $ranges) { name } }', { ranges: [{}, {}, {}] }, 3 + 3],
    ['a leaf that is null', 'query($id: ID) { gem(id: $id) { name } }', { id: null }, 3],
  ] as const)('follows the variables: %s', async (...[, query, variables, cost]) => {
    expect(await costOf(query, variables)).toBe(cost);
  });

  test('of a list that needs one slicing argument is not known without, nor with two', async () => {
    for (const [query, reason] of [['{ picked { name } }', 'give exactly one of first, last'], ['{ picked(first: 1, last: 2) { name } }', 'give exactly one of first, last']] as const) {
      const { errors } = await ask(engine, query);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', details: { field: 'Query.picked', reason } } }]);
    }
    expect(await costOf('{ picked(last: 2) { name } }')).toBe(2);
    expect(await costOf('query($n: Int) { picked(first: $n, last: 3) { name } }')).toBe(3);
  });
});

describe('the limit on costs', () => {
  const bounded = createEngine(50);
  const query = 'query($n: Int!) { gems(first: $n) { nodes { name } } }';

  test('refuses what is beyond it, with the cost and the limit', async () => {
    expect((await ask(bounded.engine, query, { variables: { n: 14 } })).errors).toStrictEqual([{
      message: 'The operation costs 52, and 50 is the limit: ask for less at a time', extensions: { code: 'QUERY_TOO_COMPLEX', details: { cost: 52, limit: 50 } },
    }]);
    expect(await ask(bounded.engine, query, { variables: { n: 13 } })).toStrictEqual({ data: { gems: null } });
    expect(detailsOf((await ask(bounded.engine, query, { variables: { n: 2_147_483_647 } })).errors)['cost']).toBe(10 + 3 * 2_147_483_647);
  });

  test('refuses a subscription before it opens', async () => {
    const preparation = await engine.prepare({ query: 'subscription { cutting { name } }' });
    if (preparation.kind === 'refused') throw new Error('refused');
    const stream = await preparation.prepared.subscribe({}, createRequestContext());
    expect((await stream.next()).value).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
  });

  test('does not bound documents that are trusted', async () => {
    expect((await askTrusted(engine, '{ stone { name } }')).errors).toBeUndefined();
  });

  test('is generous unless it is set, and what is within is counted', async () => {
    const { engine: usual, metrics } = createEngine();
    await ask(usual, '{ gems(first: 100) { nodes { grid { name } } } }');
    expect((await ask(usual, '{ gems(first: 1000) { nodes { grid { name } } } }')).errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
    // A query is asked for three times as a text and once as an object.
    expect(await metrics.metrics()).toContain('graph_operation_cost_bucket{le="100000"} 4');
  });
});
