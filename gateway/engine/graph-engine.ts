import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { RequestContext } from '#kernel/context';
import type { GraphOutcome, GraphPort, PreparedOperation } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { Tracing } from '#kernel/tracing';
import type { SubgraphLink } from '../subgraph-links/index.ts';
import type { Policies } from './authorisation/policies.ts';
import type { DatedAnswer } from './cache/cache-policy.ts';
import type { ResponseStore } from './cache/response-store.ts';
import type { OperationLimits } from './document/limits.ts';
import type { CompileQuery } from './execution/environment.ts';
import type { PlanningBounds } from './planning/planning-line.ts';
import type { StreamBounds } from './stream/shared-stream.ts';

/** What an engine serves; `reload` changes it. */
export interface GraphSource {
  readonly supergraphSdl: string;
  /** How to reach each subgraph of the supergraph, by its name. */
  readonly links: ReadonlyMap<string, SubgraphLink>;
}

/** What an engine is made of. */
export interface EngineOptions extends GraphSource {
  /** Bounds of untrusted documents; what is left out keeps its default. */
  readonly limits?: Partial<OperationLimits>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** What each `@policy` of the schema means; one that is left out is refused to everyone. */
  readonly policies?: Policies;
  /** How many prepared documents are kept. */
  readonly cacheSize?: number;
  /** Where answers are kept for which the schema has hints; null for nowhere. The caller closes it. */
  readonly responses?: ResponseStore | null;
  /** Where operations are traced; null for nowhere. */
  readonly tracing?: Tracing | null;
  /** Operations that take longer than so many milliseconds are logged; null for none. */
  readonly slowOperationMs?: number | null;
  /** Bounds of the thread that checks and plans untrusted documents; what is left out keeps its default. Without any they are planned in this thread, however long that takes. */
  readonly planning?: Partial<PlanningBounds> | undefined;
  /** How far the readers of a shared stream may drift apart. */
  readonly streams?: Partial<StreamBounds>;
  /** Answers queries and mutations over one graph by other means than plans of our own. */
  readonly compileQueries?: ((graph: GraphSource) => CompileQuery) | undefined;
}

/** A GraphQL request as a transport received it. */
export interface GraphRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** Variables as a client sent them, not yet coerced. */
export type RequestVariables = GraphRequest['variables'];

/** The answers of an operation that may be kept, as those of a prepared operation, each with how long it is good. */
export interface KeptAnswers {
  execute(variables: RequestVariables, context: RequestContext): Promise<DatedAnswer<GraphOutcome<Record<string, unknown>>>>;
  executeToJson(variables: RequestVariables, context: RequestContext): DatedAnswer<string> | Promise<DatedAnswer<string>>;
}

/** What became of an untrusted document: refused with the reasons, or ready to run any number of times. */
export type Preparation =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | {
    readonly kind: 'ready';
    readonly operation: 'query' | 'mutation' | 'subscription';
    /** True when `subscribe` answers in parts. */
    readonly isDeferred: boolean;
    readonly document: DocumentNode;
    /** Its name, for logs, at most 80 characters of it; null when it has none. */
    readonly name: string | null;
    /** What a request costs, and its plan, as text to read: for administrators. Rejects with a DomainError when the request may not run. */
    readonly describePlan: (variables: RequestVariables, context: RequestContext) => Promise<string>;
    readonly prepared: PreparedOperation<Record<string, unknown>, RequestVariables>;
    /** Answers with how long they are good, for who tells others; null when no answer may be kept. */
    readonly kept: KeptAnswers | null;
  };

/** The graph over one supergraph at a time: plans and runs operations over its subgraphs. Knows no transport. */
export interface GraphEngine {
  /** Counts from 1; each reload is the next. */
  readonly generation: number;
  /** What clients see now: without inaccessible elements and without those tagged `internal`. */
  readonly schema: GraphQLSchema;
  /** What trusted documents see now: `schema` and the elements tagged `internal`. */
  readonly internalSchema: GraphQLSchema;
  /** The graph for trusted documents. */
  port(): GraphPort;
  /**
   * Parses, validates, bounds and plans an untrusted request; kept by its text and operation name. At once when it is kept, otherwise when its
   * turn has come. Never throws and never rejects for a bad document. What is new is planned as part of the span `traceparent`, where there is one.
   */
  prepare(request: Pick<GraphRequest, 'query' | 'operationName'>, traceparent?: string | null): Preparation | Promise<Preparation>;
  /** True when `prepare` would answer from what it keeps. */
  isPrepared(request: Pick<GraphRequest, 'query' | 'operationName'>): boolean;
  /**
   * Serves another graph from the moment on that all trusted documents, and the untrusted ones that are asked for most, are planned for it. Open streams go over
   * to it at their next event. One reload after the other. Rejects with the reason, and goes on as before, when the graph cannot be served.
   */
  reload(graph: GraphSource): Promise<void>;
  /** Called after each reload; returns how to stop that. */
  onReload(listener: () => void): () => void;
  /** Ends the thread that plans. Operations that are under way still end. */
  close(): void;
}
