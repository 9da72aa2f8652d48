import { expect, test } from 'vitest';
import { ask } from './fixture/ask.ts';
import { createShopEngine } from './fixture/shop.ts';

const { engine } = createShopEngine();

test.each([
  ['one implementation', '{ media { ... on Film { __typename ratings } } }', [{}, { __typename: 'Film', ratings: 2 }]],
  ['each implementation', '{ media { __typename ... on Book { pages ratings __typename } ... on Film { __typename ratings minutes } } }', [{ __typename: 'Book', pages: 3, ratings: 2 }, { __typename: 'Film', ratings: 2, minutes: 90 }]],
  ['the interface', '{ media { __typename ratings title } }', [{ __typename: 'Book', ratings: 2, title: 'B' }, { __typename: 'Film', ratings: 2, title: 'F' }]],
])('a type stays known after a fetch from where its interface is one object, asked on %s', async (_, query, media) => {
  expect(await ask(engine, query)).toStrictEqual({ data: { media } });
});
