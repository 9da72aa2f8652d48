import { setMaxListeners } from 'node:events';
import type { GraphQLError } from 'graphql';
import { cancellationOf } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { createExecutionScope } from '../../subgraph-links/index.ts';
import { createRun } from '../execution/run.ts';
import type { RequestVariables } from '../graph-engine.ts';
import type { StreamSource } from '../operation-variant.ts';
import type { Begun, RunnableOperation } from '../runnable-operation.ts';
import { createGraphStream, type OutcomeIterator } from './graph-stream.ts';
import type { Lineage } from './lineage.ts';
import { createLiveAnswers } from './live-answers.ts';

/** A subscription that may run. */
export interface StreamRequest {
  readonly operation: RunnableOperation;
  readonly begun: Begun;
  readonly given: RequestVariables;
}

/** Why the subgraph opened nothing. */
export interface Refused {
  readonly errors: readonly GraphQLError[];
}

interface OpenSourceOptions {
  readonly lineage: Lineage;
  readonly logger: Logger;
  /** Called once, when the stream is over. */
  readonly onClose: () => void;
}

/** Opens a subscription on its subgraph; the errors when the subgraph would not. */
export async function openSource({ operation, begun: { run, variant }, given }: StreamRequest, source: StreamSource, { lineage, logger, onClose }: OpenSourceOptions): Promise<OutcomeIterator | Refused> {
  // The stream has a signal of its own, so that its end wakes a source that waits for something else than a reader.
  const { context } = run.scope;
  const controller = new AbortController();
  // Any number of streams and resolvers may listen to one request.
  setMaxListeners(0, context.cancellation.signal, controller.signal);
  const abort = (): void => controller.abort(context.cancellation.signal.reason);
  context.cancellation.signal.addEventListener('abort', abort, { once: true });
  const streamContext = { ...context, cancellation: cancellationOf(controller.signal) };
  const streamRun = createRun(run.variables, createExecutionScope(streamContext), run.errors);

  const events = await source.open(source.pick(run.variables), streamRun.scope);
  if ('errors' in events) {
    context.cancellation.signal.removeEventListener('abort', abort);
    source.absorb(streamRun, events);
    return { errors: streamRun.errors };
  }
  return createGraphStream({
    source: createLiveAnswers({ operation, begun: { run: streamRun, variant }, source, events }, { lineage, given, context: streamContext, logger }),
    signal: controller.signal,
    onClose: () => {
      context.cancellation.signal.removeEventListener('abort', abort);
      controller.abort(new DomainError('CANCELLED', 'The stream has ended'));
      onClose();
    },
  });
}
