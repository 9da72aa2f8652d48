import type { GraphQLSchema } from 'graphql';
import type { OperationLimits } from '../document/limits.ts';
import { validDocument } from '../document/valid-document.ts';
import type { SynchronousPlanner } from '../planner.ts';
import type { Planning } from './planning.ts';

/** Plans in the thread that asks, however long it takes. */
export const createPlanningHere = (planner: SynchronousPlanner, schema: GraphQLSchema, limits: OperationLimits): Planning => ({
  check(request) {
    const checked = validDocument(request, schema, limits);
    return 'selected' in checked ? { ...checked, plan: null, again: null } : checked;
  },
  plan: (document) => planner.plan(document),
  release: () => undefined,
});
