import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { ask, prepared, refusals } from '../fixture/ask.ts';
import { createShopEngine, signedIn, type ShopEngine } from '../fixture/shop.ts';
import type { Preparation } from '../index.ts';

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** The planner takes twice as long for each list around another. */
const nestedLists = (depth: number, index = 0): string => `{ a${index}: json(value: ${'['.repeat(depth)}${']'.repeat(depth)}) }`;

const codesOf = (preparation: Preparation): unknown[] => (preparation.kind === 'ready' ? ['ready'] : preparation.errors.map(({ extensions }) => extensions['code']));

const killed = async ({ metrics }: ShopEngine): Promise<number> => Number(/^graph_planning_killed_total (\d+)$/mu.exec(await metrics.metrics())?.[1] ?? 0);

/** The threads of this process. */
function threads(): number {
  const report: unknown = process.report.getReport();
  return typeof report === 'object' && report !== null && 'workers' in report && Array.isArray(report.workers) ? report.workers.length : Number.NaN;
}

describe('documents that are planned in a thread of their own', () => {
  const { engine } = createShopEngine({ planning: {} });
  const here = createShopEngine().engine;
  afterAll(() => engine.close());

  test('are answered like others, and at once when they are known', async () => {
    const query = '{ topProducts(first: 3) { upc name shippingEstimate reviews { id author { name mood } } } __type(name: "User") { name } }';
    expect(engine.prepare({ query })).toBeInstanceOf(Promise);
    expect((await ask(engine, query)).data).toStrictEqual((await ask(here, query)).data);
    expect(engine.prepare({ query })).not.toBeInstanceOf(Promise);
  });

  test('are refused with the same words and places', async () => {
    for (const query of ['{\n  nope\n}', '{ me {', '', 'query A { me { id } } query B { me { id } }', nestedLists(40), `{ ${times(60, (index) => `a${index}: me { id }`)} }`]) {
      expect(JSON.parse(JSON.stringify(await engine.prepare({ query })))).toStrictEqual(JSON.parse(JSON.stringify(await here.prepare({ query }))));
    }
  });

  test('that are the same are planned once', async () => {
    const query = '{ me { id name username } }';
    const [one, other] = await Promise.all([engine.prepare({ query }), engine.prepare({ query })]);
    expect(one).toBe(other);
  });

  test('are read once more when they are asked for again, and kept as that from then on', async () => {
    const query = '{ me { id again: name } }';
    const first = await engine.prepare({ query });
    const second = engine.prepare({ query });
    const third = engine.prepare({ query });
    expect(second).not.toBeInstanceOf(Promise);
    expect(second).not.toBe(first);
    expect(third).toBe(second);
    expect((await ask(engine, query)).data).toStrictEqual((await ask(here, query)).data);
  });

  test('are kept as they are when they are subscriptions, whose readers share them', async () => {
    const query = 'subscription { reviewAdded(count: 1) { id } }';
    expect(engine.prepare({ query })).toBeInstanceOf(Promise);
    const first = await engine.prepare({ query });
    expect(engine.prepare({ query })).toBe(first);
  });

  test('lose what their reader may not see, and are then known in that form too', async () => {
    const { prepared: operation } = await prepared(engine, '{ me { id email } }');
    const first = operation.executeToJson(null, createRequestContext());
    expect(first).toBeInstanceOf(Promise);
    expect(JSON.parse(await first)).toMatchObject({ data: { me: { id: 'u0', email: null } }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(operation.executeToJson(null, createRequestContext())).toBeTypeOf('string');
    expect(refusals(await ask(engine, '{ me { id email } }', { context: signedIn() }))).toStrictEqual([]);
  });

  test('that are longer than the bound are refused before anything', () => {
    expect(engine.prepare({ query: `{ me { id } } # ${'x'.repeat(200_000)}` })).toMatchObject({ kind: 'refused', errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
  });
});

describe('a flood of new documents', () => {
  test('leaves known ones answered, and stops those that hold the thread', async () => {
    const before = threads();
    const shop = createShopEngine({ planning: { deadlineMs: 1_500 }, limits: { aliases: 10_000, fields: 100_000, literalDepth: 100, depth: 100, rootFields: 1_000 } });
    const { engine } = shop;
    const warm = await prepared(engine, '{ topProducts(first: 3) { upc reviews { id author { name } } } }');
    const hostile = [
      nestedLists(40),
      `{ me ${'{ friends '.repeat(60)} { id } ${'}'.repeat(60)} }`,
      `{ me { ${times(200, (index) => `a${index}: reviews { product { name reviews { author { mood } } } }`)} } }`,
      `{ me { ...F0 } } ${times(40, (index) => `fragment F${index} on User { ...F${index + 1} ...F${index + 1} }`)} fragment F40 on User { id }`,
      nestedLists(41),
    ];
    const unique = Array.from({ length: 20 }, (_, index) => `{ me { a${index}: id name } }`);
    const under = { way: true };
    const flood = Promise.all([...hostile, ...unique].map(async (query) => engine.prepare({ query }))).finally(() => {
      under.way = false;
    });

    let answered = 0;
    while (under.way) {
      await nextTurn();
      if ((await warm.prepared.executeToJson(null, createRequestContext())).startsWith('{"data":{"topProducts":[{')) answered += 1;
    }
    const codes = (await flood).map(codesOf);
    expect(answered).toBeGreaterThan(50);
    expect([codes[0], codes[4]]).toStrictEqual([['QUERY_TOO_COMPLEX'], ['QUERY_TOO_COMPLEX']]);
    expect(codes.slice(hostile.length)).toStrictEqual(unique.map(() => ['ready']));
    expect(await killed(shop)).toBeGreaterThanOrEqual(2);

    const again = engine.prepare({ query: nestedLists(40) });
    expect(again).toMatchObject({ kind: 'refused', errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
    expect(threads() - before).toBe(1);
    engine.close();
    await expect.poll(threads).toBe(before);
  });

  test('ends the thread when one of them takes more memory than there is, and is planned in another', async () => {
    const shop = createShopEngine({ planning: { deadlineMs: 50_000, memoryMb: 48 }, limits: { tokens: 100_000, aliases: 10_000, fields: 100_000 } });
    const wide = `{ me { ${times(2_500, (index) => `a${index}: reviews { product { name reviews { author { mood } } } }`)} } }`;
    expect(codesOf(await shop.engine.prepare({ query: wide }))).toStrictEqual(['QUERY_TOO_COMPLEX']);
    expect(await killed(shop)).toBe(1);
    expect(codesOf(await shop.engine.prepare({ query: '{ me { id } }' }))).toStrictEqual(['ready']);
    shop.engine.close();
  });

  test('that is longer than the queue is sent away for a moment, not for good', async () => {
    const { engine } = createShopEngine({ planning: { queue: 2 } });
    const queries = Array.from({ length: 6 }, (_, index) => `{ me { a${index}: id } }`);
    const preparations = await Promise.all(queries.map(async (query) => engine.prepare({ query })));
    expect(preparations.map(codesOf)).toStrictEqual([['ready'], ['ready'], ['ready'], ['UNAVAILABLE'], ['UNAVAILABLE'], ['UNAVAILABLE']]);
    expect(preparations[5]).toMatchObject({ errors: [{ extensions: { details: { retryAfterSeconds: 1 } } }] });
    expect(codesOf(await engine.prepare({ query: queries[5] ?? '' }))).toStrictEqual(['ready']);
    engine.close();
  });
});
