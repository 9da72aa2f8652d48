import { describe, expect, test } from 'vitest';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import { createLogger } from '#kernel/logging';
import { createLocalLink } from '../../subgraph-links/index.ts';
import { ask, prepared, refusals } from '../fixture/ask.ts';
import { createShop, createShopEngine, principalWith, signedIn, type ShopEngine } from '../fixture/shop.ts';
import { context as contextSupergraph } from '../fixture/supergraphs/context.ts';
import { composeSupergraph } from '../compose.ts';
import { createApolloQueries } from './apollo-queries.ts';
import { supergraphForApollo } from './apollo-supergraph.ts';

const apolloShop = (): ShopEngine => createShopEngine({ compileQueries: (graph) => createApolloQueries(graph, createLogger({ level: 'silent' })) });
const { engine, faults } = apolloShop();

describe('on Apollo\'s executor', () => {
  test('an operation over three subgraphs is answered', async () => {
    const { data, errors } = await ask(engine, '{ topProducts(first: 1) { name shippingEstimate reviews { author { name } } } me { __typename id } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      topProducts: [{ name: 'Product "0"', shippingEstimate: 1_010, reviews: [{ author: { name: 'User 0' } }, { author: { name: 'User 0' } }] }],
      me: { __typename: 'User', id: 'u0' },
    });
  });

  test('authorisation is the engine\'s, which takes denied fields out before', async () => {
    const query = '{ me { name email salary } }';
    const anonymous = await ask(engine, query);
    expect(anonymous.data).toEqual({ me: { name: 'User 0', email: null, salary: null } });
    expect(refusals(anonymous)).toEqual([['me.email', 'UNAUTHENTICATED'], ['me.salary', 'UNAUTHENTICATED']]);
    expect(refusals(await ask(engine, query, { context: signedIn('llm') }))).toEqual([['me.salary', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
    expect(await ask(engine, query, { context: signedIn('admin') })).toEqual({ data: { me: { name: 'User 0', email: 'u0@example.org', salary: 1_000 } } });
  });

  test('requests at the same time keep their callers apart', async () => {
    const asked = ['cds:1', 'cds:2', 'cds:3'] as const;
    const answers = await Promise.all(asked.map((subject) => ask(engine, '{ latestReviews(first: 2) { author { whoami } } }', { context: createRequestContext({ principal: { ...principalWith('llm'), subject } }) })));
    expect(answers.map(({ data }) => data)).toEqual(asked.map((subject) => ({ latestReviews: [{ author: { whoami: subject } }, { author: { whoami: subject } }] })));
  });

  test('refusals of subgraphs keep their codes, and are at their places in the answer', async () => {
    const { data, errors } = await ask(engine, '{ refused people: users(first: 3) { handle: id fails } latestReviews(first: 2) { author { maybe: fails } } }');
    expect(data).toEqual({ refused: null, people: [{ handle: 'u0', fails: null }, { handle: 'u1', fails: null }, { handle: 'u2', fails: 'fine' }], latestReviews: [{ author: { maybe: null } }, { author: { maybe: null } }] });
    expect(refusals({ errors })).toEqual([
      ['refused', 'FORBIDDEN'], ['people.0.fails', 'INTERNAL'], ['people.1.fails', 'INTERNAL'], ['latestReviews.0.author.maybe', 'INTERNAL'], ['latestReviews.1.author.maybe', 'INTERNAL'],
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/disk|serviceName/u);
    expect(faults).not.toHaveLength(0);
  });

  test('nothing is asked for a caller who went away', async () => {
    const { signal } = abortedController();
    const context: RequestContext = createRequestContext({ cancellation: cancellationOf(signal) });
    const answer = await ask(engine, '{ me { id } }', { context });
    expect(answer.data).toEqual({ me: null });
    expect(refusals(answer)).toEqual([[undefined, 'CANCELLED']]);
  });

  test('what a leaf holds is never changed', async () => {
    const { data } = await ask(engine, '{ a: me { settings } b: me { settings matrix } }');
    expect(data).toEqual({ a: { settings: expect.objectContaining({ theme: 'dark' }) }, b: { settings: expect.objectContaining({ theme: 'dark' }), matrix: [[1, 2], null, [0]] } });
  });

  test('subscriptions, introspection and deferred parts are as ever', async () => {
    const { prepared: subscription } = await prepared(engine, 'subscription { reviewAdded(count: 1) { id author { name } } }');
    const event = await (await subscription.subscribe({}, createRequestContext())).next();
    expect(event.value).toMatchObject({ data: { reviewAdded: { id: 'r0', author: { name: 'User 0' } } } });
    expect((await ask(engine, '{ __type(name: "Sku") { name } me { id } }')).data).toEqual({ __type: { name: 'Sku' }, me: { id: 'u0' } });
    const { prepared: deferred } = await prepared(engine, '{ me { id ... @defer(label: "later") { name } } }');
    const parts = [];
    for await (const part of await deferred.subscribe({}, createRequestContext())) parts.push(JSON.parse(JSON.stringify(part)));
    expect(parts).toEqual([{ data: { me: { id: 'u0' } }, hasNext: true }, { incremental: [{ data: { name: 'User 0' }, path: ['me'], label: 'later' }], hasNext: false }]);
  });

  test('a reload starts another gateway', async () => {
    const { engine: reloading } = apolloShop();
    const links = new Map(createShop().map((subgraph) => [subgraph.name, createLocalLink(subgraph, { report: () => undefined })]));
    const { prepared: before } = await prepared(reloading, '{ me { id } }');
    await reloading.reload({ supergraphSdl: composeSupergraph(createShop()).replaceAll('username', 'nickname'), links });
    expect(await before.executeToJson(null, createRequestContext())).toBe('{"data":{"me":{"id":"u0"}}}');
    expect((await ask(reloading, '{ __type(name: "User") { fields { name } } }')).data).toMatchObject({ __type: { fields: expect.arrayContaining([{ name: 'nickname' }]) } });
    expect((await ask(reloading, '{ topProducts(first: 1) { reviews { author { name } } } }')).errors).toBeUndefined();
  });
});

describe('the supergraph that Apollo\'s gateway gets', () => {
  test('has no authorisation directives', () => {
    const { supergraphSdl } = createShopEngine();
    expect(supergraphSdl).toMatch(/@authenticated|@requiresScopes/u);
    expect(supergraphForApollo(supergraphSdl)).not.toMatch(/authenticated|requiresScopes/u);
  });

  test('is refused with a reason when it has features that it does not know', () => {
    const sdl = composeSupergraph(contextSupergraph.subgraphs());
    expect(() => supergraphForApollo(sdl)).toThrow('ENGINE=apollo cannot serve this graph: Apollo\'s gateway does not know @context. Use ENGINE=own.');
  });
});

function abortedController(): AbortController {
  const controller = new AbortController();
  controller.abort();
  return controller;
}
