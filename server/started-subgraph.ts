import type { SubgraphName } from '#kernel/config';
import type { Subgraph } from '#kernel/subgraph';

/** A part of the graph that this process runs. */
export interface StartedSubgraph {
  readonly subgraph: Subgraph;
  /** Whether it serves. */
  readonly ready: () => boolean;
}

/** One of the domains that have a state of their own. */
export interface NamedSubgraph extends StartedSubgraph {
  readonly name: SubgraphName;
}
