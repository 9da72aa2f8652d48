import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { withoutIdleKeys } from './idle-keys.ts';
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

/** Reads a supergraph, which takes long: a second of work for a hundred types. @throws Error when the SDL is no supergraph, or when hiding its internal elements breaks it */
export function readSupergraph(supergraphSdl: string): PlannedSupergraph {
  const supergraph = buildSupergraph(supergraphSdl);
  return {
    planner: plannerOf(supergraph),
    internalSchema: supergraph.apiSchema().toGraphQLJSSchema({ includeDefer: true }),
    publicSchema: buildSupergraph(publicSupergraphSdl(parse(supergraphSdl))).apiSchema().toGraphQLJSSchema({ includeDefer: true }),
  };
}

/** A planner and nothing else. @throws Error when the SDL is no supergraph */
export const createPlanner = (supergraphSdl: string): SynchronousPlanner => plannerOf(buildSupergraph(supergraphSdl));

/** The schema that trusted documents see. @throws Error when the SDL is no supergraph */
export const internalApiSchema = (supergraphSdl: string): GraphQLSchema => buildSupergraph(supergraphSdl).apiSchema().toGraphQLJSSchema({ includeDefer: true });

function plannerOf(supergraph: Supergraph): SynchronousPlanner {
  const api = supergraph.apiSchema();
  // Without named fragments the operations for subgraphs are larger, but quicker to plan and within what graphql-jit gets right.
  const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true, reuseQueryFragments: false, incrementalDelivery: { enableDefer: true } });
  return { plan: (document) => fromApolloPlan(planner.buildQueryPlan(operationFromDocument(api, document, { validate: false }))) };
}

const buildSupergraph = (supergraphSdl: string): Supergraph => Supergraph.build(withoutIdleKeys(parse(supergraphSdl, { noLocation: true })), { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
