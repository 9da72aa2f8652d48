import { cancellationOf, type RequestContext } from '#kernel/context';
import type { Logger } from '#kernel/logging';
import type { Principal } from '#kernel/principal';
import { createExecutionScope } from '../../subgraph-links/index.ts';
import { toOutcome } from '../answer/outcome.ts';
import type { EngineMetrics } from '../engine-metrics.ts';
import { createRun, isStopped } from '../execution/run.ts';
import type { StreamSource } from '../operation-variant.ts';
import { createGraphStream, streamOf, type AnswerSource, type OutcomeIterator } from './graph-stream.ts';
import type { Lineage } from './lineage.ts';
import { openSource, type Refused, type StreamRequest } from './open-source.ts';
import { createSharedStream, type SharedStream, type StreamBounds } from './shared-stream.ts';

/** What running operations takes. */
export interface RunEnvironment {
  readonly logger: Logger;
  readonly metrics: EngineMetrics;
}

/** What the streams of one operation take. */
export interface StreamEnvironment extends RunEnvironment {
  readonly lineage: Lineage;
  readonly streams: StreamBounds;
}

/** Opens a stream of one operation. A refusal is its only answer. */
export type OpenStream = (request: StreamRequest) => Promise<OutcomeIterator>;

/** Opens subscriptions on their subgraph: one for each reader, or one for all who ask for the same when the schema says that they may share it. */
export function createStreamOpener({ logger, metrics, lineage, streams }: StreamEnvironment): OpenStream {
  const shared = new Map<string, Promise<SharedStream | Refused>>();
  const onClose = (): void => metrics.subscriptions(-1);
  const count = (stream: OutcomeIterator): OutcomeIterator => {
    metrics.subscriptions(1);
    return stream;
  };

  const openShared = (key: string, request: StreamRequest, source: StreamSource): Promise<SharedStream | Refused> => {
    const forget = (): void => void shared.delete(key);
    const opening = openSource(ofNobody(request), source, { lineage, logger, onClose: forget })
      .then((stream) => ('errors' in stream ? stream : createSharedStream(stream, streams)));
    shared.set(key, opening);
    opening.then((stream) => ('errors' in stream ? forget() : undefined), forget);
    return opening;
  };

  const join = async (request: StreamRequest, source: StreamSource): Promise<AnswerSource | Refused> => {
    const key = JSON.stringify([request.given ?? null, principalKey(request.begun.run.scope.context.principal)]);
    const stream = await (shared.get(key) ?? openShared(key, request, source));
    // It may have ended while this reader waited for it: then it is forgotten already.
    return 'errors' in stream ? stream : stream.join() ?? join(request, source);
  };

  return async (request) => {
    const { run, variant } = request.begun;
    const { source } = variant;
    if (source === null) return streamOf(toOutcome(run, variant, logger));
    if (isStopped(run)) return streamOf({ errors: run.errors });
    if (!source.isShared) {
      const stream = await openSource(request, source, { lineage, logger, onClose });
      return 'errors' in stream ? streamOf(stream) : count(stream);
    }
    const answers = await join(request, source);
    return 'errors' in answers ? streamOf(answers) : count(createGraphStream({ source: answers, signal: run.scope.context.cancellation.signal, onClose }));
  };
}

/** The same request without the one who asks first: the source stays when he leaves. */
function ofNobody({ begun: { run, variant }, ...request }: StreamRequest): StreamRequest {
  const context: RequestContext = { ...run.scope.context, cancellation: cancellationOf(new AbortController().signal) };
  return { ...request, begun: { variant, run: createRun(run.variables, createExecutionScope(context), run.errors) } };
}

/** Principals of one key see the same. */
const principalKey = (principal: Principal | null): readonly unknown[] =>
  (principal === null ? [] : [principal.subject, principal.assurance, principal.role, [...principal.scopes].sort()]);
