import type { SubgraphLink } from '../../subgraph-links/index.ts';
import type { ToResponsePath } from '../document/response-path.ts';
import type { Run } from './run.ts';
import type { IsKindOf } from '../type-kinds.ts';

/** A part of a plan, ready to run. Ends at once when every subgraph answered at once. */
export type Step = (run: Run) => Promise<void> | undefined;

/** What compiled plans work with. */
export interface PlanEnvironment {
  readonly links: ReadonlyMap<string, SubgraphLink>;
  readonly isKindOf: IsKindOf;
  readonly toResponsePath: ToResponsePath;
  readonly observe: (subgraph: string) => (seconds: number) => void;
}
