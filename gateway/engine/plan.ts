import type { DocumentNode } from 'graphql';

/** How an operation is answered: fetches from subgraphs, and what has to wait for what. Plain data, whatever planner made it. */
export type PlanNode =
  | { readonly kind: 'sequence'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'parallel'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'flatten'; readonly path: readonly string[]; readonly node: PlanNode }
  | { readonly kind: 'condition'; readonly variable: string; readonly then: PlanNode | null; readonly otherwise: PlanNode | null }
  | FetchPlan;

/** One operation on one subgraph; at the place that the flatten nodes above it say. */
export interface FetchPlan {
  readonly kind: 'fetch';
  readonly subgraph: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Variables of the client's operation that this one uses. */
  readonly variables: readonly string[];
  /** What identifies each entity, in the data so far; null for a fetch from the root. */
  readonly requires: readonly RequiredSelection[] | null;
  /** Changes to each representation before it is sent. */
  readonly inputRewrites: readonly Rewrite[];
  /** Changes to the answer before it is merged. */
  readonly outputRewrites: readonly Rewrite[];
}

/** A part of the representation of an entity. */
export type RequiredSelection =
  | { readonly kind: 'field'; readonly key: string; readonly selections: readonly RequiredSelection[] | null }
  | { readonly kind: 'fragment'; readonly type: string | null; readonly selections: readonly RequiredSelection[] };

/** A change at a path of keys; an element `... on T` means: only where the object is a T. */
export type Rewrite =
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: 'rename'; readonly path: readonly string[]; readonly key: string };

/** The element of a flatten path that stands for each element of a list. */
export const eachElement = '@';

/** The type of a path element `... on T`; null for a key. */
export const typeOfPathElement = (element: string): string | null => (element.startsWith('... on ') ? element.slice('... on '.length) : null);

/** The whole plan: `root` is null when no subgraph is needed; a subscription has its source in `primary` and the rest per event in `root`. */
export interface QueryPlan {
  readonly primary: FetchPlan | null;
  readonly root: PlanNode | null;
}
