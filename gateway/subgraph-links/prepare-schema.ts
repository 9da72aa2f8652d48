import type { GraphQLSchema } from 'graphql';
import { isolateFailures } from './isolate-failures.ts';
import { resolveEntities } from './local-entities.ts';

const prepared = new WeakSet<GraphQLSchema>();

/** Changes what a schema resolves with, once: its entities come at once where they can, and what fails in a list fails alone. */
export function prepareSchema(schema: GraphQLSchema): void {
  if (prepared.has(schema)) return;
  prepared.add(schema);
  resolveEntities(schema);
  isolateFailures(schema);
}
