import { describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { ask, prepared } from '../fixture/ask.ts';
import { createShopEngine } from '../fixture/shop.ts';

const shop = createShopEngine();

describe('documents with @defer', () => {
  test.each([
    ['a label that is a variable', 'query($l: String) { me { ... @defer(label: $l) { id } } }', 'must be written out'],
    ['a label twice', '{ me { ... @defer(label: "a") { id } ... @defer(label: "a") { name } } }', 'is used twice'],
    ['the root of a mutation', 'mutation { ... @defer { tick } }', 'The root of a mutation'],
    ['the root of a mutation by a fragment', 'mutation { ...F @defer } fragment F on Mutation { tick }', 'The root of a mutation'],
    ['a subscription', 'subscription { reviewAdded { id ... @defer { body } } }', 'A subscription cannot be deferred'],
    ['a subscription by a fragment', 'subscription { reviewAdded { ...F } } fragment F on Review { id ... @defer { body } }', 'A subscription cannot be deferred'],
    ['a field', '{ me @defer { id } }', 'may not be used on'],
    ['@stream', '{ users @stream { id } }', 'Unknown directive'],
  ])('are refused for %s', async (_, query, message) => {
    const preparation = await shop.engine.prepare({ query });
    expect(preparation).toMatchObject({ kind: 'refused', errors: [{ message: expect.stringContaining(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  test('may say in a subscription that they do not defer', async () => {
    const { prepared: run } = await prepared(shop.engine, 'subscription { reviewAdded(count: 1) { id ... @defer(if: false, label: "no") { body } } }');
    const stream = await run.subscribe(null, createRequestContext());
    expect((await stream.next()).value).toMatchObject({ data: { reviewAdded: { id: 'r0', body: expect.any(String) } } });
    await stream.return?.();
  });

  test('show the directive to introspection', async () => {
    const { data } = await ask(shop.engine, '{ __schema { directives { name locations } } }');
    expect(data).toMatchObject({ __schema: { directives: expect.arrayContaining([{ name: 'defer', locations: ['FRAGMENT_SPREAD', 'INLINE_FRAGMENT'] }]) } });
  });
});
