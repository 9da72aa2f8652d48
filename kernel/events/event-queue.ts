import type { EventFilter, EventRange, EventRecord } from './event-rows.ts';

/** What the reader of the outbox tells a queue that has joined it. */
export interface LiveQueue {
  readonly filter: EventFilter;
  /** An event of one of the filter's topics. */
  push(event: EventRecord): void;
  /** Every event up to the reader's place has been pushed. */
  advance(): void;
}

/** Where a queue gets its events. */
export interface EventSource {
  /** Up to where the live reader has come. */
  readonly place: () => bigint;
  readonly readPage: (filter: EventFilter, range: EventRange) => Promise<readonly EventRecord[]>;
  readonly join: (queue: LiveQueue) => void;
  readonly leave: (queue: LiveQueue) => void;
}

export interface EventQueueOptions {
  readonly source: EventSource;
  readonly filter: EventFilter;
  /** Where to begin: events after this id. */
  readonly after: bigint;
  /** Most events that wait in memory. */
  readonly size: number;
  /** Called when `takenUpTo` may have grown while a `take` is waiting. */
  readonly onIdle: () => void;
}

/** The events that wait for one subscriber. */
export interface EventQueue {
  /** The next event, as soon as there is one; null when the queue has been closed. One call at a time. */
  take(): Promise<EventRecord | null>;
  /** No event up to here waits. */
  takenUpTo(): bigint;
  close(): void;
}

const wants = ({ key = null }: EventFilter, event: EventRecord): boolean => key === null || key === event.key;
const later = (left: bigint, right: bigint): bigint => (left > right ? left : right);

/**
 * A queue is live while its taker keeps up: then the reader pushes to it. When it is full, or begins in the past, it reads pages from the database until it
 * has come up with the reader, and is live again. So a slow taker costs neither memory nor anybody else's time.
 */
export function createEventQueue({ source, filter, after, size, onIdle }: EventQueueOptions): EventQueue {
  const events: EventRecord[] = [];
  let cursor = after; // everything up to here has been queued
  let live = false;
  let closed = false;
  let wake: (() => void) | null = null;

  const queue: LiveQueue = {
    filter,
    push(event) {
      if (event.id <= cursor || !wants(filter, event)) return;
      if (events.length === size) {
        setLive(false);
        return;
      }
      events.push(event);
      cursor = event.id;
      wake?.();
    },
    advance() {
      cursor = later(cursor, source.place());
      if (wake !== null && events.length === 0) onIdle();
    },
  };

  function setLive(now: boolean): void {
    live = now;
    if (now) source.join(queue);
    else source.leave(queue);
  }

  async function catchUp(): Promise<void> {
    const upTo = source.place();
    const page = await source.readPage(filter, { after: cursor, upTo, limit: size });
    if (closed) return;
    events.push(...page);
    cursor = page.length === size ? (page.at(-1)?.id ?? cursor) : later(cursor, upTo);
    joinWhenLevel();
  }

  function joinWhenLevel(): void {
    if (cursor >= source.place()) setLive(true);
  }

  joinWhenLevel();
  return {
    async take() {
      while (!closed) {
        const event = events.shift();
        if (event !== undefined) return event;
        if (live) await new Promise<void>((resolve) => (wake = resolve));
        else await catchUp();
        wake = null;
      }
      return null;
    },
    takenUpTo: () => (events[0] === undefined ? cursor : events[0].id - 1n),
    close() {
      closed = true;
      setLive(false);
      events.length = 0;
      wake?.();
    },
  };
}
