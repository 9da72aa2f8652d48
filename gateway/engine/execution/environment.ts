import type { DocumentNode } from 'graphql';
import type { SubgraphLink } from '../../subgraph-links/index.ts';
import type { FetchWatch } from '../observation/fetch-watch.ts';
import type { ToResponsePath } from '../document/response-path.ts';
import type { Step } from './run.ts';
import type { IsKindOf } from '../type-kinds.ts';

/** What operations are compiled with. */
export interface FetchEnvironment {
  readonly links: ReadonlyMap<string, SubgraphLink>;
  readonly isKindOf: IsKindOf;
  readonly toResponsePath: ToResponsePath;
  /** Who is told of the fetches from a subgraph. */
  readonly observe: (subgraph: string) => FetchWatch;
}

/** What the nodes of one plan are compiled with. */
export interface PlanEnvironment extends FetchEnvironment {
  /** True when one entity may get other values at each place that it is at, so that no two places may share an object. */
  readonly placesDiffer: boolean;
}

/** Answers a query or mutation by other means than a plan: puts the data, by data key, and the errors, at their places in the answer, into the run. */
export type CompileQuery = (document: DocumentNode, environment: Pick<FetchEnvironment, 'toResponsePath' | 'observe'>) => Step;
