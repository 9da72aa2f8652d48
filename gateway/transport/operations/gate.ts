import { DomainError } from '#kernel/errors';
import type { GraphEngine, Preparation } from '../../engine/index.ts';
import type { Documents } from '../documents/documents.ts';
import type { TransportLimits } from '../limits.ts';
import { createIntrospectionSwitch } from '../protection/introspection-switch.ts';
import { createQuota } from '../protection/quota.ts';
import { createRateLimit } from '../protection/rate-limit.ts';
import { createDeadlines, type Deadlines } from './deadlines.ts';
import type { OperationRequest } from './request-parameters.ts';

/** What every operation passes before it runs, whatever carried it. */
export interface Gate {
  /** Counts operations of a caller; undefined where nothing is limited. @throws DomainError RATE_LIMITED, as a rejection */
  count(caller: string, operations: number): Promise<void> | undefined;
  /** Lets a query or mutation of a caller in, until the returned function is called. @throws DomainError RATE_LIMITED */
  enter(caller: string): () => void;
  /** The same for a stream. */
  enterStream(caller: string): () => void;
  /** Ends queries and mutations that take too long. */
  readonly deadlines: Deadlines;
  /** The refusal of what takes too long. */
  readonly late: () => DomainError;
  /** Finds, checks and plans what a request asks for, under the trace of its caller. @throws DomainError as `Documents.textOf` */
  prepare(request: OperationRequest, traceparent?: string | null): Preparation | Promise<Preparation>;
}

export interface GateOptions {
  readonly engine: GraphEngine;
  readonly documents: Documents;
  readonly introspection: boolean;
  readonly limits: TransportLimits;
}

/** One gate for all transports of a gateway. */
export function createGate({ engine, documents, introspection, limits }: GateOptions): Gate {
  const rate = createRateLimit(limits.operationsPerMinute);
  const operations = createQuota({ limit: limits.operationsPerCaller, message: (limit) => `At most ${limit} operations at a time` });
  const streams = createQuota({ limit: limits.streamsPerCaller, message: (limit) => `At most ${limit} streams at a time` });
  const screen = createIntrospectionSwitch(introspection);

  const prepared = (preparation: Preparation, request: OperationRequest): Preparation => {
    const seen = screen(preparation);
    if (request.hash !== null && seen.kind === 'ready') documents.register(request);
    return seen;
  };

  return {
    count: (caller, count) => rate.count(caller, count),
    enter: (caller) => operations.take(caller),
    deadlines: createDeadlines(limits.operationMs),
    late: () => new DomainError('DEADLINE_EXCEEDED', `The operation did not finish within ${limits.operationMs / 1000} seconds`),
    enterStream: (caller) => streams.take(caller),
    prepare(request, traceparent = null) {
      const { operationName } = request;
      const preparation = engine.prepare({ query: documents.textOf(request), operationName }, traceparent);
      return preparation instanceof Promise ? preparation.then((later) => prepared(later, request)) : prepared(preparation, request);
    },
  };
}
