import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRequestContext, type RequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import { signedIn } from '../fixture/shop.ts';
import { createLibrary, type Library } from './fixture/library.ts';
import { createMemoryStore } from './memory-store.ts';
import type { ResponseStore } from './response-store.ts';

const anonymous = createRequestContext();

interface Asked {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly context?: RequestContext;
}

async function ask(library: Library, query: string, { variables = {}, context = anonymous }: Asked = {}): Promise<GraphOutcome<Record<string, unknown>>> {
  const preparation = await library.engine.prepare({ query });
  if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await preparation.prepared.executeToJson(variables, context)));
}

/** True when the second of two equal requests is answered without asking a subgraph. */
async function isKept(library: Library, query: string, asked: Asked = {}): Promise<boolean> {
  await ask(library, query, asked);
  const before = library.asked();
  await ask(library, query, asked);
  return library.asked() === before;
}

let now = 1_000_000;
let library: Library;
let store: ResponseStore;
beforeEach(() => {
  store = createMemoryStore({ maxBytes: 1_000_000, clock: { now: () => now } });
  library = createLibrary(store);
});

describe('an answer is kept', () => {
  test.each([
    ['its type says so', '{ book(id: "1") { id title pages } }', true],
    ['its field says so', '{ books { id } }', true],
    ['a leaf of the root says so', '{ countKept }', true],
    ['an object inherits', '{ book(id: "1") { id shelf { name } } }', true],
    ['a field of an interface says so wherever it may stand', '{ work { title pages } }', true],
    ['parts come from several subgraphs', '{ book(id: "1") { id stars } }', true],
    ['nothing says so', '{ unhinted { name } }', false],
    ['a leaf of the root says nothing', '{ count }', false],
    ['one of two roots says nothing', '{ book(id: "1") { id } now }', false],
    ['an object below says nothing', '{ book(id: "1") { id author { name } } }', false],
    ['the field says never', '{ never { id } }', false],
    ['part of it may be left out, which says nothing', 'query($no: Boolean = false) { book(id: "1") { id } unhinted @include(if: $no) { name } }', false],
    ['it asks about the schema as well', '{ book(id: "1") { id } __schema { queryType { name } } }', false],
    ['a tag cannot be told', '{ book(id: "1") { title } }', false],
    ['a tag is told under another name', '{ book(id: "1") { key: id title } }', true],
    ['the argument of a tag is missing', '{ books { id } shelfOf { name } }', false],
  ])('when %s: %s → %s', async (_, query, kept) => {
    // Without a shelf the tag of `books` cannot be told.
    expect(await isKept(library, query.replace('{ books {', '{ books(shelf: "s") {'))).toBe(kept);
  });

  test('only by who hints: without a store nothing is', async () => {
    expect(await isKept(createLibrary(null), '{ countKept }')).toBe(false);
  });

  test('as long as the shortest of its fields says', async () => {
    for (const [query, seconds] of [['{ book(id: "1") { id title } }', 60], ['{ book(id: "1") { id note } }', 5], ['{ book(id: "1") { id stars } countKept }', 10], ['{ work { pages } }', 7]] as const) {
      expect(await isKept(library, query)).toBe(true);
      now += seconds * 1_000 - 1;
      expect(await isKept(library, query)).toBe(true);
      const before = library.asked();
      now += 1;
      await ask(library, query);
      expect(library.asked()).toBeGreaterThan(before);
    }
  });

  test('in both forms, each from what the other made', async () => {
    const { prepared } = await ready('query($id: ID!) { book(id: $id) { id title } }');
    expect(await prepared.execute({ id: '1' }, anonymous)).toStrictEqual({ data: { book: { id: '1', title: 'One' } } });
    expect(await prepared.executeToJson({ id: '1' }, anonymous)).toBe('{"data":{"book":{"id":"1","title":"One"}}}');
    expect(await prepared.execute({ id: '1' }, anonymous)).toStrictEqual({ data: { book: { id: '1', title: 'One' } } });
    expect(library.asked()).toBe(1);
  });

  test('at once, when the subgraph answers at once', async () => {
    const { prepared } = await ready('{ countKept }');
    expect([prepared.executeToJson({}, anonymous), prepared.executeToJson({}, anonymous)]).toStrictEqual(['{"data":{"countKept":1}}', '{"data":{"countKept":1}}']);
  });

  test('by variables, and by text: not under another operation', async () => {
    const query = 'query($id: ID!) { book(id: $id) { id title } }';
    expect((await ask(library, query, { variables: { id: '1' } })).data).toStrictEqual({ book: { id: '1', title: 'One' } });
    expect((await ask(library, query, { variables: { id: '2' } })).data).toStrictEqual({ book: { id: '2', title: 'Two' } });
    expect((await ask(library, '{ book(id: "1") { id pages } }')).data).toStrictEqual({ book: { id: '1', pages: 3 } });
  });

  test('for everybody, unless a part is private: then for one principal with the same scopes', async () => {
    const shared = '{ book(id: "1") { id } }';
    await ask(library, shared);
    await ask(library, shared, { context: signedIn('llm') });
    expect(library.asked()).toBe(1);
    const mine = '{ book(id: "1") { id mine } }';
    expect((await ask(library, mine)).data).toStrictEqual({ book: { id: '1', mine: 'nobody' } });
    expect((await ask(library, mine, { context: signedIn() })).data).toStrictEqual({ book: { id: '1', mine: 'cds:1' } });
    const asked = library.asked();
    await ask(library, mine, { context: signedIn() });
    expect(library.asked()).toBe(asked);
    await ask(library, mine, { context: signedIn('llm') });
    expect(library.asked()).toBe(asked + 1);
  });

  test('never with errors, nor with what somebody may not see', async () => {
    expect(await isKept(library, '{ book(id: "1") { id failing } }')).toBe(false);
    const query = '{ book(id: "1") { id secret } }';
    expect(await isKept(library, query)).toBe(false);
    expect(await isKept(library, query, { context: signedIn() })).toBe(true);
    expect((await ask(library, query)).data).toStrictEqual({ book: { id: '1', secret: null } });
  });

  test('and counted', async () => {
    await isKept(library, '{ countKept }');
    await isKept(library, '{ count }');
    const text = await library.metrics.metrics();
    expect(text).toContain('graph_response_cache_total{outcome="miss"} 1');
    expect(text).toContain('graph_response_cache_total{outcome="hit"} 1');
  });
});

describe('a mutation', () => {
  const one = '{ book(id: "1") { id title } }';

  test('makes the answers outdated whose tags it names, with its arguments, and no others', async () => {
    await ask(library, one);
    await ask(library, '{ book(id: "2") { id title } }');
    await ask(library, 'mutation { rename(input: { id: "1", title: "Uno" }) { title } }');
    expect((await ask(library, one)).data).toStrictEqual({ book: { id: '1', title: 'Uno' } });
    expect(library.asked()).toBe(3);
    await ask(library, '{ book(id: "2") { id title } }');
    expect(library.asked()).toBe(3);
  });

  test('reaches an answer by any of its objects and fields', async () => {
    const list = '{ books(shelf: "top") { id title } }';
    await ask(library, list);
    await ask(library, 'mutation($input: BookInput!) { ...Renaming } fragment Renaming on Mutation { rename(input: $input) { id } }', { variables: { input: { id: '2', title: 'Dos' } } });
    expect((await ask(library, list)).data).toStrictEqual({ books: [{ id: '1', title: 'One' }, { id: '2', title: 'Dos' }] });
    await ask(library, 'mutation { add(id: "3") { id } }');
    expect((await ask(library, list)).data).toMatchObject({ books: [{}, {}, { id: '3' }] });
  });

  test('does so as well when it fails, and not for what it leaves out', async () => {
    await ask(library, one);
    await ask(library, 'mutation($no: Boolean = false) { touch add(id: "1") @include(if: $no) { id } fail(id: "1") { id } }');
    expect((await ask(library, one)).data).toStrictEqual({ book: { id: '1', title: 'Half done' } });
  });

  test('does so as well when it answers in parts', async () => {
    await ask(library, one);
    const { prepared } = await ready('mutation { rename(input: { id: "1", title: "Uno" }) { id ... @defer { stars } } }');
    const parts = [];
    for await (const part of await prepared.subscribe({}, anonymous)) parts.push(part);
    expect(parts.length).toBeGreaterThan(1);
    expect((await ask(library, one)).data).toStrictEqual({ book: { id: '1', title: 'Uno' } });
  });

  test('keeps out what was begun before it and ends after it', async () => {
    let open: () => void = () => undefined;
    library.hold = () => new Promise((resolve) => (open = resolve));
    const slow = ask(library, one);
    await new Promise(setImmediate);
    library.hold = () => undefined;
    await ask(library, 'mutation { rename(input: { id: "1", title: "Uno" }) { id } }');
    open();
    expect((await slow).data).toStrictEqual({ book: { id: '1', title: 'One' } });
    expect((await ask(library, one)).data).toStrictEqual({ book: { id: '1', title: 'Uno' } });
  });
});

describe('the store in memory', () => {
  const write = (key: string, text: string, tags: readonly string[] = []): void => store.write({ key, text, tags, maxAge: 100, since: 1e9 });

  test('says how old an answer is', async () => {
    write('a', 'x');
    now += 3_999;
    expect(await store.read('a')).toStrictEqual({ kind: 'hit', text: 'x', age: 3 });
  });

  test('forgets what was not asked for the longest, by bytes', async () => {
    for (let index = 0; index < 100; index++) {
      write(String(index), 'x'.repeat(20_000));
      await store.read('0');
    }
    expect((await store.read('0')).kind).toBe('hit');
    expect((await store.read('1')).kind).toBe('miss');
    expect((await store.read('99')).kind).toBe('hit');
    write('huge', 'x'.repeat(200_000));
    expect((await store.read('huge')).kind).toBe('miss');
  });

  test('remembers many invalidations, and takes the others for granted', async () => {
    const recall = await store.read('k');
    if (recall.kind !== 'miss') throw new Error('a hit');
    await store.invalidate(['early']);
    for (let index = 0; index < 10_001; index++) await store.invalidate([`tag ${index}`]);
    store.write({ key: 'k', text: 'x', tags: ['early'], maxAge: 100, since: recall.since });
    expect((await store.read('k')).kind).toBe('miss');
  });
});

async function ready(query: string) {
  const preparation = await library.engine.prepare({ query });
  if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
  return preparation;
}
