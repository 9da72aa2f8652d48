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
  /** What the fetches brought so far; the engine owns its objects, but not what the leaves hold. */
  data: Data | null;
  /** True once nobody waits for the answer; no fetch starts after that. */
  stopped: boolean;
}

/** The start of a run. */
export function createRun(variables: SubgraphVariables, scope: ExecutionScope, errors: GraphQLError[] = []): Run {
  return { variables, scope, errors, data: null, stopped: false };
}

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
