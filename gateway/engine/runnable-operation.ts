import type { GraphQLError } from 'graphql';
import type { RequestContext } from '#kernel/context';
import type { PreparedOperation } from '#kernel/graph-port';
import type { Data } from './data.ts';
import type { Run } from './execution/run.ts';
import type { KeptAnswers, RequestVariables } from './graph-engine.ts';
import type { OperationVariant } from './operation-variant.ts';

/** A prepared operation as the engine itself uses it. */
export interface RunnableOperation extends PreparedOperation<Data, RequestVariables> {
  /** The number of the generation that it was prepared for. */
  readonly generation: number;
  /** False when what a principal may have of it can change while a stream is open. */
  readonly isSteady: boolean;
  /** Null when no answer may be kept. */
  readonly kept: KeptAnswers | null;
  /** What the request costs, and its plan, as text to read. Rejects with a DomainError when the request may not run. */
  readonly describePlan: (given: RequestVariables, context: RequestContext) => Promise<string>;
  /** Coerces, authorises and bounds a request. @throws DomainError, or rejects with it, when the request may not run */
  readonly begin: (given: RequestVariables, context: RequestContext) => Admission | Promise<Admission>;
}

/** A request that may run, or what speaks against it. */
export type Admission = Begun | readonly GraphQLError[];

/** An operation that is about to run. */
export interface Begun {
  readonly run: Run;
  readonly variant: OperationVariant;
}
