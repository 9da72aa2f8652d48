import { buildASTSchema, type DocumentNode } from 'graphql';
import { DomainError } from '#kernel/errors';
import { requirementsOf, withRequirements } from '../document/requirements.ts';
import type { FetchPlan, QueryPlan } from '../plan.ts';
import { readJoinedFields } from './joined-fields.ts';
import { partsOfFields } from './parts.ts';
import { withFetches } from './plan-fetches.ts';
import { createPlanProof } from './plan-proof.ts';
import { withRealFields } from './real-fields.ts';
import { withRequiredNames, type NamedSupergraph } from './required-names.ts';
import { requiringFields } from './requiring-fields.ts';
import { splitSupergraph } from './split-supergraph.ts';

/** Plans operations over one supergraph. */
interface PlansOperations {
  plan(document: DocumentNode): QueryPlan;
}

/** Makes a planner over a supergraph that was derived from a valid one. */
export type CreatePlanner = (supergraph: DocumentNode) => PlansOperations;

/**
 * A planner whose plans ask subgraphs only for what these can answer, made of one that gets `@requires` wrong at times. A plan is proven; where none is made, or it is not
 * proven, another is made over a supergraph whose subgraphs are split, and refused when that does not help. Null when nothing requires anything.
 * @throws DomainError QUERY_PLANNING_FAILED from `plan`, with the field that no plan brings
 */
export function createMendedPlanner(supergraph: DocumentNode, createPlanner: CreatePlanner): PlansOperations | null {
  if (requiringFields(supergraph).length === 0) return null;
  const planners = [wholePlanner(supergraph, createPlanner), orFailing(() => splitPlanner(supergraph, createPlanner))];
  return {
    plan(operation) {
      let fault: unknown;
      for (const planner of planners) {
        try {
          return planner.plan(operation);
        } catch (cause) {
          fault = cause;
        }
      }
      throw fault;
    },
  };
}

/** A supergraph that cannot be split still answers what needs no splitting. */
function orFailing(create: () => PlansOperations): PlansOperations {
  try {
    return create();
  } catch (cause) {
    return { plan: () => { throw new DomainError('QUERY_PLANNING_FAILED', 'The subgraphs cannot be split for this operation', { cause }); } };
  }
}

function wholePlanner(supergraph: DocumentNode, createPlanner: CreatePlanner): PlansOperations {
  const named = withRequiredNames(supergraph, { byUser: false });
  return provenPlanner(named, createPlanner(named.document));
}

function splitPlanner(supergraph: DocumentNode, createPlanner: CreatePlanner): PlansOperations {
  const named = withRequiredNames(supergraph, { byUser: true });
  const { document, subgraphOf } = splitSupergraph(named.document, partsOfFields(requiringFields(named.document), named.names));
  const planner = createPlanner(document);
  const real = (fetch: FetchPlan): FetchPlan => ({ ...fetch, subgraph: subgraphOf.get(fetch.subgraph) ?? fetch.subgraph });
  return provenPlanner(named, { plan: (operation) => withFetches(planner.plan(operation), real) });
}

/** Asks for what conditional fields require as well, and proves what comes of it. */
function provenPlanner({ document, names }: NamedSupergraph, planner: PlansOperations): PlansOperations {
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const requirements = requirementsOf(requiringFields(document));
  const findUnproven = createPlanProof({ schema, joined: readJoinedFields(document), names });
  return {
    plan(operation) {
      const plan = planner.plan(withRequirements(operation, { schema, requirements }));
      const unproven = findUnproven(plan);
      if (unproven !== null) throw new DomainError('QUERY_PLANNING_FAILED', `No plan over the subgraphs brings ${unproven} with what it requires`, { details: { field: unproven } });
      return withFetches(plan, (fetch) => withRealFields(fetch, names));
    },
  };
}
