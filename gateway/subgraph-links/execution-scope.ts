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
  let latest: MadeContext | null = null;
  return {
    context,
    contextOf(subgraph) {
      for (let made = latest; made !== null; made = made.before) if (made.subgraph === subgraph) return made.context;
      latest = { subgraph, context: subgraph.createContext(context), before: latest };
      return latest.context;
    },
  };
}

/** A list, because most requests meet one subgraph and few meet more than three. */
interface MadeContext {
  readonly subgraph: Subgraph;
  readonly context: RequestContext;
  readonly before: MadeContext | null;
}
