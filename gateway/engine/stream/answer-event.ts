import type { GraphOutcome } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { createExecutionScope, isPromise, type SubgraphEvent } from '../../subgraph-links/index.ts';
import { toOutcome } from '../answer/outcome.ts';
import type { Data } from '../data.ts';
import { createRun } from '../execution/run.ts';
import { faultRefusal } from '../fault-refusal.ts';
import type { StreamSource } from '../operation-variant.ts';
import type { Begun } from '../runnable-operation.ts';

interface Subscription {
  readonly begun: Begun;
  readonly source: Pick<StreamSource, 'absorb'>;
}

/** Makes the answer of one event; never rejects. Each event has a scope of its own, so that nothing is read from a loader of an event before. */
export async function answerEvent({ begun: { run: { variables, errors, scope: { context } }, variant }, source }: Subscription, event: SubgraphEvent, logger: Logger): Promise<GraphOutcome<Data>> {
  try {
    const run = createRun(variables, createExecutionScope(context), [...errors]);
    const result = event(run.scope);
    source.absorb(run, isPromise(result) ? await result : result);
    const pending = run.data === null ? undefined : variant.step?.(run);
    if (pending !== undefined) await pending;
    return toOutcome(run, variant, logger);
  } catch (fault) {
    return { errors: [faultRefusal(fault, context, logger)] };
  }
}
