import { setMaxListeners } from 'node:events';
import { cancellationOf } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { GraphOutcome } from '#kernel/graph-port';
import { createExecutionScope } from '../../subgraph-links/index.ts';
import { createDeferral } from '../execution/deferral.ts';
import type { OperationResult } from '../engine-metrics.ts';
import { createRunInParts } from '../execution/run.ts';
import { faultRefusal } from '../fault-refusal.ts';
import type { RunningWatch } from '../observation/operation-watch.ts';
import type { Begun } from '../runnable-operation.ts';
import { createGraphStream, type AnswerSource, type OutcomeIterator } from '../stream/graph-stream.ts';
import { answersInParts, type PartsOptions } from './answers-in-parts.ts';

interface OpenOptions extends Omit<PartsOptions, 'deferral'> {
  /** Told once, when the stream is over. */
  readonly end: RunningWatch['end'];
}

/** Runs an operation in parts. Nothing is fetched before the reader asks for the first, and fetches that are under way end with the stream. */
export function openInParts({ run, variant }: Begun, { end, ...options }: OpenOptions): OutcomeIterator {
  const { context } = run.scope;
  const controller = new AbortController();
  setMaxListeners(0, context.cancellation.signal, controller.signal);
  const abort = (): void => controller.abort(context.cancellation.signal.reason);
  context.cancellation.signal.addEventListener('abort', abort, { once: true });
  if (context.cancellation.isAborted) abort();

  const deferral = createDeferral();
  const scope = createExecutionScope({ ...context, cancellation: cancellationOf(controller.signal) });
  const answers = answersInParts({ run: createRunInParts({ ...run, scope }, deferral), variant }, { ...options, deferral });
  let result: OperationResult = 'ok';
  const source: AnswerSource = {
    async next() {
      const answer = await answers.next().catch((fault: unknown) => ({ done: false as const, value: { errors: [faultRefusal(fault, context, options.logger)], hasNext: false } }));
      if (answer.done !== true && hasErrors(answer.value)) result = 'partial';
      return answer;
    },
    async return() {
      await answers.return(undefined).catch(() => undefined);
    },
  };
  return createGraphStream({
    source,
    signal: controller.signal,
    onClose: () => {
      context.cancellation.signal.removeEventListener('abort', abort);
      controller.abort(new DomainError('CANCELLED', 'The answer has ended'));
      end(result, run.fetches);
    },
  });
}

const hasErrors = ({ errors, incremental = [] }: GraphOutcome<unknown>): boolean => errors !== undefined || incremental.some((part) => part.errors !== undefined);
