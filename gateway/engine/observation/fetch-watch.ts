import type { Tracing } from '#kernel/tracing';
import type { ExecutionScope, SubgraphResult } from '../../subgraph-links/index.ts';
import type { Run } from '../execution/run.ts';
import { codeOf } from '../refusal.ts';

/** Sees the fetches from one subgraph. */
export interface FetchWatch {
  /** The span of a fetch that begins; null when nobody traces. */
  trace(run: Run): FetchSpan | null;
  /** Told when a fetch has ended. */
  ended(run: Run, milliseconds: number): void;
}

/** A fetch in a trace. */
export interface FetchSpan {
  /** The scope of the run, with this span as the one that the subgraph is part of. */
  readonly scope: ExecutionScope;
  end(result: SubgraphResult): void;
}

/** Observes by the histogram of the subgraph and, where there is one, by the trace of the run. */
export function createFetchWatch(subgraph: string, observeSeconds: (seconds: number) => void, tracing: Tracing | null): FetchWatch {
  return {
    trace: tracing === null ? () => null : ({ scope }) => startSpan(subgraph, scope, tracing),
    ended({ fetches }, milliseconds) {
      fetches.push({ subgraph, milliseconds });
      observeSeconds(milliseconds / 1_000);
    },
  };
}

function startSpan(subgraph: string, scope: ExecutionScope, tracing: Tracing): FetchSpan {
  const span = tracing.start(`fetch ${subgraph}`, { parent: scope.context.traceparent, kind: 'client', attributes: { 'graphql.subgraph': subgraph } });
  return {
    scope: { ...scope, context: { ...scope.context, traceparent: span.traceparent } },
    end({ errors = [] }) {
      const [first] = errors;
      if (first === undefined) span.end();
      else span.end({ attributes: { 'graphql.errors': errors.length }, failure: codeOf(first) });
    },
  };
}
