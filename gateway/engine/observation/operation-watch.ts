import { createHash } from 'node:crypto';
import { print } from 'graphql';
import type { RequestContext } from '#kernel/context';
import type { Logger } from '#kernel/logging';
import type { Tracing } from '#kernel/tracing';
import type { OperationDocument } from '../document/operation-document.ts';
import type { EngineMetrics, OperationResult } from '../engine-metrics.ts';
import type { FetchNote } from '../execution/run.ts';

/** Sees one operation each time that it runs. */
export interface OperationWatch {
  /** Told when a request begins; of a subscription, when it is to be opened. */
  begin(context: RequestContext): RunningWatch;
}

/** One request, from its variables to its answer. */
export interface RunningWatch {
  /** The context to run in: in a trace, part of the span of this operation. */
  readonly context: RequestContext;
  readonly end: (result: OperationResult, fetches: readonly FetchNote[]) => void;
}

export interface OperationWatchOptions {
  readonly metrics: EngineMetrics;
  readonly logger: Logger;
  /** Null when nobody traces. */
  readonly tracing: Tracing | null;
  /** Operations that take longer are logged; null for none. In milliseconds. */
  readonly slowMs: number | null;
}

/** What logs and traces show of a name that a client gave. */
const longestName = 80;

/** Watches one operation: counts it, measures it, traces it, and logs it when it is slow, with everything but its variables. */
export function createOperationWatch(document: OperationDocument, isTrusted: boolean, { metrics, logger, tracing, slowMs }: OperationWatchOptions): OperationWatch {
  const { operation: kind, name } = document.operation;
  const fullName = name?.value ?? 'anonymous';
  const operation = fullName.slice(0, longestName);
  const count = metrics.operation(kind);
  const observe = metrics.duration({ kind, name: fullName, isTrusted });
  const hash = lazily(() => hashOf(document));

  const logSlow = ({ requestId }: RequestContext, milliseconds: number, fetches: readonly FetchNote[]): void => logger.warn({
    request_id: requestId, operation, kind, hash: hash(), duration_ms: rounded(milliseconds),
    fetches: fetches.map((fetch) => ({ subgraph: fetch.subgraph, duration_ms: rounded(fetch.milliseconds) })),
  }, 'slow operation');

  return {
    begin(given) {
      const start = performance.now();
      const span = tracing?.start(`${kind} ${operation}`, { parent: given.traceparent, kind: 'server', attributes: { 'graphql.operation.type': kind, 'graphql.operation.name': operation } });
      const context = span === undefined ? given : { ...given, traceparent: span.traceparent };
      return {
        context,
        end(result, fetches) {
          const milliseconds = performance.now() - start;
          count(result);
          observe(result, milliseconds / 1_000);
          if (slowMs !== null && milliseconds >= slowMs) logSlow(context, milliseconds, fetches);
          if (span?.isRecorded === true) span.end({ attributes: { 'graphql.document.hash': hash(), 'graphql.result': result, 'graphql.fetches': fetches.length }, ...(result === 'refused' && { failure: result }) });
          else span?.end();
        },
      };
    },
  };
}

function lazily(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}

/** Names the text of an operation in logs and traces, whatever its layout. */
const hashOf = ({ operation, fragments }: OperationDocument): string => createHash('sha256').update([operation, ...fragments.values()].map(print).join('\n')).digest('hex').slice(0, 16);

const rounded = (milliseconds: number): number => Math.round(milliseconds * 1_000) / 1_000;
