import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { ask, prepared, refusals } from './fixture/ask.ts';
import { createShopEngine, signedIn } from './fixture/shop.ts';
import { defaultLimits } from './index.ts';

const { engine } = createShopEngine();

const codes = async (query: string, operationName?: string): Promise<unknown[]> => {
  const preparation = await engine.prepare({ query, ...(operationName !== undefined && { operationName }) });
  return preparation.kind === 'refused' ? [...new Set(preparation.errors.map(({ extensions }) => extensions['code']))] : ['ready'];
};
const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ');

describe('documents', () => {
  test.each([
    ['nothing', '', 'GRAPHQL_PARSE_FAILED'],
    ['no GraphQL', 'SELECT 1', 'GRAPHQL_PARSE_FAILED'],
    ['a half document', '{ me {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a cycle of fragments', '{ me { ...A } } fragment A on User { friends { ...B } } fragment B on User { friends { ...A } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a fragment of itself', '{ me { ...A } } fragment A on User { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown fragment', '{ me { ...Nope } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a schema', 'type Query { me: Int }', 'OPERATION_RESOLUTION_FAILURE'],
    ['two operations without a name', 'query A { me { id } } query B { me { id } }', 'OPERATION_RESOLUTION_FAILURE'],
    ['a variable that would be the prototype of the others', 'query($__proto__: JSON) { json(value: $__proto__) }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable that every object has', 'query($toString: String) { me { echo(text: $toString) } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable that federation has for itself', 'query($representations: JSON) { json(value: $representations) }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an entity fetch', '{ _entities(representations: []) { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an internal field', '{ internalUsers { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an inaccessible field', '{ me { secret } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an internal enum value', '{ filtered(filter: { role: ROOT }) }', 'GRAPHQL_VALIDATION_FAILED'],
    ['braces without end', '{a'.repeat(50_000), 'QUERY_TOO_COMPLEX'],
    ['lists without end', `{ json(value: ${'['.repeat(50_000)}`, 'QUERY_TOO_COMPLEX'],
    ['lists as deep as tokens allow', `{ json(value: ${'['.repeat(2_400)}${']'.repeat(2_400)}) }`, 'QUERY_TOO_COMPLEX'],
    ['lists for which a planner would take years', `{ json(value: ${'['.repeat(40)}${']'.repeat(40)}) }`, 'QUERY_TOO_COMPLEX'],
    ['such lists in a directive', `{ me @include(if: ${'['.repeat(40)}${']'.repeat(40)}) { id } }`, 'QUERY_TOO_COMPLEX'],
    ['such lists in a default', `query ($value: JSON = ${'['.repeat(40)}${']'.repeat(40)}) { json(value: $value) }`, 'QUERY_TOO_COMPLEX'],
    ['too many tokens', `{ me { ${'id '.repeat(defaultLimits.tokens)} } }`, 'QUERY_TOO_COMPLEX'],
    ['too much depth', `{ me ${'{ friends '.repeat(defaultLimits.depth)} { id } ${'}'.repeat(defaultLimits.depth)} }`, 'QUERY_TOO_COMPLEX'],
    ['too many aliases', `{ ${times(25, (index) => `a${index}: me { b: id c${index}: name }`)} }`, 'QUERY_TOO_COMPLEX'],
    ['too many repeated fields', `{ me { ${'id '.repeat(500)} } }`, 'QUERY_TOO_COMPLEX'],
    ['too many root fields in fragments', `{ ...A ...B } fragment A on Query { ${times(20, (index) => `a${index}: __typename`)} } fragment B on Query { ${times(20, (index) => `b${index}: __typename`)} }`, 'QUERY_TOO_COMPLEX'],
    ['fragments that double each other', `{ me { ...F0 } } ${times(40, (index) => `fragment F${index} on User { ...F${index + 1} ...F${index + 1} }`)} fragment F40 on User { id }`, 'QUERY_TOO_COMPLEX'],
    ['fragments that double each other, with fields', `{ me { ...F0 } } ${times(12, (index) => `fragment F${index} on User { friends { ...F${index + 1} ...F${index + 1} } }`)} fragment F12 on User { id }`, 'QUERY_TOO_COMPLEX'],
  ])('%s: refused', async (_, query, code) => {
    expect(await codes(query)).toStrictEqual([code]);
  });

  test('an operation is chosen by its name, and only by that', async () => {
    const query = 'query A { me { id } } mutation B { tick } query constructor { me { id } }';
    expect(await codes(query, 'A')).toStrictEqual(['ready']);
    expect(await codes(query, 'constructor')).toStrictEqual(['ready']);
    expect(await engine.prepare({ query, operationName: 'B' })).toMatchObject({ kind: 'ready', operation: 'mutation' });
    expect(await codes(query, 'toString')).toStrictEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(await codes(query, '__proto__')).toStrictEqual(['OPERATION_RESOLUTION_FAILURE']);
  });

  test('a refusal says where', async () => {
    const preparation = await engine.prepare({ query: '{\n  nope\n}' });
    expect(JSON.parse(JSON.stringify(preparation))).toMatchObject({ errors: [{ locations: [{ line: 2, column: 3 }] }] });
  });

  test('what tools send is within the limits', async () => {
    const introspection = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true, schemaDescription: true, specifiedByUrl: true });
    expect(await codes(introspection)).toStrictEqual(['ready']);
    expect(await codes(introspection.replace('__schema', 'me { ...Name } __schema') + ' fragment Name on User { name }')).toStrictEqual(['ready']);
  });

  test('each of the worst that the limits let through is prepared in reasonable time', async () => {
    const start = performance.now();
    await codes(`{ me { ${times(49, (index) => `a${index}: reviews { product { name reviews { author { mood name } } } }`)} } }`);
    await codes(`{ me { ${times(450, (index) => `...F${index}`)} } } ${times(450, (index) => `fragment F${index} on User { id name }`)}`);
    await codes(`{ json(value: ${'['.repeat(defaultLimits.literalDepth)}${'1 '.repeat(4_000)}${']'.repeat(defaultLimits.literalDepth)}) }`);
    await codes(`query(${times(12, (index) => `$x${index}: Boolean!`)}) { me { ${times(12, (index) => `reviews @include(if: $x${index}) { id product @skip(if: $x${(index + 5) % 12}) { name inStock } }`)} } }`);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('aliases', () => {
  test('cannot pass for the key of an entity', async () => {
    const { data } = await ask(engine, '{ latestReviews(first: 1) { author { id: username name: whoami mood } } me { id: echo(text: "u7") reviews { author { id } } } }');
    expect(data).toStrictEqual({ latestReviews: [{ author: { id: '@u0', name: null, mood: 'good' } }], me: { id: 'u7', reviews: [{ author: { id: 'u0' } }, { author: { id: 'u0' } }, { author: { id: 'u0' } }] } });
  });

  test('cannot pass for what a field requires', async () => {
    const { data } = await ask(engine, '{ topProducts(first: 1) { upc: name price: name weight size: inStock shippingEstimate area reviews(first: 1) { id } } }');
    expect(data).toStrictEqual({ topProducts: [{ upc: 'Product "0"', price: 'Product "0"', weight: 1, size: false, shippingEstimate: 1_010, area: 2, reviews: [{ id: 'r0' }] }] });
  });

  test('cannot pass for the type of an object', async () => {
    const { data } = await ask(engine, '{ node(id: "u1") { ... on User { __typename: name mood } } search { ... on Team { __typename: title } } _entities: build { version } }');
    expect(data).toStrictEqual({ node: { __typename: 'User 1', mood: 'good' }, search: [{}, { __typename: 'Team one' }, {}], _entities: { version: '1' } });
  });

  test('that look like what the engine makes of others are kept apart', async () => {
    const { data } = await ask(engine, '{ me { a: id a_c: name a_cc: username toString: role toString_c: whoami } }');
    expect(data).toMatchObject({ me: { a: 'u0', a_c: 'User 0', a_cc: '@u0', toString: 'READER', toString_c: null } });
  });
});

describe('variables', () => {
  test('sent as a prototype are nobody\'s', async () => {
    const query = 'query($value: JSON, $text: String) { json(value: $value) me { echo(text: $text) } }';
    const answer = await ask(engine, query, { variables: JSON.parse('{"__proto__":{"text":"x"},"value":{"__proto__":{"polluted":true}}}') });
    expect(JSON.stringify(answer.data)).toBe('{"json":{"__proto__":{"polluted":true}},"me":{"echo":"none"}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('of a wrong shape are refused with few words', async () => {
    const query = 'query($filters: Filter!) { filtered(filter: $filters) }';
    for (const filters of ['x', 7, [], [[]], { nope: 1 }, { limit: 1e20 }, { limit: '5' }, { names: [1] }, { __proto__: null, constructor: 1 }]) {
      const answer = await ask(engine, query, { variables: { filters } });
      expect(answer.data).toBeUndefined();
      expect(new Set(refusals(answer).map(String))).toStrictEqual(new Set([',BAD_USER_INPUT']));
    }
    const many = await ask(engine, query, { variables: { filters: { names: Array.from({ length: 1_000 }, () => 1) } } });
    expect(many.errors?.length).toBeLessThanOrEqual(21);
  });

  test('as deep as JSON allows are answered, not a fault', async () => {
    let filters: unknown = { limit: 1 };
    for (let depth = 0; depth < 2_000; depth++) filters = { nested: filters };
    const answer = await ask(engine, 'query($filters: Filter!) { filtered(filter: $filters) }', { variables: { filters } });
    expect(JSON.stringify(answer)).toContain('nested');
  });

  test('of a hundred thousand numbers pass', async () => {
    const value = Array.from({ length: 100_000 }, (_, index) => index);
    expect((await ask(engine, 'query($value: JSON) { json(value: $value) }', { variables: { value } })).data).toStrictEqual({ json: value });
  });
});

describe('known documents', () => {
  test('are kept by text and operation name, which cannot run into each other', async () => {
    const small = createShopEngine({ cacheSize: 2 }).engine;
    const query = 'query A { me { id } } query B { me { name } }';
    expect(small.isPrepared({ query, operationName: 'A' })).toBe(false);
    const first = await small.prepare({ query, operationName: 'A' });
    expect(await small.prepare({ query, operationName: 'A' })).toBe(first);
    expect(small.isPrepared({ query, operationName: 'A' })).toBe(true);
    expect(small.isPrepared({ query, operationName: 'B' })).toBe(false);
    expect(small.isPrepared({ query: `1:A${query}` })).toBe(false);
    await small.prepare({ query: '{ me { id } }' });
    await small.prepare({ query: '{ me { name } }' });
    expect(small.isPrepared({ query, operationName: 'A' })).toBe(true);
    expect(small.isPrepared({ query: '{ me { id } }' })).toBe(false);
    expect(small.isPrepared({ query: '{ me { name } }' })).toBe(true);
  });

  test('are counted as hits and misses, operations by their result, fetches by their time', async () => {
    const { engine: counted, metrics } = createShopEngine();
    for (let run = 0; run < 3; run++) await ask(counted, '{ me { id fails } }');
    await prepared(counted, 'mutation { tick }');
    await ask(counted, 'query($n: Int!) { users(first: $n) { id } }');
    const text = await metrics.metrics();
    expect(text).toContain('graph_prepare_total{cache="hit"} 2');
    expect(text).toContain('graph_prepare_total{cache="miss"} 3');
    expect(text).toContain('graph_operations_total{kind="query",result="partial"} 12');
    expect(text).toContain('graph_operations_total{kind="query",result="refused"} 4');
    expect(text).toContain('graph_fetch_seconds_count{subgraph="users"} 12');
  });

  test('of an engine that takes over the registry of another are counted on', async () => {
    const { metrics, supergraphSdl } = createShopEngine();
    expect(() => createShopEngine({ metrics })).not.toThrow();
    expect(supergraphSdl).toContain('join__graph');
  });
});

test('a caller without words for its context is anonymous', async () => {
  expect((await ask(engine, '{ me { whoami } }', { context: createRequestContext() })).data).toStrictEqual({ me: { whoami: null } });
  expect((await ask(engine, '{ me { whoami } }', { context: signedIn() })).data).toStrictEqual({ me: { whoami: 'cds:1' } });
});
