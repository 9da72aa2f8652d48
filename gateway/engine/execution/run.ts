import type { GraphQLError } from 'graphql';
import { systemClock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { ExecutionScope, SubgraphVariables } from '../../subgraph-links/index.ts';
import type { Data } from '../data.ts';
import { refusal } from '../refusal.ts';

/** One execution of an operation, or of one event of a subscription. */
export interface Run {
  readonly variables: SubgraphVariables;
  readonly scope: ExecutionScope;
  readonly errors: GraphQLError[];
  /** Every fetch that has ended, those of deferred parts among them. */
  readonly fetches: FetchNote[];
  /** What the fetches brought so far; the engine owns its objects, but not what the leaves hold. */
  data: Data | null;
  /** True once nobody waits for the answer; no fetch starts after that. */
  stopped: boolean;
  /** The deferred parts, when the answer comes in parts. */
  readonly deferral: Deferral | null;
}

/** What one fetch took. */
export interface FetchNote {
  readonly subgraph: string;
  readonly milliseconds: number;
}

/** A part of a plan, ready to run. Ends at once when every subgraph answered at once. */
export type Step = (run: Run) => Promise<void> | undefined;

/** Does nothing. */
export const noStep: Step = () => undefined;

/** How the deferred parts of one run get on. */
export interface Deferral {
  /** Runs a part, once the fetches that it depends on have ended. */
  start(part: DeferredStep, run: Run): void;
  /** Tells that fetches have ended, or will not be sent. */
  reach(fetches: readonly string[]): void;
  /** How a part ended; `running` while it does. One that the plan does not know has nothing to fetch. */
  stateOf(label: string): PartEnd | 'running' | 'nothing to do';
  /** Resolves when the next part ends. */
  nextEnd(): Promise<void>;
}

/** A deferred part of a plan, ready to run. */
export interface DeferredStep {
  readonly label: string;
  readonly depends: readonly string[];
  readonly step: Step;
  /** The ids of its own fetches. */
  readonly fetches: readonly string[];
}

/** A part whose fetches have ended. `fault` is what was thrown on the way, if anything. */
export interface PartEnd {
  readonly run: Run;
  readonly fault: unknown;
}

/** The start of a run. */
export function createRun(variables: SubgraphVariables, scope: ExecutionScope, errors: GraphQLError[] = []): Run {
  return { variables, scope, errors, fetches: [], data: null, stopped: false, deferral: null };
}

/** The start of a run that answers in parts, which all work on the same data. */
export function createRunInParts(run: Run, deferral: Deferral): Run & { readonly data: Data } {
  return { ...run, data: {}, deferral };
}

/** A part of a run, with the same data and errors of its own. */
export const partOf = (run: Run): Run => ({ ...run, errors: [], stopped: false });

/** True when the caller went away or its time is over, which is then the last error of the run. */
export function isStopped(run: Run): boolean {
  if (run.stopped) return true;
  const { context } = run.scope;
  const isLate = context.deadline !== null && systemClock.now() >= context.deadline;
  if (!isLate && !context.cancellation.isAborted) return false;
  run.stopped = true;
  run.errors.push(isLate ? refusal('DEADLINE_EXCEEDED', 'The answer was not ready in time') : cancellation(context.cancellation.signal.reason));
  return true;
}

/** Who aborts may say why. */
const cancellation = (reason: unknown): GraphQLError =>
  (DomainError.isInstance(reason) ? refusal(reason.code, reason.message) : refusal('CANCELLED', 'The request was cancelled'));
