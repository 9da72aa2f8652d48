import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { createRequestContext, type RequestContext } from '#kernel/context';
import { createDomainPort, dataOrThrow } from '#kernel/graph-port';
import type { SubgraphLink } from '../subgraph-links/index.ts';
import { noStep, type Step } from './execution/run.ts';
import { ask, askTrusted, refusals } from './fixture/ask.ts';
import { createShop, createShopEngine, signedIn } from './fixture/shop.ts';

const document = <TData, TVariables = Record<string, never>>(query: string): TypedDocumentNode<TData, TVariables> => parse(query);

describe('the port for trusted documents', () => {
  const { engine } = createShopEngine();
  const port = engine.port();

  test('answers typed documents over the internal view', async () => {
    const user = port.prepare(document<{ user: { note: string; role: string } }, { id: string }>('query($id: ID!) { user(id: $id) { note role } }'));
    const { user: { note, role } } = dataOrThrow(await user.execute({ id: 'u3' }, createRequestContext()));
    expect([note, role]).toStrictEqual(['internal note', 'ROOT']);
    expect((await askTrusted(engine, '{ internalUsers { id } __type(name: "User") { fields { name } } }')).data).toMatchObject({ internalUsers: [{ id: 'u0' }, { id: 'u1' }] });
  });

  test('compiles a document once', () => {
    const same = document('{ me { id } }');
    expect(() => port.prepare(same)).not.toThrow();
    expect(engine.isPrepared({ query: '{ me { id } }' })).toBe(false);
  });

  test('plans a document when it is first asked for, and once', async () => {
    const compiled = vi.fn<() => Step>(() => noStep);
    const me = createShopEngine({ compileQueries: () => compiled }).engine.port().prepare(document('{ me { id } }'));
    expect(compiled).not.toHaveBeenCalled();
    await me.execute({}, createRequestContext());
    await me.execute({}, createRequestContext());
    expect(compiled).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['does not fit the graph', '{ nope }', 'Cannot query field "nope"'],
    ['asks for what is inaccessible', '{ me { secret } }', 'Cannot query field "secret"'],
    ['has several operations', 'query A { me { id } } query B { me { id } }', 'several operations'],
    ['has a variable that federation needs', 'query($representations: JSON) { json(value: $representations) }', 'cannot be named'],
  ])('throws at once for a document that %s', (_, query, message) => {
    expect(() => port.prepare(document(query))).toThrow(message);
  });

  test('guards fields for the principal of the context like any other document', async () => {
    expect(refusals(await askTrusted(engine, '{ me { note email } }'))).toStrictEqual([['me.email', 'UNAUTHENTICATED']]);
    expect(refusals(await askTrusted(engine, '{ me { note email } }', { context: signedIn() }))).toStrictEqual([]);
  });

  test('gives errors that become refusals of the caller again', async () => {
    const refused = port.prepare(document<{ refused: string }>('{ refused }'));
    const outcome = await refused.execute({}, createRequestContext());
    expect(() => dataOrThrow(outcome)).toThrow(expect.objectContaining({ code: 'FORBIDDEN', details: { field: 'refused' } }));
  });

  test('lets a domain call it, up to a number of hops', async () => {
    const own = createDomainPort(port).prepare(document<{ me: { id: string } }>('{ me { id } }'));
    expect(await own.execute({}, createRequestContext({ hops: 3 }))).toStrictEqual({ data: { me: { id: 'u0' } } });
    expect(() => own.execute({}, createRequestContext({ hops: 4 }))).toThrow('Too many calls');
  });

  test('answers at once when every resolver does', () => {
    const text = port.prepare(document('{ me { id name } }')).executeToJson({}, createRequestContext());
    expect(text).toBe('{"data":{"me":{"id":"u0","name":"User 0"}}}');
  });
});

describe('what is passed to a subgraph', () => {
  const freeze = <TValue>(value: TValue): TValue => {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    }
    return value;
  };
  /** Freezes all that goes in, so that any later change throws. */
  const freezing = (link: SubgraphLink): SubgraphLink => ({
    ...link,
    compile(operation) {
      const run = link.compile(freeze(operation));
      return (variables, scope) => run(freeze(variables), scope);
    },
  });

  test.each([[true], [false]])('is never changed (compiled: %s)', async (jit) => {
    const { engine } = createShopEngine({ wrap: freezing, jit });
    const variables = freeze({ value: { deep: [{ a: 1 }] }, filter: { names: ['x'], nested: { limit: 1 } } });
    const query = `query($value: JSON, $filter: Filter!) {
      json(value: $value) filtered(filter: $filter) me { settings reviews { id author { settings mood } } }
      media { title ratings } topProducts(first: 12) { shippingEstimate area grid { reviews { author { name } product { sku { code } name } } } } }`;
    for (let run = 0; run < 4; run++) {
      const { data, errors } = await ask(engine, query, { variables });
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ json: variables.value });
    }
  });

  test('is one context for each request', async () => {
    const made: string[] = [];
    const shop = createShop().map((subgraph) => ({ ...subgraph, createContext: (base: RequestContext) => {
      made.push(subgraph.name);
      return base;
    } }));
    const { engine } = createShopEngine({ shop });
    const { prepared } = { prepared: engine.port().prepare(document('{ me { reviews { author { name friends { reviews { id author { name } } } } } } }')) };
    await prepared.execute({}, createRequestContext());
    expect(made.sort()).toStrictEqual(['reviews', 'users']);
    await prepared.execute({}, createRequestContext());
    expect(made).toHaveLength(4);
  });
});

describe('fetches', () => {
  /** Notes the representations that each subgraph was sent. */
  function watched() {
    const sent: { readonly name: string; readonly representations: readonly unknown[] }[] = [];
    const wrap = (link: SubgraphLink): SubgraphLink => ({
      ...link,
      compile(operation) {
        const run = link.compile(operation);
        return (variables, scope) => {
          const { representations } = variables;
          if (Array.isArray(representations)) sent.push({ name: link.name, representations });
          return run(variables, scope);
        };
      },
    });
    return { ...createShopEngine({ wrap }), sent };
  }

  test('ask for each entity once, however often it is there', async () => {
    const { engine, sent } = watched();
    const { data } = await ask(engine, 'mutation { addReview(upc: "p1", body: "x") { product { reviews(first: 3) { author { name } } } } }');
    expect(data).toMatchObject({ addReview: { product: { reviews: [{ author: { name: 'User 7' } }, { author: { name: 'User 7' } }, { author: { name: 'User 7' } }] } } });
    expect(sent).toStrictEqual([{ name: 'users', representations: [{ __typename: 'User', id: 'u7' }] }]);
  });
});
