import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#kernel/logging';
import { channel, newestPlaceQuery, nextEventsQuery, toEvent, type EventRecord, type EventRow } from './event-rows.ts';
import { createListeningConnection } from './listening-connection.ts';

export interface EventReaderOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Milliseconds between reads that nothing has asked for. */
  readonly pollMs: number;
  /** Gets every settled event once, in order. */
  readonly onEvents: (events: readonly EventRecord[]) => void;
}

/** Follows the outbox on a connection of its own, through losses of that connection. */
export interface EventReader {
  /** Every settled event up to here has been handed on. */
  readonly place: () => bigint;
  /** Every event that was committed longer ago than this has been handed on; milliseconds. */
  readonly staleness: () => number;
  readonly close: () => Promise<void>;
}

const pageSize = 500;
const shortestBackOffMs = 50;
const longestBackOffMs = 2_000;
const longestRetryMs = 100;

/** Starts to read behind the newest settled event. @throws when the database cannot be reached now */
export async function startEventReader({ url, logger, pollMs, onEvents }: EventReaderOptions): Promise<EventReader> {
  const connection = createListeningConnection({ url, channel, onWake: wake });
  const closing = new AbortController();
  const closed = (): boolean => closing.signal.aborted;
  const [newest] = await connection.query<{ place: string }>(newestPlaceQuery);
  let place = BigInt(newest?.place ?? 0);
  let freshAt = performance.now();
  let reading: Promise<void> | null = null;
  let asked = false;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = 1;
  const poll = setInterval(wake, pollMs).unref();

  /** Reads soon; however many wake-ups come during one read, they are one more read. */
  function wake(): void {
    asked = true;
    if (!closed()) reading ??= readAll().finally(() => (reading = null));
  }

  async function readAll(): Promise<void> {
    for (let backOffMs = shortestBackOffMs; asked && !closed(); ) {
      asked = false;
      try {
        await readPage();
        backOffMs = shortestBackOffMs;
      } catch (error) {
        if (closed()) return;
        logger.warn({ component: 'events', err: error }, 'Events cannot be read; trying again');
        await delay(backOffMs, undefined, { signal: closing.signal }).catch(() => undefined);
        backOffMs = Math.min(backOffMs * 2, longestBackOffMs);
        asked = true;
      }
    }
  }

  async function readPage(): Promise<void> {
    const startedAt = performance.now();
    const rows = await connection.query<EventRow & { readonly settled: boolean }>(nextEventsQuery, [place, pageSize]);
    const settled = rows.filter((row) => row.settled).map(toEvent);
    place = settled.at(-1)?.id ?? place;
    onEvents(settled);
    if (rows.length === pageSize) asked = true;
    else if (rows.length === settled.length) freshAt = startedAt;
    retryUnsettled(rows.length > settled.length);
  }

  /** Nobody announces the end of a transaction that publishes nothing: events that wait for it are looked for again, at a growing distance. */
  function retryUnsettled(unsettled: boolean): void {
    clearTimeout(retry);
    retryMs = unsettled ? Math.min(retryMs * 2, longestRetryMs) : 1;
    if (unsettled) retry = setTimeout(wake, retryMs).unref();
  }

  return {
    place: () => place,
    staleness: () => performance.now() - freshAt,
    async close() {
      closing.abort();
      clearInterval(poll);
      clearTimeout(retry);
      await reading;
      await connection.close();
    },
  };
}
