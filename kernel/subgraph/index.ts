import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '#kernel/context';

/** One domain of the graph, ready to be composed and called. */
export interface Subgraph {
  readonly name: string;
  /** The SDL as written, for composition. */
  readonly typeDefs: DocumentNode;
  /** The executable schema, with `_entities` and `_service`. */
  readonly schema: GraphQLSchema;
  /** What the resolvers of this domain get; made once per request. */
  createContext(base: RequestContext): RequestContext;
}

type ResolverMap = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown; resolvers?: unknown }>['resolvers']>;

/** Loads `schema.graphql` beside the caller and binds resolvers of generated types to it. */
export const loadSubgraphSchema = (moduleUrl: string, resolvers: object): Pick<Subgraph, 'typeDefs' | 'schema'> =>
  bindResolvers(parse(readFileSync(new URL('./schema.graphql', moduleUrl), 'utf8')), resolvers);

/** Makes SDL executable by resolvers, whose types are narrower than a library could know. */
export function bindResolvers(typeDefs: DocumentNode, resolvers: object): Pick<Subgraph, 'typeDefs' | 'schema'> {
  // Codegen types `__resolveReference` with `info`; @apollo/subgraph types it without. Same call at run time.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return { typeDefs, schema: buildSubgraphSchema({ typeDefs, resolvers: resolvers as ResolverMap }) };
}
