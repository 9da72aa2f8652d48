import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { QueryPlan } from './plan.ts';
import { fromApolloPlan } from './planner-plan.ts';
import { publicSupergraphSdl } from './public-supergraph.ts';

/** Plans operations over one supergraph. */
export interface Planner {
  /** Plans the only operation of a valid document. @throws Error when no plan answers it */
  plan(document: DocumentNode): QueryPlan;
}

/** A supergraph, taken apart for the engine. */
export interface PlannedSupergraph {
  readonly planner: Planner;
  /** Everything, with what is inaccessible: decides which type is a kind of which. */
  readonly supergraphSchema: GraphQLSchema;
  readonly internalSchema: GraphQLSchema;
  readonly publicSchema: GraphQLSchema;
}

/** Reads a supergraph. @throws Error when the SDL is no supergraph, or when hiding its internal elements breaks it */
export function readSupergraph(supergraphSdl: string): PlannedSupergraph {
  const supergraph = buildSupergraph(supergraphSdl);
  const api = supergraph.apiSchema();
  // Without named fragments the operations for subgraphs are larger, but quicker to plan and within what graphql-jit gets right.
  const planner = new QueryPlanner(supergraph, { exposeDocumentNodeInFetchNode: true, reuseQueryFragments: false });
  return {
    planner: { plan: (document) => fromApolloPlan(planner.buildQueryPlan(operationFromDocument(api, document, { validate: false }))) },
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    internalSchema: api.toGraphQLJSSchema(),
    publicSchema: buildSupergraph(publicSupergraphSdl(parse(supergraphSdl))).apiSchema().toGraphQLJSSchema(),
  };
}

/** The schema that trusted documents see. @throws Error when the SDL is no supergraph */
export const internalApiSchema = (supergraphSdl: string): GraphQLSchema => buildSupergraph(supergraphSdl).apiSchema().toGraphQLJSSchema();

const buildSupergraph = (supergraphSdl: string): Supergraph => Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
