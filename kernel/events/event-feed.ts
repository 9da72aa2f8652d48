import { DomainError } from '#kernel/errors';
import { pulled } from '#kernel/iteration';
import { createEventQueue, type EventQueueOptions } from './event-queue.ts';
import type { EventRecord } from './event-rows.ts';

/** The events of one subscriber, pulled one at a time. */
export interface EventFeed extends AsyncIterableIterator<EventRecord> {
  /**
   * Resolves when whoever pulls has dealt with every event up to `id`: when it has asked for the next one.
   * @throws DomainError UNAVAILABLE when the feed is closed before
   */
  caughtUp(id: bigint): Promise<void>;
  /** Ends the feed, also while a pull is waiting. */
  return(): Promise<IteratorResult<EventRecord>>;
}

export interface EventFeedOptions extends Omit<EventQueueOptions, 'onIdle'> {
  /** Each of them ends the feed. */
  readonly signals: readonly AbortSignal[];
}

interface Waiter {
  readonly id: bigint;
  readonly settle: (fault?: DomainError) => void;
}

const closedFault = (): DomainError => new DomainError('UNAVAILABLE', 'The event feed is closed');

/** A feed over a queue of its own. */
export function createEventFeed({ signals, ...options }: EventFeedOptions): EventFeed {
  const waiters = new Set<Waiter>();
  let pulling = false;
  let closed = false;
  const settleWaiters = (): void => {
    if (!pulling || waiters.size === 0) return;
    const dealtWith = queue.takenUpTo();
    for (const waiter of waiters) if (waiter.id <= dealtWith) waiter.settle();
  };
  const queue = createEventQueue({ ...options, onIdle: settleWaiters });

  function close(): void {
    if (closed) return;
    closed = true;
    queue.close();
    for (const signal of signals) signal.removeEventListener('abort', close);
    for (const waiter of waiters) waiter.settle(closedFault());
  }

  async function take(): Promise<EventRecord | null> {
    pulling = true;
    settleWaiters();
    const event = await queue.take();
    pulling = false;
    return event;
  }

  for (const signal of signals) signal.addEventListener('abort', close);
  if (signals.some(({ aborted }) => aborted)) close();
  return {
    ...pulled({ take, close }),
    caughtUp: (id) =>
      new Promise((resolve, reject) => {
        const settle = (fault?: DomainError): void => {
          waiters.delete(waiter);
          if (fault === undefined) resolve();
          else reject(fault);
        };
        const waiter: Waiter = { id, settle };
        if (closed) settle(closedFault());
        else waiters.add(waiter);
        settleWaiters();
      }),
  };
}
