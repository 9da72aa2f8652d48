import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createRequestContext, type RequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import type { Principal } from '#kernel/principal';
import { bindResolvers, type Subgraph } from '#kernel/subgraph';
import { ask as askEngine, refusals, type Answer } from '../fixture/ask.ts';
import { createShopEngine, signedIn } from '../fixture/shop.ts';
import type { GraphEngine } from '../index.ts';
import type { Policies } from './policies.ts';

const imports = '["@key", "@authenticated", "@requiresScopes", "@policy", "@interfaceObject", "@shareable", "@external", "@requires"]';
const own = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ${imports})
  scalar Money @requiresScopes(scopes: [["admin"]])
  enum Rank @authenticated { LOW HIGH }
  enum Order @requiresScopes(scopes: [["admin"]]) { UP DOWN }
  type Secret @authenticated { text: String! }
  interface Animal { id: ID! name: String }
  type Cat implements Animal { id: ID! name: String @authenticated claws: Int }
  type Dog implements Animal { id: ID! name: String }
  interface Vehicle { wheels: Int }
  type Car implements Vehicle { wheels: Int }
  type Tank implements Vehicle @policy(policies: [["general"]]) { wheels: Int }
  union Found = Dog | Secret
  interface Media @key(fields: "id") { id: ID! title: String }
  type Book implements Media @key(fields: "id") { id: ID! title: String }
  input Filter { order: Order orders: [Order!] below: Filter name: String }
  type Both @authenticated { plain: String admin: String @requiresScopes(scopes: [["admin"]]) }
  type Tick { count: Int! rich: String @policy(policies: [["rich"]]) }
  type Subscription { ticked: Tick richTicked: Tick @policy(policies: [["rich"]]) }
  type Query {
    price: Money
    prices: [[Money!]!]
    rank: Rank!
    secret: Secret
    secrets: [Secret!]!
    animal: Animal
    vehicle: Vehicle
    found: [Found!]!
    media: [Media!]!
    both: Both
    sorted(order: Order, filter: Filter, orders: [Order!]): String
    general: String @policy(policies: [["general"]])
    either: String @policy(policies: [["general", "rich"], ["old"]])
    rich: String @policy(policies: [["rich"]])
    faulty: String @policy(policies: [["faulty"]])
    unknown: String @policy(policies: [["unknown"]])
    scopedPolicy: String @policy(policies: [["rich"]]) @requiresScopes(scopes: [["llm"]])
  }
`;
const other = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ${imports})
  type Media @interfaceObject @key(fields: "id") { id: ID! ratings: Int @authenticated }
  type Query { other: Int }
`;

const roots = {
  price: () => 5, prices: () => [[1], [2, 3]], rank: () => 'LOW', secret: () => ({ text: 'x' }), secrets: () => [{ text: 'y' }], animal: () => ({ __typename: 'Cat', id: '1', name: 'Tom', claws: 18 }),
  vehicle: () => ({ __typename: 'Car', wheels: 4 }), found: () => [{ __typename: 'Dog', id: '2', name: 'Rex' }, { __typename: 'Secret', text: 'z' }], media: () => [{ __typename: 'Book', id: 'm', title: 'T' }],
  both: () => ({ plain: 'p', admin: 'a' }), sorted: () => 'sorted', general: () => 'general', either: () => 'either', rich: () => 'rich', faulty: () => 'faulty', unknown: () => 'unknown', scopedPolicy: () => 'both',
};

const bookOf = ({ id }: { readonly id: string }): object => ({ __typename: 'Book', id, title: 'T' });

async function* ticks(field: string): AsyncGenerator<Record<string, object>> {
  for (let count = 1; count < 10; count++) yield { [field]: { count, rich: 'r' } };
}

const Subscription = { ticked: { subscribe: () => ticks('ticked') }, richTicked: { subscribe: () => ticks('richTicked') } };

const subgraph = (name: string, sdl: string, resolvers: object): Subgraph => ({ name, ...bindResolvers(parse(sdl), resolvers), createContext: (base) => base });

function createEngine(policies: Policies = new Map()): GraphEngine {
  return createShopEngine({ policies, shop: [subgraph('own', own, { Query: roots, Subscription, Book: { __resolveReference: bookOf }, Media: { __resolveReference: bookOf } }), subgraph('other', other, { Media: { __resolveReference: (media: object) => media, ratings: () => 5 }, Query: { other: () => 1 } })] }).engine;
}

const engine = createEngine();
const anonymous = createRequestContext();
const ask = (query: string, context = anonymous, variables = {}): Promise<Answer> => askEngine(engine, query, { context, variables });

describe('a guard', () => {
  test('on a scalar or an enum guards the fields that return it, through lists and non-null', async () => {
    expect(await ask('{ price prices other }', signedIn('llm'))).toMatchObject({ data: { price: null, prices: null, other: 1 }, errors: [{ path: ['price'] }, { path: ['prices'] }] });
    expect(await ask('{ price prices }', signedIn('admin'))).toStrictEqual({ data: { price: 5, prices: [[1], [2, 3]] } });
    const ranked = await ask('{ rank }');
    expect(ranked.data).toBeNull();
    expect(refusals(ranked)).toStrictEqual([['rank', 'UNAUTHENTICATED']]);
    expect((await ask('{ rank }', signedIn())).data).toStrictEqual({ rank: 'LOW' });
  });

  test('on an object guards the fields that return it and all of its own', async () => {
    expect(refusals(await ask('{ secret { text } other }'))).toStrictEqual([['secret', 'UNAUTHENTICATED']]);
    expect((await ask('{ secrets { text } }')).data).toBeNull();
    expect((await ask('{ secret { text } secrets { text } }', signedIn())).errors).toBeUndefined();
  });

  test('on an object and one on its field must both allow', async () => {
    expect(refusals(await ask('{ both { plain admin } }'))).toStrictEqual([['both', 'UNAUTHENTICATED']]);
    expect(await ask('{ both { plain admin } }', signedIn())).toMatchObject({ data: { both: { plain: 'p', admin: null } }, errors: [{ path: ['both', 'admin'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }] });
    expect((await ask('{ both { plain admin } }', signedIn('admin'))).errors).toBeUndefined();
  });

  test('on the field of one implementation guards that field of the interface, and not that of another implementation', async () => {
    expect(refusals(await ask('{ animal { id name } }'))).toStrictEqual([['animal.name', 'UNAUTHENTICATED']]);
    expect(refusals(await ask('{ animal { ... on Cat { name claws } ... on Dog { id } } }'))).toStrictEqual([['animal.name', 'UNAUTHENTICATED']]);
    expect((await ask('{ animal { id ... on Dog { name } } }')).errors).toBeUndefined();
  });

  test('on one implementation guards the interface', async () => {
    expect(refusals(await ask('{ vehicle { wheels } }', signedIn()))).toStrictEqual([['vehicle', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
  });

  test('on the member of a union guards what is selected of that member, and no other', async () => {
    const query = '{ found { __typename ... on Dog { name } ...Told } } fragment Told on Secret { text }';
    const outcome = await ask(query);
    // The text cannot be null, nor can an element of the list.
    expect(outcome.data).toBeNull();
    expect(refusals(outcome)).toStrictEqual([['found.text', 'UNAUTHENTICATED']]);
    expect((await ask('{ found { __typename ... on Dog { name } } }')).data).toStrictEqual({ found: [{ __typename: 'Dog', name: 'Rex' }, { __typename: 'Secret' }] });
    expect((await ask(query, signedIn())).data).toStrictEqual({ found: [{ __typename: 'Dog', name: 'Rex' }, { __typename: 'Secret', text: 'z' }] });
  });

  test('that an @interfaceObject brings guards the implementations too', async () => {
    expect(refusals(await ask('{ media { id ratings } }'))).toStrictEqual([['media.ratings', 'UNAUTHENTICATED']]);
    expect(refusals(await ask('{ media { ... on Book { title ratings } } }'))).toStrictEqual([['media.ratings', 'UNAUTHENTICATED']]);
    expect((await ask('{ media { ratings } }', signedIn())).data).toStrictEqual({ media: [{ ratings: 5 }] });
  });

  test.each([
    ['a literal', '{ sorted(order: UP) other }', {}],
    ['a literal in an object', '{ sorted(filter: { below: { orders: [UP] } }) other }', {}],
    ['a variable', 'query($order: Order) { sorted(order: $order) other }', { order: 'UP' }],
    ['a variable with a default', 'query($order: Order = UP) { sorted(order: $order) other }', {}],
    ['a list of them', 'query($orders: [Order!]) { sorted(orders: $orders) other }', { orders: ['UP'] }],
    ['deep in a variable', 'query($filter: Filter) { sorted(filter: $filter) other }', { filter: { below: { below: { orders: ['DOWN'] } } } }],
  ])('on an enum refuses the whole operation that is given its value: %s', async (_, query, variables) => {
    const refused = await ask(query, anonymous, variables);
    expect(refused.data).toBeUndefined();
    expect(refusals(refused)).toStrictEqual([[undefined, 'UNAUTHENTICATED']]);
    expect(refusals(await ask(query, signedIn(), variables))).toStrictEqual([[undefined, 'UNAUTHORIZED_FIELD_OR_TYPE']]);
    expect((await ask(query, signedIn('admin'), variables)).data).toStrictEqual({ sorted: 'sorted', other: 1 });
  });

  test('on an enum says nothing about an operation that could be given its value and is not', async () => {
    expect((await ask('query($order: Order, $filter: Filter) { sorted(order: $order, filter: $filter) }', anonymous, { order: null, filter: { name: 'x', below: null } })).data).toStrictEqual({ sorted: 'sorted' });
  });
});

describe('parts that are answered later', () => {
  async function parts(query: string, context: RequestContext, over = engine): Promise<unknown[]> {
    const preparation = await over.prepare({ query });
    if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
    const found: unknown[] = [];
    for await (const part of await preparation.prepared.subscribe({}, context)) found.push(JSON.parse(JSON.stringify(part)));
    return found;
  }

  test('are guarded like the others', async () => {
    const query = '{ other media { id ... @defer(label: "later") { title ratings } } both { ... @defer { plain admin } } }';
    const denied = JSON.stringify(await parts(query, anonymous));
    expect(denied).toContain('"title":"T"');
    expect(denied).not.toMatch(/"ratings":5|"p"|"a"/u);
    expect(denied).toContain('UNAUTHENTICATED');
    const lacking = JSON.stringify(await parts(query, signedIn()));
    expect(lacking).toMatch(/"ratings":5/u);
    expect(lacking).toContain('"plain":"p","admin":null');
    expect(lacking).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
    const whole = JSON.stringify(await parts(query, signedIn('admin')));
    expect(whole).toContain('"plain":"p","admin":"a"');
    expect(whole).not.toContain('errors');
  });

  test('events of a stream are guarded by what policies say when they come', async () => {
    let mayRead = true;
    const guarded = createEngine(new Map([['rich', () => mayRead]]));
    const preparation = await guarded.prepare({ query: 'subscription { ticked { count rich } }' });
    if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
    const stream = await preparation.prepared.subscribe({}, signedIn());
    expect((await stream.next()).value).toStrictEqual({ data: { ticked: { count: 1, rich: 'r' } } });
    mayRead = false;
    const second: GraphOutcome<Record<string, unknown>> = (await stream.next()).value;
    expect(second.data).toStrictEqual({ ticked: { count: 2, rich: null } });
    expect(refusals(second)).toStrictEqual([['ticked.rich', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
    mayRead = true;
    expect((await stream.next()).value).toStrictEqual({ data: { ticked: { count: 3, rich: 'r' } } });
    await stream.return?.();
  });

  test('a stream whose root a policy refuses from then on ends with the refusal', async () => {
    let mayRead = true;
    const guarded = createEngine(new Map([['rich', () => mayRead]]));
    const preparation = await guarded.prepare({ query: 'subscription { richTicked { count } }' });
    if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
    const stream = await preparation.prepared.subscribe({}, signedIn());
    expect((await stream.next()).value).toStrictEqual({ data: { richTicked: { count: 1 } } });
    mayRead = false;
    const last: GraphOutcome<Record<string, unknown>> = (await stream.next()).value;
    expect(refusals(last)).toStrictEqual([['richTicked', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
    expect((await stream.next()).done).toBe(true);
  });
});

describe('a policy', () => {
  test('is a function of the principal, by name', async () => {
    const policies: Policies = new Map<string, (principal: Principal) => boolean>([['general', ({ role }) => role === 'general'], ['old', () => false], ['rich', ({ scopes }) => scopes.has('llm')]]);
    const guarded = createEngine(policies);
    const general = createRequestContext({ principal: { subject: 'cds:7', assurance: 'verified', role: 'general', scopes: new Set(['llm']), session: null } });
    const query = '{ general either rich scopedPolicy vehicle { wheels } }';
    expect((await askEngine(guarded, query, { context: general })).data).toStrictEqual({ general: 'general', either: 'either', rich: 'rich', scopedPolicy: 'both', vehicle: { wheels: 4 } });
    const rich = await askEngine(guarded, query, { context: signedIn('llm') });
    expect(rich.data).toStrictEqual({ general: null, either: null, rich: 'rich', scopedPolicy: 'both', vehicle: null });
    expect(refusals(rich)).toStrictEqual([['general', 'UNAUTHORIZED_FIELD_OR_TYPE'], ['either', 'UNAUTHORIZED_FIELD_OR_TYPE'], ['vehicle', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
    expect((await askEngine(guarded, '{ scopedPolicy }', { context: signedIn('fs') })).data).toStrictEqual({ scopedPolicy: null });
    expect(refusals(await askEngine(guarded, '{ rich }'))).toStrictEqual([['rich', 'UNAUTHENTICATED']]);
  });

  test('is asked at most once for a request, and not at all when nobody is signed in', async () => {
    const asked: string[] = [];
    const note = (name: string) => (): boolean => asked.push(name) > 0;
    const guarded = createEngine(new Map(['general', 'rich', 'old'].map((name) => [name, note(name)])));
    const preparation = await guarded.prepare({ query: '{ general either rich scopedPolicy one: either two: rich }' });
    if (preparation.kind === 'refused') throw new Error('refused');
    await preparation.prepared.execute({}, signedIn('llm'));
    expect(asked.sort()).toStrictEqual(['general', 'rich']);
    await preparation.prepared.execute({}, anonymous);
    expect(asked).toHaveLength(2);
    await preparation.prepared.execute({}, signedIn('llm'));
    expect(asked).toHaveLength(4);
  });

  test('that throws, and one that nobody registered, refuses', async () => {
    const guarded = createEngine(new Map([['faulty', () => { throw new Error('no database'); }]]));
    const outcome = await askEngine(guarded, '{ faulty unknown other }', { context: signedIn('admin') });
    expect(outcome.data).toStrictEqual({ faulty: null, unknown: null, other: 1 });
    expect(refusals(outcome)).toStrictEqual([['faulty', 'UNAUTHORIZED_FIELD_OR_TYPE'], ['unknown', 'UNAUTHORIZED_FIELD_OR_TYPE']]);
  });
});
