import { setMaxListeners } from 'node:events';
import { cancellationOf } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { GraphOutcome } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { createExecutionScope, isPromise, type SubgraphEvent } from '../../subgraph-links/index.ts';
import type { Data } from '../data.ts';
import type { EngineMetrics } from '../engine-metrics.ts';
import { faultRefusal } from '../fault-refusal.ts';
import { createGraphStream, streamOf, type OutcomeIterator } from './graph-stream.ts';
import type { OperationVariant, StreamSource } from '../operation-variant.ts';
import { toOutcome } from '../answer/outcome.ts';
import { createRun, isStopped, type Run } from '../execution/run.ts';

/** What running operations takes. */
export interface RunEnvironment {
  readonly logger: Logger;
  readonly metrics: EngineMetrics;
}

/** An operation that is about to run. */
export interface Begun {
  readonly run: Run;
  readonly variant: OperationVariant;
}

/** Opens a subscription on its subgraph. A refusal is the only answer of the stream. */
export async function openGraphStream(begun: Begun, environment: RunEnvironment): Promise<OutcomeIterator> {
  const { run, variant } = begun;
  const { source } = variant;
  if (source === null) return streamOf(toOutcome(run, variant, environment.logger));
  if (isStopped(run)) return streamOf({ errors: run.errors });

  // The stream has a signal of its own, so that its end wakes a source that waits for something else than a reader.
  const { context } = run.scope;
  const controller = new AbortController();
  // Any number of streams and resolvers may listen to one request.
  setMaxListeners(0, context.cancellation.signal, controller.signal);
  const abort = (): void => controller.abort(context.cancellation.signal.reason);
  context.cancellation.signal.addEventListener('abort', abort, { once: true });
  const streamRun = createRun(run.variables, createExecutionScope({ ...context, cancellation: cancellationOf(controller.signal) }), run.errors);

  const opened = await source.open(source.pick(run.variables), streamRun.scope);
  if ('errors' in opened) {
    context.cancellation.signal.removeEventListener('abort', abort);
    source.absorb(streamRun, opened);
    return streamOf({ errors: streamRun.errors });
  }
  environment.metrics.subscriptions(1);
  return createGraphStream({
    source: opened,
    complete: createCompletion({ run: streamRun, variant }, source, environment),
    signal: controller.signal,
    onClose: () => {
      context.cancellation.signal.removeEventListener('abort', abort);
      controller.abort(new DomainError('CANCELLED', 'The stream has ended'));
      environment.metrics.subscriptions(-1);
    },
  });
}

/** Makes the answer of one event. Each event has a scope of its own, so that nothing is read from a loader of an event before. */
function createCompletion({ run: { variables, errors, scope: { context } }, variant }: Begun, { absorb }: StreamSource, { logger }: RunEnvironment): (event: SubgraphEvent) => Promise<GraphOutcome<Data>> {
  return async (event) => {
    try {
      const run = createRun(variables, createExecutionScope(context), [...errors]);
      const result = event(run.scope);
      absorb(run, isPromise(result) ? await result : result);
      const pending = run.data === null ? undefined : variant.step?.(run);
      if (pending !== undefined) await pending;
      return toOutcome(run, variant, logger);
    } catch (fault) {
      return { errors: [faultRefusal(fault, context, logger)] };
    }
  };
}
