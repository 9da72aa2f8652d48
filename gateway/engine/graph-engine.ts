import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { GraphPort, PreparedOperation } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { SubgraphLink } from '../subgraph-links/index.ts';
import type { OperationLimits } from './document/limits.ts';

/** What an engine is made of. */
export interface EngineOptions {
  readonly supergraphSdl: string;
  /** How to reach each subgraph of the supergraph, by its name. */
  readonly links: ReadonlyMap<string, SubgraphLink>;
  /** Bounds of untrusted documents; what is left out keeps its default. */
  readonly limits?: Partial<OperationLimits>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** How many prepared documents are kept. */
  readonly cacheSize?: number;
}

/** A GraphQL request as a transport received it. */
export interface GraphRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** Variables as a client sent them, not yet coerced. */
export type RequestVariables = GraphRequest['variables'];

/** What became of an untrusted document: refused with the reasons, or ready to run any number of times. */
export type Preparation =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | {
    readonly kind: 'ready';
    readonly operation: 'query' | 'mutation' | 'subscription';
    readonly document: DocumentNode;
    readonly prepared: PreparedOperation<Record<string, unknown>, RequestVariables>;
  };

/** The graph over one supergraph: plans and runs operations over its subgraphs. Knows no transport. */
export interface GraphEngine {
  /** What clients see: without inaccessible elements and without those tagged `internal`. */
  readonly schema: GraphQLSchema;
  /** What trusted documents see: `schema` and the elements tagged `internal`. */
  readonly internalSchema: GraphQLSchema;
  /** The graph for trusted documents. */
  port(): GraphPort;
  /** Parses, validates, bounds and plans an untrusted request; kept by its text and operation name. Never throws for a bad document. */
  prepare(request: Pick<GraphRequest, 'query' | 'operationName'>): Preparation;
  /** True when `prepare` would answer from what it keeps. */
  isPrepared(request: Pick<GraphRequest, 'query' | 'operationName'>): boolean;
}
