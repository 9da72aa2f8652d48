import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { withoutIdleKeys } from './idle-keys.ts';
import { createMendedPlanner } from './mending/mended-planner.ts';
import type { QueryPlan } from './plan.ts';
import { fromApolloPlan } from './planner-plan.ts';
import { publicSupergraphSdl } from './public-supergraph.ts';

/** Plans operations over one supergraph, at once or in another thread. */
export interface Planner {
  /** Plans the only operation of a valid document. @throws Error, or rejects with it, when no plan answers it */
  plan(document: DocumentNode): QueryPlan | Promise<QueryPlan>;
}

/** A planner that plans at once. */
export interface SynchronousPlanner extends Planner {
  plan(document: DocumentNode): QueryPlan;
}

/** A supergraph, taken apart for the engine. */
export interface PlannedSupergraph {
  readonly planner: SynchronousPlanner;
  /** What trusted documents see. */
  readonly internalSchema: GraphQLSchema;
  /** What clients see. */
  readonly publicSchema: GraphQLSchema;
}

/**
 * Reads a supergraph, which takes long: half a second of work for a hundred types, less for one that was read before.
 * @throws Error when the SDL is no supergraph, or when hiding its internal elements breaks it
 */
export function readSupergraph(supergraphSdl: string, { isKnown = false }: { readonly isKnown?: boolean } = {}): PlannedSupergraph {
  const document = supergraphDocument(supergraphSdl);
  const supergraph = buildSupergraph(document, { isKnown });
  return {
    planner: plannerOf(document, supergraph),
    internalSchema: clientSchema(supergraph),
    // The same but for what is inaccessible, which is looked at when a schema for clients is made.
    publicSchema: clientSchema(buildSupergraph(supergraphDocument(publicSupergraphSdl(parse(supergraphSdl))), { isKnown: true })),
  };
}

/** A planner and nothing else, over a supergraph that was read before. */
export function createPlanner(supergraphSdl: string): SynchronousPlanner {
  const document = supergraphDocument(supergraphSdl);
  return plannerOf(document, buildSupergraph(document, { isKnown: true }));
}

/** The schema that trusted documents see. @throws Error when the SDL is no supergraph */
export const internalApiSchema = (supergraphSdl: string): GraphQLSchema => clientSchema(buildSupergraph(supergraphDocument(supergraphSdl)));

function plannerOf(document: DocumentNode, supergraph: Supergraph): SynchronousPlanner {
  // What is derived from a valid supergraph mentions external fields that nobody uses. Operations may ask for what is inaccessible there: its fields require it.
  const createDerived = (derived: DocumentNode): SynchronousPlanner => {
    const built = buildSupergraph(derived, { isKnown: true });
    return apolloPlanner(built, built.schema);
  };
  return createMendedPlanner(document, createDerived) ?? apolloPlanner(supergraph, supergraph.apiSchema());
}

function apolloPlanner(supergraph: Supergraph, schema: Schema): SynchronousPlanner {
  // Without named fragments the operations for subgraphs are larger, but quicker to plan and within what graphql-jit gets right.
  const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true, reuseQueryFragments: false, incrementalDelivery: { enableDefer: true } });
  return { plan: (document) => fromApolloPlan(planner.buildQueryPlan(operationFromDocument(schema, document, { validate: false }))) };
}

const clientSchema = (supergraph: Supergraph): GraphQLSchema => supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true });

const supergraphDocument = (supergraphSdl: string): DocumentNode => withoutIdleKeys(parse(supergraphSdl, { noLocation: true }));

/** Of a known supergraph nothing is checked. */
const buildSupergraph = (document: DocumentNode, { isKnown = false } = {}): Supergraph =>
  Supergraph.build(document, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, validateSupergraph: !isKnown });
