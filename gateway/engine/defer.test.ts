import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { GraphQLError, Kind, parse, print, visit, type DirectiveNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import type { SubgraphLink } from '../subgraph-links/index.ts';
import { ask, askTrusted, prepared } from './fixture/ask.ts';
import { randomQuery, randomVariables } from './fixture/random-operation.ts';
import { createShopEngine, signedIn, type ShopEngine } from './fixture/shop.ts';

type Part = GraphOutcome<Record<string, unknown>>;

interface OpenOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly context?: RequestContext;
}

async function open({ engine }: Pick<ShopEngine, 'engine'>, query: string, { variables = {}, context = createRequestContext() }: OpenOptions = {}): Promise<AsyncIterableIterator<Part>> {
  return (await prepared(engine, query)).prepared.subscribe(variables, context);
}

async function parts(...parameters: Parameters<typeof open>): Promise<Part[]> {
  const all: Part[] = [];
  for await (const part of await open(...parameters)) all.push(asRead(part));
  return all;
}

/** A part as a client reads it. */
function asRead(part: Part): Part {
  const read: Part = JSON.parse(JSON.stringify(part));
  return read;
}

/** The whole answer that parts add up to. */
function assembled([first, ...others]: readonly Part[]): unknown {
  const data: unknown = structuredClone(first?.data);
  for (const { path, data: later } of others.flatMap(({ incremental }) => incremental ?? [])) {
    let at: unknown = data;
    for (const key of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
    if (typeof at === 'object' && at !== null) mergeInto(at, later ?? {});
  }
  return data;
}

function mergeInto(target: object, source: object): void {
  for (const [key, value] of Object.entries<unknown>({ ...source })) {
    const known: unknown = Reflect.get(target, key);
    if (typeof known === 'object' && known !== null && typeof value === 'object' && value !== null) mergeInto(known, value);
    else Reflect.set(target, key, value);
  }
}

/** Holds the answers of one subgraph back until it is opened. */
function gate(name: string): { readonly wrap: (link: SubgraphLink) => SubgraphLink; readonly sent: () => number; readonly open: () => void } {
  let sent = 0;
  let release = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  const wrap = (link: SubgraphLink): SubgraphLink => (link.name !== name ? link : {
    ...link,
    compile(operation) {
      const run = link.compile(operation);
      return async (variables, scope) => {
        sent += 1;
        await opened;
        return run(variables, scope);
      };
    },
  });
  return { wrap, sent: () => sent, open: () => release() };
}

const shop = createShopEngine();

describe('an operation with @defer', () => {
  test('answers first what is not deferred, then the rest at its path with its label', async () => {
    expect(await parts(shop, '{ me { id name ... @defer(label: "later") { mood } } }')).toStrictEqual([
      { data: { me: { id: 'u0', name: 'User 0' } }, hasNext: true },
      { incremental: [{ path: ['me'], label: 'later', data: { mood: 'good' } }], hasNext: false },
    ]);
  });

  test('does not wait for the subgraphs of its deferred parts', async () => {
    const { wrap, sent, open: openGate } = gate('reviews');
    const stream = await open(createShopEngine({ wrap }), '{ me { id ... @defer { mood } } }');
    expect((await stream.next()).value).toStrictEqual({ data: { me: { id: 'u0' } }, hasNext: true });
    await expect.poll(sent).toBe(1);
    openGate();
    expect((await stream.next()).value).toMatchObject({ incremental: [{ path: ['me'], data: { mood: 'good' } }], hasNext: false });
    expect(await stream.next()).toStrictEqual({ done: true, value: undefined });
  });

  test('answers whole when it is executed', async () => {
    const query = '{ me { id ... @defer { mood ... @defer { name } } } }';
    expect(await ask(shop.engine, query)).toStrictEqual({ data: { me: { id: 'u0', mood: 'good', name: 'User 0' } } });
    expect(await askTrusted(shop.engine, query)).toStrictEqual({ data: { me: { id: 'u0', mood: 'good', name: 'User 0' } } });
    expect((await prepared(shop.engine, query)).isDeferred).toBe(true);
    expect((await prepared(shop.engine, '{ me { id ... @defer(if: false) { mood } } }')).isDeferred).toBe(false);
  });

  test('has one part for each object of a list', async () => {
    const [first, ...others] = await parts(shop, '{ users(first: 3) { id ... @defer { mood } } }');
    expect(first).toStrictEqual({ data: { users: [{ id: 'u0' }, { id: 'u1' }, { id: 'u2' }] }, hasNext: true });
    expect(others.flatMap(({ incremental }) => incremental ?? []).map(({ path }) => path)).toStrictEqual([['users', 0], ['users', 1], ['users', 2]]);
  });

  test('of an empty list or a null is whole at once', async () => {
    expect(await parts(shop, '{ users(first: 0) { id ... @defer { mood } } user(id: "none") { ... @defer { mood } } }')).toStrictEqual([{ data: { users: [], user: null }, hasNext: false }]);
  });

  test('nests: an inner part follows the part that it is in', async () => {
    const all = await parts(shop, '{ me { ... @defer(label: "outer") { reviews { id ... @defer(label: "inner") { product { name } } } } } }');
    const labels = all.flatMap(({ incremental }) => incremental ?? []).map(({ label, path }) => [label, path.join('.')]);
    expect(labels).toStrictEqual([['outer', 'me'], ['inner', 'me.reviews.0'], ['inner', 'me.reviews.1'], ['inner', 'me.reviews.2']]);
    expect(all.at(-1)?.hasNext).toBe(false);
  });

  test.each([
    ['aliases, which stay aliases', '{ mine: me { key: id ... @defer { feeling: mood key: id reviews { what: id } } } }'],
    ['a fragment that is spread twice', '{ me { ...F @defer(label: "f") } users(first: 2) { ...F } } fragment F on User { mood name }'],
    ['the root', '{ me { id } ... @defer { topProducts { name shippingEstimate } __schema { queryType { name } } } }'],
    ['everything', '{ ... @defer { me { id mood } } }'],
    ['one type of several', '{ search { __typename ... on User @defer { mood } ... on Team { title } } }'],
    ['fields of one subgraph without keys', '{ topProducts { size { width ... @defer { height } } } }'],
    ['fields that are not deferred as well', '{ me { name ... @defer { name mood reviews { id } } reviews { body } } }'],
    ['what requires fields of another subgraph', '{ topProducts { upc ... @defer { shippingEstimate area } } }'],
    ['nested lists', '{ topProducts { grid { upc ... @defer { reviews { id } } } } }'],
  ])('adds up to the whole answer, deferred: %s', async (_, query) => {
    const all = await parts(shop, query);
    expect(all.length).toBeGreaterThan(1);
    expect(all.map(({ hasNext }) => hasNext)).toStrictEqual(all.map((_part, index) => index < all.length - 1));
    expect(assembled(all)).toStrictEqual((await ask(shop.engine, query)).data);
  });

  test('defers what its variables say', async () => {
    const query = 'query($a: Boolean!, $b: Boolean! = false) { me { id ... @defer(if: $a, label: "a") { mood } ... @defer(if: $b, label: "b") { name } } }';
    const labels = async (variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
      const all = await parts(shop, query, { variables });
      expect(assembled(all)).toStrictEqual({ me: { id: 'u0', mood: 'good', name: 'User 0' } });
      return all.flatMap(({ incremental }) => incremental ?? []).map(({ label }) => label).sort();
    };
    expect(await labels({ a: true })).toStrictEqual(['a']);
    expect(await labels({ a: false })).toStrictEqual([]);
    expect(await labels({ a: true, b: true })).toStrictEqual(['a', 'b']);
    expect(await parts(shop, query, { variables: { a: 1 } })).toMatchObject([{ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }]);
  });

  test('leaves out a deferred fragment that @skip or @include leaves out', async () => {
    const query = 'query($no: Boolean!) { me { id ... @defer @include(if: $no) { mood } ... @defer @skip(if: true) { name } } }';
    expect(await parts(shop, query, { variables: { no: false } })).toStrictEqual([{ data: { me: { id: 'u0' } }, hasNext: false }]);
    expect(await parts(shop, query, { variables: { no: true } })).toHaveLength(2);
  });

  test('is answered in parts where only split subgraphs have a plan in parts', async () => {
    const all = await parts(shop, '{ latestReviews(first: 1) { ... on Review @defer { product { area } author { id } } author { whoami } } }');
    expect(all[0]).toStrictEqual({ data: { latestReviews: [{ author: { whoami: null } }] }, hasNext: true });
    expect(assembled(all)).toStrictEqual({ latestReviews: [{ product: { area: 2 }, author: { id: 'u0', whoami: null } }] });
  });

  test('works in mutations, below their root', async () => {
    expect(await parts(shop, 'mutation { rename(id: "u1", name: "Ann") { id name ... @defer { mood } } }')).toStrictEqual([
      { data: { rename: { id: 'u1', name: 'Ann' } }, hasNext: true },
      { incremental: [{ path: ['rename'], data: { mood: 'good' } }], hasNext: false },
    ]);
  });
});

test('parts of random operations add up to their whole answers', async () => {
  const random = createShopEngine({ limits: { tokens: 100_000, depth: 100, aliases: 10_000, fields: 100_000, rootFields: 1_000, cost: 1e9 } });
  await fc.assert(fc.asyncProperty(randomQuery(random.engine.schema, { anchored: true }), randomVariables, fc.infiniteStream(fc.boolean()), async (query, variables, isDeferred) => {
    const deferred = print(visit(parse(query), {
      InlineFragment: (fragment) => (isDeferred.next().value === true ? { ...fragment, directives: [...fragment.directives ?? [], deferDirective] } : undefined),
    }));
    const whole = await ask(random.engine, deferred, { variables, context: signedIn('admin') });
    // A null ends at a deferred fragment, and goes further up in the whole answer.
    // A ghost is an entity that only one subgraph knows: a part asks others about it.
    if (whole.errors !== undefined || deferred.includes('ghost')) return;
    const all = await parts(random, deferred, { variables, context: signedIn('admin') });
    expect(all.flatMap(({ errors, incremental = [] }) => [errors, ...incremental.map((part) => part.errors)]).filter((errors) => errors !== undefined)).toStrictEqual([]);
    expect(withoutTitles(assembled(all))).toStrictEqual(withoutTitles(whole.data));
  }), { numRuns: 60, seed: 2022_08_24 });
}, 60_000);

/** A title is another one when it is asked for by key, as parts are. */
const withoutTitles = (data: unknown): unknown => JSON.parse(JSON.stringify(data, (key, value: unknown) => (key.startsWith('title') ? 'a title' : value)));

const deferDirective: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } };

describe('errors of deferred parts', () => {
  test('go with the part that has the field, whose null ends at its fragment', async () => {
    const [first, second] = await parts(shop, '{ users(first: 3) { id ... @defer { failsHard } } }');
    expect(first).toStrictEqual({ data: { users: [{ id: 'u0' }, { id: 'u1' }, { id: 'u2' }] }, hasNext: true });
    expect(second?.incremental).toMatchObject([
      { path: ['users', 0], data: { failsHard: 'fine' } },
      { path: ['users', 1], data: null, errors: [{ path: ['users', 1, 'failsHard'], extensions: { code: 'UNAVAILABLE' } }] },
      { path: ['users', 2], data: { failsHard: 'fine' } },
    ]);
    expect(second?.incremental?.map(({ errors }) => errors?.length ?? 0)).toStrictEqual([0, 1, 0]);
  });

  test('leave out what is below a null of the first part', async () => {
    const all = await parts(shop, '{ users(first: 8) { mood ... @defer { name } } }');
    expect(all.map(({ data, hasNext }) => [data, hasNext])).toStrictEqual([[null, false]]);
    expect(all[0]?.errors).toMatchObject([{ path: ['users', 7, 'mood'] }]);
  });

  test('tell of denied fields in the part that has them', async () => {
    const query = '{ me { id ... @defer { email mood } } }';
    const [first, second] = await parts(shop, query);
    expect(first).toStrictEqual({ data: { me: { id: 'u0' } }, hasNext: true });
    expect(second).toMatchObject({ incremental: [{ path: ['me'], data: { email: null, mood: 'good' }, errors: [{ path: ['me', 'email'], extensions: { code: 'UNAUTHENTICATED' } }] }] });
    expect(assembled(await parts(shop, query, { context: signedIn() }))).toStrictEqual({ me: { id: 'u0', email: 'u0@example.org', mood: 'good' } });
  });

  test('of a whole fetch are in each of its parts, and in no other', async () => {
    const down = (link: SubgraphLink): SubgraphLink => (link.name !== 'reviews' ? link : {
      ...link,
      compile(operation) {
        const run = link.compile(operation);
        if (print(operation.document).includes('mood')) return () => ({ data: null, errors: [new GraphQLError('down', { extensions: { code: 'UNAVAILABLE' } })] });
        return async (...parameters) => {
          for (let turn = 0; turn < 3; turn++) await nextTurn();
          return run(...parameters);
        };
      },
    });
    const all = await parts(createShopEngine({ wrap: down }), '{ users(first: 2) { id ... @defer(label: "bad") { mood } ... @defer(label: "good") { reviews { id } } } }');
    const byLabel = all.flatMap(({ incremental }) => incremental ?? []).map(({ label, data, errors }) => [label, data === null, errors?.map(({ message }) => message) ?? []]);
    expect(byLabel).toStrictEqual([['bad', true, ['down']], ['bad', true, ['down']], ['good', false, []], ['good', false, []]]);
  });

  test('tell of a link that throws, without the words of the fault', async () => {
    const broken = (link: SubgraphLink): SubgraphLink => (link.name !== 'reviews' ? link : { ...link, compile: () => () => Promise.reject(new Error('secret words')) });
    const all = await parts(createShopEngine({ wrap: broken }), '{ me { id ... @defer { mood } } }');
    expect(all).toMatchObject([{ data: { me: { id: 'u0' } }, hasNext: true }, { incremental: [{ path: ['me'], data: null, errors: [{ extensions: { code: 'INTERNAL' } }] }], hasNext: false }]);
    expect(JSON.stringify(all)).not.toContain('secret');
  });
});

describe('a reader of parts', () => {
  test('that has not asked for anything has caused nothing', async () => {
    const { wrap, sent } = gate('users');
    const stream = await open(createShopEngine({ wrap }), '{ me { id ... @defer { mood } } }');
    expect(sent()).toBe(0);
    await stream.return?.();
    expect(await stream.next()).toStrictEqual({ done: true, value: undefined });
    expect(sent()).toBe(0);
  });

  test('that leaves ends what is under way, at once', async () => {
    const signals: AbortSignal[] = [];
    const stuck = (link: SubgraphLink): SubgraphLink => (link.name !== 'reviews' ? link : {
      ...link,
      compile: () => (_variables, { context: { cancellation } }) => {
        signals.push(cancellation.signal);
        return new Promise(() => undefined);
      },
    });
    const stream = await open(createShopEngine({ wrap: stuck }), '{ me { id ... @defer { mood } } }');
    await stream.next();
    const pending = stream.next();
    await expect.poll(() => signals.length).toBe(1);
    await stream.return?.();
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    expect(signals[0]?.aborted).toBe(true);
  });

  test('ends with the request', async () => {
    const controller = new AbortController();
    const { wrap, sent } = gate('reviews');
    const stream = await open(createShopEngine({ wrap }), '{ me { id ... @defer { mood } } }', { context: createRequestContext({ cancellation: cancellationOf(controller.signal) }) });
    await stream.next();
    const pending = stream.next();
    await expect.poll(sent).toBe(1);
    controller.abort();
    expect(await pending).toStrictEqual({ done: true, value: undefined });
  });
});
