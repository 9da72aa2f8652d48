import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import type { Logger } from '#kernel/logging';
import type { Tracing } from '#kernel/tracing';
import { afterwards, isPromise, type SubgraphLink } from '../subgraph-links/index.ts';
import { createVariantChooser } from './authorisation/choose-variant.ts';
import { warnOfUnknownPolicies, type Policies } from './authorisation/policies.ts';
import type { CachingEnvironment } from './cache/operation-caching.ts';
import type { ResponseStore } from './cache/response-store.ts';
import { checkOperation } from './document/checked-operation.ts';
import type { OperationLimits } from './document/limits.ts';
import type { OperationDocument } from './document/operation-document.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import { compileForms, type OperationForm } from './incremental/deferred-operation.ts';
import { createKnownDocuments, type KnownDocuments } from './known-documents.ts';
import type { CompileQuery } from './execution/environment.ts';
import { createFetchWatch } from './observation/fetch-watch.ts';
import { createOperationWatch } from './observation/operation-watch.ts';
import { compileVariant, type OperationVariant } from './operation-variant.ts';
import type { QueryPlan } from './plan.ts';
import type { Planner } from './planner.ts';
import { createPreparedOperation } from './prepared-operation.ts';
import type { RunnableOperation } from './runnable-operation.ts';
import { readSchemaRules } from './schema-rules.ts';
import type { Lineage } from './stream/lineage.ts';
import { sharedSubscriptions } from './stream/shared-subscriptions.ts';
import type { StreamBounds } from './stream/shared-stream.ts';
import type { Supergraph } from './supergraph.ts';
import { trustedOperation } from './trusted-operation.ts';

/** Everything that is made from one supergraph. A reload makes the next one; this one goes when nothing that it made is in use any more. */
export interface Generation extends KnownDocuments {
  readonly number: number;
  readonly publicSchema: GraphQLSchema;
  readonly internalSchema: GraphQLSchema;
  /** Checks a trusted document at once; its operation is planned when it is first asked for. @throws Error when it does not fit the graph */
  trust(document: DocumentNode): () => RunnableOperation;
  /** Checks it, and plans it in the thread that plans. */
  trustLater(document: DocumentNode): Promise<RunnableOperation>;
  /** Gives its thread back. What is under way still ends. */
  release(): void;
}

/** What all generations of one engine are made with. */
export interface GenerationEnvironment {
  readonly limits: OperationLimits;
  readonly policies: Policies;
  readonly metrics: EngineMetrics;
  readonly logger: Logger;
  readonly cacheSize: number;
  /** Where answers are kept that may be; null for nowhere. */
  readonly responses: ResponseStore | null;
  /** Null when nobody traces. */
  readonly tracing: Tracing | null;
  /** Operations that take longer are logged, in milliseconds; null for none. */
  readonly slowMs: number | null;
  readonly streams: StreamBounds;
  /** Where open streams of a document find it after a reload. */
  readonly lineageOf: Lineages;
}

/** Finds a document in the generation that is current when it is asked. */
export interface Lineages {
  untrusted(request: { readonly query: string; readonly operationName?: string | null }): Lineage;
  trusted(document: DocumentNode): Lineage;
}

interface GenerationOptions {
  readonly number: number;
  readonly supergraph: Supergraph;
  readonly links: ReadonlyMap<string, SubgraphLink>;
  readonly compileQuery?: CompileQuery | undefined;
}

/** A generation without any document yet. */
export function createGeneration({ number, supergraph, links, compileQuery }: GenerationOptions, environment: GenerationEnvironment): Generation {
  const { limits, policies, metrics, logger, streams, lineageOf } = environment;
  const { publicSchema, internalSchema, planning, isKindOf } = supergraph;
  const rules = readSchemaRules(supergraph.document);
  warnOfUnknownPolicies(rules.guards.policies, policies, logger);
  const variantEnvironment = { links, isKindOf, sharedSubscriptions: sharedSubscriptions(supergraph.document), observe: (subgraph: string) => createFetchWatch(subgraph, metrics.fetch(subgraph), environment.tracing) };
  const { responses } = environment;
  const cachingOf = (schema: GraphQLSchema): CachingEnvironment | null =>
    (responses === null ? null : { store: responses, rules: rules.caching, namespace: () => `${rules.fingerprint()} ${schema === publicSchema ? 'public' : 'internal'}`, count: (outcome) => metrics.cached(outcome) });

  const compileForm = ({ document, isInParts }: OperationForm, { schema, planner, plan, lineage, maxCost }: CompileOptions): RunnableOperation | Promise<RunnableOperation> => {
    const checked = checkOperation(document, { schema, rules });
    const compileWithout = (denied: ReadonlySet<FieldNode>): OperationVariant | Promise<OperationVariant> => compileVariant(checked, denied, { ...variantEnvironment, planner, wholePlan: isInParts ? null : plan, compileQuery: isInParts ? undefined : compileQuery });
    return afterwards(compileWithout(new Set()), (whole) => {
      const chooser = createVariantChooser({ checked, whole, compile: compileWithout, policies, logger });
      const watch = createOperationWatch(document, maxCost === null, environment);
      return createPreparedOperation(checked, chooser, { logger, metrics, maxCost, generation: number, lineage, streams, caching: cachingOf(schema), watch });
    });
  };
  const compile = (document: OperationDocument, options: CompileOptions): RunnableOperation | Promise<RunnableOperation> =>
    compileForms(document, { schema: options.schema, compile: (form) => compileForm(form, options), watchOf: (deferred) => createOperationWatch(deferred, options.maxCost === null, environment), logger });
  const readTrusted = (document: DocumentNode) => {
    const operation = trustedOperation(document, internalSchema);
    return (planner: Planner) => compile(operation, { schema: internalSchema, planner, plan: null, lineage: lineageOf.trusted(document), maxCost: null });
  };

  return {
    ...createKnownDocuments({
      planning,
      compile: ({ selected, plan }, request) => compile(selected, { schema: publicSchema, planner: planning, plan, lineage: lineageOf.untrusted(request), maxCost: limits.cost }),
      ...environment,
    }),
    number,
    publicSchema,
    internalSchema,
    trust(document) {
      const compileWith = readTrusted(document);
      let operation: RunnableOperation | undefined;
      return () => (operation ??= atOnce(compileWith(supergraph.planner())));
    },
    trustLater: async (document) => readTrusted(document)(planning),
    release: () => planning.release(),
  };
}

function atOnce<TResult extends object>(compiled: TResult | Promise<TResult>): TResult {
  if (isPromise(compiled)) throw new TypeError('A planner that plans at once did not');
  return compiled;
}

interface CompileOptions {
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  /** The plan of the whole operation, if it is known. */
  readonly plan: QueryPlan | null;
  readonly lineage: Lineage;
  /** Null when the document is trusted. */
  readonly maxCost: number | null;
}
