import { once } from 'node:events';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import type { SubgraphLink } from '../subgraph-links/index.ts';
import { prepared, type AskOptions } from './fixture/ask.ts';
import { createShop, createShopEngine, signedIn, type ShopEngine } from './fixture/shop.ts';
import { streams } from './fixture/reviews.ts';

type Stream = AsyncIterator<GraphOutcome<Record<string, unknown>>, unknown>;

const open = async ({ engine }: ShopEngine, query: string, { variables = {}, context = createRequestContext() }: AskOptions = {}): Promise<AsyncIterableIterator<GraphOutcome<Record<string, unknown>>>> =>
  (await prepared(engine, query)).prepared.subscribe(variables, context);

/** The next answer; null at the end. */
async function next(stream: Stream): Promise<GraphOutcome<Record<string, unknown>> | null> {
  const result = await stream.next();
  return result.done === true ? null : result.value;
}

async function all(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of stream) answers.push(answer);
  return answers;
}

/** Lets everything that is ready happen. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const openSubscriptions = async ({ metrics }: ShopEngine): Promise<number | undefined> => (await metrics.getSingleMetric('graph_subscriptions_open')?.get())?.values[0]?.value;

beforeEach(() => {
  Object.assign(streams, { opened: 0, closed: 0, emitted: 0, aborted: 0 });
});

describe.each([['interpreted', false], ['compiled', true]])('subscriptions of %s subgraphs', (_, jit) => {
  const shop = createShopEngine({ jit });
  afterEach(async () => {
    if (await openSubscriptions(shop) !== 0 || streams.closed !== streams.opened) throw new Error('A subscription was left open');
  });

  test('join each event with the other subgraphs', async () => {
    const answers = await all(await open(shop, 'subscription($n: Int!) { added: reviewAdded(count: $n) { id author { username name mood } product { name shippingEstimate } } }', { variables: { n: 5 } }));
    expect(answers).toHaveLength(5);
    expect(answers[0]).toStrictEqual({ data: { added: { id: 'r0', author: { username: '@u0', name: 'User 0', mood: 'good' }, product: { name: 'Product "0"', shippingEstimate: 1_010 } } } });
    // One event fails, the stream goes on.
    expect(answers[1]).toMatchObject({ data: null, errors: [{ path: ['added', 'author', 'mood'], extensions: { code: 'INTERNAL' } }] });
    expect(answers[4]).toMatchObject({ data: { added: { id: 'r4' } } });
  });

  test('give errors that a WebSocket transport can serialise', async () => {
    const stream = await open(shop, 'subscription { reviewAdded(count: 2) { author { mood } } }');
    await next(stream);
    expect((await next(stream))?.errors?.[0]).toBeInstanceOf(GraphQLError);
    await stream.return?.();
  });

  test('ask the source for nothing that the reader did not ask for', async () => {
    const stream = await open(shop, 'subscription { reviewAdded(count: 1000) { id } }');
    await stream.next();
    await stream.next();
    await nextTurn();
    expect(streams.emitted).toBe(2);
    await stream.return?.();
    expect(streams).toMatchObject({ opened: 1, closed: 1, emitted: 2 });
    expect(await stream.next()).toStrictEqual({ done: true, value: undefined });
  });

  test('answer several waiting reads in the order of the events', async () => {
    const stream = await open(shop, 'subscription { reviewAdded(count: 4) { id author { name } } }');
    const results = await Promise.all([next(stream), next(stream), next(stream), next(stream), next(stream)]);
    expect(results.map((answer) => answer?.data?.['reviewAdded'])).toMatchObject([{ id: 'r0' }, { id: 'r1' }, { id: 'r2' }, { id: 'r3' }, undefined]);
  });

  test('end at once for a reader that leaves while an event is awaited, and so does the source', async () => {
    const stream = await open(shop, 'subscription { stuck { id } }');
    await stream.next();
    const pending = stream.next();
    await nextTurn();
    await stream.return?.();
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    await expect.poll(() => streams.closed).toBe(1);
    expect(streams.aborted).toBe(1);
  });

  test('end when the signal of the request does', async () => {
    const controller = new AbortController();
    const stream = await open(shop, 'subscription { stuck { id } }', { context: createRequestContext({ cancellation: cancellationOf(controller.signal) }) });
    await stream.next();
    const pending = stream.next();
    controller.abort();
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    await expect.poll(() => streams.closed).toBe(1);
  });

  test('that the signal forbids are not opened', async () => {
    const answers = await all(await open(shop, 'subscription { stuck { id } }', { context: createRequestContext({ cancellation: cancellationOf(AbortSignal.abort()) }) }));
    expect(answers).toMatchObject([{ errors: [{ extensions: { code: 'CANCELLED' } }] }]);
    expect(streams.opened).toBe(0);
  });

  test('leave no listener on a signal that outlives them', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...parameters: Parameters<typeof add>) => { listeners += 1; add(...parameters); };
    signal.removeEventListener = (...parameters: Parameters<typeof remove>) => { listeners -= 1; remove(...parameters); };
    const context = createRequestContext({ cancellation: cancellationOf(signal) });
    await all(await open(shop, 'subscription { reviewAdded(count: 1) { id } }', { context }));
    const left = await open(shop, 'subscription { reviewAdded(count: 1) { id } }', { context });
    await left.return?.();
    expect(listeners).toBe(0);
  });

  test('run a query or mutation as a stream of one answer', async () => {
    expect(await all(await open(shop, '{ me { id mood } }'))).toStrictEqual([{ data: { me: { id: 'u0', mood: 'good' } } }]);
  });

  test('answer variables that do not fit with a refusal', async () => {
    const answers = await all(await open(shop, 'subscription($n: Int!) { reviewAdded(count: $n) { id } }', { variables: { n: 'x' } }));
    expect(answers).toMatchObject([{ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }]);
  });
});

describe('the context of a subscription', () => {
  test('is new for each event, and one within it', async () => {
    const created: string[] = [];
    const shop = createShop().map((subgraph) => ({
      ...subgraph,
      createContext: (base: RequestContext) => {
        created.push(subgraph.name);
        return { ...base };
      },
    }));
    const stream = await open(createShopEngine({ shop }), 'subscription { reviewAdded(count: 2) { id author { name friends { id reviews { id author { name } } } } } }', { context: signedIn() });
    expect(created).toStrictEqual(['reviews']);
    await stream.next();
    expect(created).toStrictEqual(['reviews', 'reviews', 'users']);
    await stream.next();
    expect(created).toStrictEqual(['reviews', 'reviews', 'users', 'reviews', 'users']);
    await stream.return?.();
  });
});

describe('sources that misbehave', () => {
  test('one that throws ends with an answer that says so, without the words of a fault', async () => {
    const shop = createShop();
    const field = shop.find(({ name }) => name === 'reviews')?.schema.getSubscriptionType()?.getFields()['reviewAdded'];
    if (field === undefined) throw new Error('no field');
    field.subscribe = async function* failing() {
      yield { reviewAdded: { id: 'r0' } };
      throw new Error('secret words');
    };
    const engine = createShopEngine({ shop });
    const answers = await all(await open(engine, 'subscription { reviewAdded { id } }'));
    expect(answers).toMatchObject([{ data: { reviewAdded: { id: 'r0' } } }, { data: null, errors: [{ message: 'Internal error', extensions: { code: 'INTERNAL' } }] }]);
    expect(engine.faults.map(String)).toStrictEqual(['Error: secret words']);

    field.subscribe = () => { throw new Error('secret words'); };
    const refused = await all(await open(engine, 'subscription { renamed: reviewAdded { id } }'));
    expect(JSON.stringify(refused)).toBe('[{"errors":[{"message":"Internal error","path":["renamed"],"extensions":{"code":"INTERNAL"}}]}]');
  });

  test('one that never ends its return does not hold its reader', async () => {
    const released: string[] = [];
    const never = (link: SubgraphLink): SubgraphLink => ({
      ...link,
      compileStream: () => async () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          released.push(link.name);
          return new Promise(() => undefined);
        },
      }),
    });
    const stream = await open(createShopEngine({ wrap: never }), 'subscription { reviewAdded { id } }');
    const pending = stream.next();
    await nextTurn();
    expect(await stream.return?.()).toStrictEqual({ done: true, value: undefined });
    expect(await pending).toStrictEqual({ done: true, value: undefined });
    expect(released).toStrictEqual(['reviews']);
  });

  test('two hundred that are idle share one signal without a warning', async () => {
    const warnings: unknown[] = [];
    const note = (warning: unknown): void => void warnings.push(warning);
    process.on('warning', note);
    const shop = createShopEngine();
    const controller = new AbortController();
    const opened = await Promise.all(Array.from({ length: 200 }, () => open(shop, 'subscription { stuck { id } }', { context: createRequestContext({ cancellation: cancellationOf(controller.signal) }) })));
    await Promise.all(opened.map((stream) => stream.next()));
    const waiting = opened.map((stream) => stream.next());
    const aborted = once(controller.signal, 'abort');
    controller.abort();
    await aborted;
    expect((await Promise.all(waiting)).every(({ done }) => done)).toBe(true);
    expect(await openSubscriptions(shop)).toBe(0);
    await nextTurn();
    process.off('warning', note);
    expect(warnings).toStrictEqual([]);
  });
});
