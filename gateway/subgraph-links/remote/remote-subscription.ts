import type { SubgraphResult } from '../subgraph-link.ts';
import { readAnswer } from './remote-answer.ts';
import type { SocketClient, StreamRequest, Subscription } from './socket-client.ts';
import type { CallerHeaders } from './caller.ts';
import type { ReaderWindow } from './reader-window.ts';

/** What one subscription at a subgraph elsewhere tells. After `onRefused`, `onEnded` and `onCut` nothing follows. */
export interface SubscriptionEvents {
  /** The source is open; `isRepeatable` when it may be opened again without an effect. */
  onOpened(isRepeatable: boolean): void;
  onRefused(result: SubgraphResult): void;
  onEvent(result: SubgraphResult): void;
  onEnded(): void;
  /** The connection failed, or the other side does not keep to the rules. */
  onCut(fault: unknown): void;
}

interface Opening {
  readonly request: StreamRequest;
  readonly caller: CallerHeaders;
  readonly window: ReaderWindow;
}

/**
 * Opens one subscription. Its first message says whether the source is open (`extensions.opened`) or why it is not (`extensions.refused`); what follows are its
 * events.
 */
export function openSubscription(sockets: SocketClient, { request, caller, window }: Opening, events: SubscriptionEvents): Subscription {
  let state: 'opening' | 'open' | 'over' = 'opening';
  const end = (tell: () => void): void => {
    if (state === 'over') return;
    state = 'over';
    tell();
  };
  const cut = (fault: unknown): void => {
    end(() => events.onCut(fault));
    // Not before `subscription` is there: a socket that is closed answers at once.
    queueMicrotask(() => subscription.cancel());
  };
  const take = (value: unknown): void => {
    const result = readAnswer(value);
    if (result === null) cut(new Error('A message is no event'));
    else if (window.admit()) events.onEvent(result);
    else cut(new Error('More events came than were asked for'));
  };
  const begin = (value: unknown): void => {
    const { opened, refused } = extensionsOf(value);
    const refusal = refused === true ? readAnswer(value) : null;
    if (refusal !== null) {
      end(() => events.onRefused(refusal));
    } else if (isRecord(opened)) {
      state = 'open';
      events.onOpened(opened['repeatable'] === true);
    } else {
      cut(new Error('The first message does not say whether the source is open'));
    }
  };

  const subscription = sockets.subscribe({ ...request, caller, window: window.size }, {
    next: (value) => (state === 'opening' ? begin(value) : state === 'open' && take(value)),
    complete: () => end(() => events.onEnded()),
    error(fault) {
      // The client counts a subscription until it is cancelled, also one that failed.
      queueMicrotask(() => subscription.cancel());
      const refusal = Array.isArray(fault) ? readAnswer({ errors: fault }) : null;
      end(() => (refusal === null ? events.onCut(fault) : events.onRefused(refusal)));
    },
  });
  return subscription;
}

const extensionsOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) && isRecord(value['extensions']) ? value['extensions'] : {});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
