import type { RequestContext } from '#kernel/context';
import type { Subgraph } from '#kernel/subgraph';

/** What the fetches of one request, or of one event of a stream, have in common. */
export interface ExecutionScope {
  readonly context: RequestContext;
  /** What the resolvers of `subgraph` get: made on first use, so that its loaders batch and cache within this scope. */
  contextOf(subgraph: Subgraph): RequestContext;
}

/** A new scope for one request or one event. */
export function createExecutionScope(context: RequestContext): ExecutionScope {
  const contexts = new Map<Subgraph, RequestContext>();
  return {
    context,
    contextOf(subgraph) {
      const known = contexts.get(subgraph);
      if (known !== undefined) return known;
      const created = subgraph.createContext(context);
      contexts.set(subgraph, created);
      return created;
    },
  };
}
