import type { DocumentNode } from 'graphql';

/** How an operation is answered: fetches from subgraphs, and what has to wait for what. Plain data, whatever planner made it. */
export type PlanNode = SequencePlan | ParallelPlan | FlattenPlan | ConditionPlan | DeferPlan | FetchPlan;

/** One after the other. */
export interface SequencePlan {
  readonly kind: 'sequence';
  readonly nodes: readonly PlanNode[];
}

/** All at once. */
export interface ParallelPlan {
  readonly kind: 'parallel';
  readonly nodes: readonly PlanNode[];
}

/** What is below concerns the objects at a path of data keys; `eachElement` stands for each element of a list. */
export interface FlattenPlan {
  readonly kind: 'flatten';
  readonly path: readonly string[];
  readonly node: PlanNode;
}

/** One of two, as a Boolean variable says. */
export interface ConditionPlan {
  readonly kind: 'condition';
  readonly variable: string;
  readonly then: PlanNode | null;
  readonly otherwise: PlanNode | null;
}

/** A primary part, and parts that are answered later. */
export interface DeferPlan {
  readonly kind: 'defer';
  readonly primary: PlanNode | null;
  readonly parts: readonly DeferredPlan[];
}

/** The fetches for one deferred fragment, nested ones left out; null when those before it bring its fields too. */
export interface DeferredPlan {
  /** The label of the fragment in the planned document. */
  readonly label: string;
  /** The ids of the fetches that have to end first. */
  readonly depends: readonly string[];
  readonly node: PlanNode | null;
}

/** One operation on one subgraph; at the place that the flatten nodes above it say. */
export interface FetchPlan {
  readonly kind: 'fetch';
  /** Null when no deferred part depends on it. */
  readonly id: string | null;
  readonly subgraph: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Variables of the client's operation that this one uses. */
  readonly variables: readonly string[];
  /** Variables whose values are in the data, above each entity. */
  readonly contextVariables: readonly ContextVariable[];
  /** What identifies each entity, in the data so far; null for a fetch from the root. */
  readonly requires: readonly RequiredSelection[] | null;
  /** Changes to each representation before it is sent. */
  readonly inputRewrites: readonly Rewrite[];
  /** Changes to the answer before it is merged. */
  readonly outputRewrites: readonly Rewrite[];
}

/** Where an argument with `@fromContext` has its value: so many objects up from the entity, then down a path as of a rewrite. Several may name one variable: the first that finds a value gives it. */
export interface ContextVariable {
  readonly name: string;
  readonly levels: number;
  readonly path: readonly string[];
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
