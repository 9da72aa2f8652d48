import type { GraphQLError } from 'graphql';
import type { RequestContext } from '#kernel/context';
import { DomainError, errorCatalogue, isErrorCode } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { SubgraphResult, SubgraphStream } from '../subgraph-link.ts';
import type { CallerHeaders } from './caller.ts';
import { createEventQueue } from './event-queue.ts';
import { doesNotAnswer } from './http-call.ts';
import { createPatience } from './patience.ts';
import { createReaderWindow, type ReaderWindow } from './reader-window.ts';
import { refused } from './remote-answer.ts';
import type { RemoteLimits } from './remote-limits.ts';
import type { RemoteMetrics } from './remote-metrics.ts';
import { openSubscription } from './remote-subscription.ts';
import type { SocketClient, StreamRequest, Subscription } from './socket-client.ts';

export interface StreamOpenerOptions {
  readonly name: string;
  readonly sockets: SocketClient;
  readonly limits: Pick<RemoteLimits, 'window' | 'reopenMs' | 'maxReopenMs' | 'giveUpMs'>;
  readonly metrics: RemoteMetrics;
  readonly logger: Logger;
}

interface Opening {
  readonly context: RequestContext;
  /** Signed anew for each subscription. */
  readonly caller: () => CallerHeaders;
}

type Opened = SubgraphStream | { readonly errors: readonly GraphQLError[] };

/**
 * Opens streams of one subgraph elsewhere. When a stream is cut its reader gets an event whose error says so. A source that may be opened again is opened again,
 * after pauses that grow, and the stream goes on; when that takes too long, and for any other source, that event is the last.
 */
export function createStreamOpener(options: StreamOpenerOptions): (request: StreamRequest, opening: Opening) => Promise<Opened> {
  return (request, opening) =>
    new Promise((resolve) => {
      const { signal } = opening.context.cancellation;
      const settle = (opened: Opened): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(opened);
      };
      const stream = createRemoteStream({ ...options, request, caller: opening.caller, onOpen: () => settle(stream), onRefused: (result) => settle({ errors: result.errors ?? [] }) });
      const onAbort = (): void => {
        void stream.return();
        settle(refused(DomainError.isInstance(signal.reason) ? signal.reason : new DomainError('CANCELLED', 'The request was cancelled')));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      else stream.start();
    });
}

interface RemoteStreamOptions extends StreamOpenerOptions {
  readonly request: StreamRequest;
  readonly caller: () => CallerHeaders;
  /** The source is open for the first time. */
  readonly onOpen: () => void;
  /** It was never open. */
  readonly onRefused: (result: SubgraphResult) => void;
}

function createRemoteStream({ name, sockets, limits, metrics, logger, request, caller, onOpen, onRefused }: RemoteStreamOptions): SubgraphStream & { start(): void } {
  const queue = createEventQueue();
  const patience = createPatience(limits);
  let subscription: Subscription | null = null;
  let window: ReaderWindow | null = null;
  let timer: NodeJS.Timeout | undefined;
  let state: 'new' | 'once' | 'repeatable' | 'away' | 'over' = 'new';

  const finish = (last: SubgraphResult | null): void => {
    const wasOpen = state !== 'new';
    state = 'over';
    if (!wasOpen) onRefused(last ?? refused(doesNotAnswer(name)));
    else if (last !== null) queue.push(last);
    queue.end();
  };
  const cut = (fault: unknown): void => {
    if (state === 'over') return;
    logger.debug({ subgraph: name, err: fault }, 'a stream of a subgraph elsewhere was cut');
    const pause = state === 'repeatable' || state === 'away' ? patience.nextPause() : null;
    if (pause === null) {
      finish(state === 'new' ? null : away(name, false));
      return;
    }
    if (state === 'repeatable') queue.announce(away(name, true));
    state = 'away';
    timer = setTimeout(start, pause);
  };
  const opened = (isRepeatable: boolean): void => {
    if (state === 'new') onOpen();
    else metrics.reopened();
    state = isRepeatable ? 'repeatable' : 'once';
    patience.renew();
  };

  function start(): void {
    // What waits for the reader is part of the window.
    const own = createReaderWindow(Math.max(1, limits.window - queue.length), (events) => (own === window ? subscription?.more(events) : undefined));
    window = own;
    try {
      subscription = openSubscription(sockets, { request, caller: caller(), window: own }, {
        onOpened: opened,
        onRefused: (result) => (state === 'away' && isRetryable(result) ? cut(null) : finish(result)),
        onEvent: (result) => queue.push(result, () => own.taken()),
        onEnded: () => finish(null),
        onCut: cut,
      });
    } catch (fault) {
      cut(fault);
    }
  }

  return {
    start,
    next: () => queue.next(),
    async return() {
      state = 'over';
      clearTimeout(timer);
      subscription?.cancel();
      queue.drop();
    },
  };
}

const away = (subgraph: string, retrying: boolean): SubgraphResult => {
  const { message, details } = doesNotAnswer(subgraph);
  return refused(new DomainError('SUBGRAPH_UNAVAILABLE', retrying ? `${message}: the stream goes on when it is back` : `${message}: the stream ends`, { details: { ...details, retrying } }));
};

const isRetryable = ({ errors = [] }: SubgraphResult): boolean =>
  errors.length > 0 && errors.every(({ extensions: { code } }) => isErrorCode(code) && errorCatalogue[code].retryable);
