import { parse } from 'graphql';
import { bindResolvers, type Subgraph } from '#kernel/subgraph';

// The graph of the comparison: three subgraphs in the SDL of the first federation, which all gateways know.
const users = /* GraphQL */ `
  extend type Query { me: User }
  type User @key(fields: "id") { id: ID! name: String! username: String! }
`;

const products = /* GraphQL */ `
  extend type Query { topProducts(first: Int = 5): [Product!]! }
  type Product @key(fields: "upc") { upc: ID! name: String! price: Int! inStock: Boolean! }
`;

const reviews = /* GraphQL */ `
  extend type Query { latestReviews(first: Int = 3): [Review!]! }
  type Review @key(fields: "id") { id: ID! body: String! stars: Int! author: User! product: Product! }
  extend type User @key(fields: "id") { id: ID! @external reviews: [Review!]! }
  extend type Product @key(fields: "upc") { upc: ID! @external reviews: [Review!]! }
`;

interface Review {
  readonly id: string;
  readonly body: string;
  readonly stars: number;
  readonly authorId: string;
  readonly upc: string;
}

const allUsers = Array.from({ length: 100 }, (_, index) => ({ id: `u${index}`, name: `User ${index}`, username: `@u${index}` }));
const allProducts = Array.from({ length: 100 }, (_, index) => ({ upc: `p${index}`, name: `Product ${index}`, price: 10 + index, inStock: index % 3 !== 0 }));
const allReviews = Array.from({ length: 500 }, (_, index): Review => ({ id: `r${index}`, body: `Review body text number ${index}`, stars: (index % 5) + 1, authorId: `u${(index * 7) % 100}`, upc: `p${index % 100}` }));

const userById = new Map(allUsers.map((user) => [user.id, user]));
const productByUpc = new Map(allProducts.map((product) => [product.upc, product]));
const reviewById = new Map(allReviews.map((review) => [review.id, review]));
const reviewsByUpc = new Map(allProducts.map(({ upc }) => [upc, allReviews.filter((review) => review.upc === upc)]));
const reviewsByAuthor = new Map(allUsers.map(({ id }) => [id, allReviews.filter(({ authorId }) => authorId === id)]));

const resolvers = {
  users: { Query: { me: () => allUsers[0] }, User: { __resolveReference: ({ id }: { id: string }) => userById.get(id) } },
  products: { Query: { topProducts: (_: unknown, { first }: { first: number }) => allProducts.slice(0, first) }, Product: { __resolveReference: ({ upc }: { upc: string }) => productByUpc.get(upc) } },
  reviews: {
    Query: { latestReviews: (_: unknown, { first }: { first: number }) => allReviews.slice(0, first) },
    Review: { __resolveReference: ({ id }: { id: string }) => reviewById.get(id), author: ({ authorId }: Review) => ({ id: authorId }), product: ({ upc }: Review) => ({ upc }) },
    User: { __resolveReference: (user: object) => user, reviews: ({ id }: { id: string }) => reviewsByAuthor.get(id) },
    Product: { __resolveReference: (product: object) => product, reviews: ({ upc }: { upc: string }) => reviewsByUpc.get(upc) },
  },
};

const benchSubgraph = (name: string, sdl: string, implementation: object): Subgraph => ({ name, ...bindResolvers(parse(sdl), implementation), createContext: (base) => ({ ...base }) });

/** The subgraphs of the comparison. */
export const comparedSubgraphs: readonly Subgraph[] = [benchSubgraph('users', users, resolvers.users), benchSubgraph('products', products, resolvers.products), benchSubgraph('reviews', reviews, resolvers.reviews)];

/** What the gateways are asked. */
export const comparedOperations = {
  trivial: '{ me { id name } }',
  nested: '{ topProducts(first: 20) { upc name price inStock reviews { id body stars author { id name username } } } }',
} as const;
