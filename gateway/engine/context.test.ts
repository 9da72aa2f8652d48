import { print } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { SubgraphLink } from '../subgraph-links/index.ts';
import { ask } from './fixture/ask.ts';
import { customerGraph } from './fixture/customers.ts';
import { createShopEngine } from './fixture/shop.ts';

const { engine } = createShopEngine({ shop: customerGraph.subgraphs() });

describe('arguments from the context', () => {
  test('differ between entities in a list', async () => {
    expect((await ask(engine, '{ customers { id baskets { id total } } }')).data).toStrictEqual({
      customers: [
        { id: 'ann', baskets: [{ id: 'ann-1', total: 'ann-1 in EUR' }, { id: 'shared', total: 'shared in EUR' }] },
        { id: 'bob', baskets: [{ id: 'bob-1', total: 'bob-1 in USD' }, { id: 'shared', total: 'shared in USD' }] },
        { id: 'cy', baskets: [{ id: 'cy-1', total: 'cy-1 in EUR' }, { id: 'shared', total: 'shared in EUR' }] },
      ],
    });
  });

  test('stand beside arguments of the client, several objects further down', async () => {
    const { data } = await ask(engine, 'query($count: Int!) { customers { baskets { items { price three: price(count: $count) } } } }', { variables: { count: 3 } });
    expect(data).toMatchObject({ customers: [{ baskets: [{ items: [{ price: 'pen in EUR', three: '3 pen in EUR' }, {}] }, {}] }, { baskets: [{ items: [{ price: 'pen in USD', three: '3 pen in USD' }, {}] }, {}] }, {}] });
  });

  test.each([['ann', 'ann-1 in EUR'], ['gus', 'gus-1 in CHF'], ['gil', 'gil-1 in nothing']])('come from whatever type is above: %s', async (id, total) => {
    const { data } = await ask(engine, 'query($id: ID!) { someone(id: $id) { ... on Customer { baskets { total } } ... on Guest { baskets { total } } } }', { variables: { id } });
    expect(data).toMatchObject({ someone: { baskets: expect.arrayContaining([{ total }]) } });
  });

  test('may be several, from paths into objects and through nulls', async () => {
    const { data } = await ask(engine, '{ customers { baskets { items { price fee } } } }');
    expect(data).toMatchObject({ customers: [
      { baskets: [{ items: [{ price: 'pen in EUR', fee: 'AT' }, { price: 'ink in EUR', fee: 'AT' }] }, {}] },
      { baskets: [{ items: [{ price: 'pen in USD', fee: 'none' }, {}] }, {}] },
      { baskets: [{ items: [{ price: 'pen in EUR', fee: 'DE' }, {}] }, {}] },
    ] });
  });

  test('differ between the places of one entity that another subgraph was asked for once', async () => {
    const { data } = await ask(engine, '{ customers { id baskets { items { maker { name discount } } } } }');
    const maker = (currency: string): object => ({ maker: { name: 'MAKER OF PEN', discount: `maker of pen in ${currency}` } });
    expect(data).toMatchObject({ customers: ['EUR', 'USD', 'EUR'].map((currency) => ({ baskets: [{ items: [maker(currency), {}] }, { items: [maker(currency)] }] })) });
  });

  test('are read from the data, whatever the client calls its fields', async () => {
    const { data } = await ask(engine, '{ customers { currency: id baskets { total: id sum: total } } }');
    expect(data).toMatchObject({ customers: [{ currency: 'ann', baskets: [{ total: 'ann-1', sum: 'ann-1 in EUR' }, {}] }, {}, {}] });
  });

  test('leave each error at its place, through lists in lists', async () => {
    const { errors } = await ask(engine, '{ customers { grid { sku price } } }');
    expect(errors).toMatchObject([{ path: ['customers', 1, 'grid', 0, 1, 'price'], extensions: { code: 'INTERNAL' } }]);
  });

  test('cost one fetch for each set of values, not for each entity', async () => {
    const sent: unknown[] = [];
    const wrap = (link: SubgraphLink): SubgraphLink => ({
      ...link,
      compile(operation) {
        const run = link.compile(operation);
        return (variables, scope) => {
          if (print(operation.document).includes('total')) sent.push(variables);
          return run(variables, scope);
        };
      },
    });
    const watched = createShopEngine({ shop: customerGraph.subgraphs(), wrap });
    await ask(watched.engine, '{ customers { baskets { total } } }');
    expect(sent.slice(0, 2)).toMatchObject([{ representations: [{ id: 'ann' }, { id: 'cy' }] }, { representations: [{ id: 'bob' }] }]);
  });

  test('cannot be given by a client', async () => {
    const query = 'query($contextualArgument_1_0: String) { customers { baskets { total } } someone(id: $contextualArgument_1_0) { id } }';
    expect(await engine.prepare({ query })).toMatchObject({ kind: 'refused', errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    expect(await engine.prepare({ query: '{ customers { baskets { total(currency: "XXX") } } }' })).toMatchObject({ kind: 'refused' });
  });
});
