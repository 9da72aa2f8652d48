import { pathToFileURL } from 'node:url';
import { createRequestContext } from '#kernel/context';
import { createShopEngine, type ShopEngine } from '../gateway/engine/fixture/shop.ts';
import { productsResolvers } from '../gateway/engine/fixture/products.ts';
import { reviewsResolvers } from '../gateway/engine/fixture/reviews.ts';
import { people, personOf } from '../gateway/engine/fixture/users.ts';
import type { BenchResult } from './bench.ts';
import { cpuMicroseconds } from './cpu-time.ts';

const trivial = '{ me { id name } }';
const joined = '{ topProducts(first: 15) { upc name price shippingEstimate reviews { id body author { id name } } } }';
const event = 'subscription($count: Int) { reviewAdded(count: $count) { id body stars author { id name } product { upc name inStock } } }';
const plainEvent = 'subscription($count: Int) { reviewAdded(count: $count) { a: id b: body c: stars d: id e: body f: stars g: __typename h: id } }';
const unit = 'us CPU/op';

/** The graph in this process, from a known document to JSON text, against the same resolvers called by hand. */
export async function engineBench(): Promise<BenchResult[]> {
  const shop = createShopEngine();
  return [
    compared('trivial operation to JSON', await operation(shop, trivial), await cpuMicroseconds(trivialByHand)),
    compared('joined operation to JSON (3 subgraphs, 15 products, 15 authors)', await operation(shop, joined), await cpuMicroseconds(joinedByHand)),
    compared('joined operation, interpreted by graphql-js', await operation(createShopEngine({ jit: false }), joined), await cpuMicroseconds(joinedByHand)),
    compared('one event of a subscription (8 fields, 1 subgraph)', await streamedEvent(shop, plainEvent), await cpuMicroseconds(plainEventByHand)),
    compared('one event of a joined subscription (8 fields, 3 subgraphs)', await streamedEvent(shop, event), await cpuMicroseconds(eventByHand)),
    { name: 'new document: parse, validate, plan, compile', value: await newDocument(shop), unit },
  ];
}

const compared = (name: string, value: number, floor: number): BenchResult => ({ name, value, unit, floor, ratio: value / floor });

async function operation({ engine }: ShopEngine, query: string): Promise<number> {
  const preparation = await engine.prepare({ query });
  if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
  return cpuMicroseconds(() => preparation.prepared.executeToJson(null, createRequestContext({ requestId: 'bench' })));
}

async function streamedEvent({ engine }: ShopEngine, query: string): Promise<number> {
  const preparation = await engine.prepare({ query });
  if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
  const stream = await preparation.prepared.subscribe({ count: 2_000_000_000 }, createRequestContext());
  const spent = await cpuMicroseconds(async () => JSON.stringify((await stream.next()).value));
  await stream.return?.();
  return spent;
}

async function newDocument({ engine }: ShopEngine): Promise<number> {
  let count = 0;
  return cpuMicroseconds(() => engine.prepare({ query: `${joined} # ${count++}` }), { rounds: 2, roundMs: 500 });
}

const trivialByHand = (): string => {
  const me = people[0];
  return JSON.stringify({ data: { me: { id: me?.id, name: me?.name } } });
};

function joinedByHand(): string {
  const { Query, Product } = productsResolvers;
  const { Product: ReviewedProduct, Review } = reviewsResolvers;
  const topProducts = Query.topProducts(null, { first: 15 }).map((product) => ({
    upc: product.upc,
    name: product.name,
    price: product.price,
    shippingEstimate: ReviewedProduct.shippingEstimate({ price: product.price, weight: Product.weight(product, { unit: 'g' }) }),
    reviews: ReviewedProduct.reviews(product, { first: 2 }).map((review) => {
      const author = personOf(Review.author(review).id);
      return { id: review.id, body: review.body, author: { id: author?.id, name: author?.name } };
    }),
  }));
  return JSON.stringify({ data: { topProducts } });
}

async function eventByHand(): Promise<string> {
  const result = await oneReview.next();
  if (result.done === true) return '';
  const review = result.value.reviewAdded;
  const author = personOf(review.authorId);
  const product = productsResolvers.Query.product(null, { upc: review.upc });
  return JSON.stringify({ data: { reviewAdded: {
    id: review.id, body: review.body, stars: review.stars,
    author: { id: author?.id, name: author?.name }, product: { upc: product?.upc, name: product?.name, inStock: product?.inStock },
  } } });
}

async function plainEventByHand(): Promise<string> {
  const result = await oneReview.next();
  if (result.done === true) return '';
  const { id, body, stars } = result.value.reviewAdded;
  return JSON.stringify({ data: { reviewAdded: { a: id, b: body, c: stars, d: id, e: body, f: stars, g: 'Review', h: id } } });
}

const oneReview = reviewsResolvers.Subscription.reviewAdded.subscribe(null, { count: 2_000_000_000 });

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.table(await engineBench());
