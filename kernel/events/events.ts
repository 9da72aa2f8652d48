import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#kernel/database';
import type { Logger } from '#kernel/logging';
import { createEventFeed, type EventFeed } from './event-feed.ts';
import type { EventSource, LiveQueue } from './event-queue.ts';
import { startEventReader } from './event-reader.ts';
import { dropForeignQuery, pruneQuery, readPage, type EventFilter, type EventRecord } from './event-rows.ts';
import { publish } from './publish.ts';

export interface Subscription extends EventFilter {
  /** Resume behind this event. Without it the feed begins now: with what is committed after this call, at the latest. */
  readonly after?: bigint | undefined;
  /** Ends the feed. */
  readonly signal?: AbortSignal | undefined;
}

/** The outbox of a database: what is published in a transaction is seen by every subscriber of every process if it commits, once, in one order. */
export interface Events {
  readonly publish: typeof publish;
  /** A pull-based feed; a subscriber that stops pulling holds nobody up. */
  subscribe(subscription: Subscription): EventFeed;
  /** Every event that was committed longer ago than this has reached the feeds of this process; milliseconds. */
  readonly staleness: () => number;
  /** Ends every feed. */
  close(): Promise<void>;
}

export interface EventsOptions {
  readonly database: Pick<Database, 'pool' | 'url'>;
  readonly logger: Logger;
  /** Most events that wait in memory for one subscriber. */
  readonly bufferSize?: number;
  /** Milliseconds between reads that nothing has asked for. */
  readonly pollMs?: number;
  readonly retentionDays?: number;
}

const pruneEveryMs = 3_600_000;
const readAgainMs = 250;

/** Opens the outbox; one connection listens for all subscribers. @throws when the database cannot be reached */
export async function createEvents({ database, logger, bufferSize = 256, pollMs = 1_000, retentionDays = 7 }: EventsOptions): Promise<Events> {
  const { pool, url } = database;
  const hub = createHub();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one per feed
  await pool.query(dropForeignQuery);
  const reader = await startEventReader({ url, logger, pollMs, onEvents: hub.distribute });
  const source: EventSource = {
    place: reader.place,
    join: hub.join,
    leave: hub.leave,
    async readPage(filter, range) {
      while (!closing.signal.aborted) {
        try {
          return await readPage(pool, filter, range);
        } catch (error) {
          logger.warn({ component: 'events', err: error }, 'Past events cannot be read; trying again');
          await delay(readAgainMs, undefined, { signal: closing.signal }).catch(() => undefined);
        }
      }
      return [];
    },
  };
  const prune = (): void => {
    pool.query(pruneQuery, [retentionDays]).catch((error: unknown) => logger.warn({ component: 'events', err: error }, 'Old events cannot be deleted'));
  };
  const pruner = setInterval(prune, pruneEveryMs).unref();
  prune();

  return {
    publish,
    subscribe({ after = reader.place(), signal, ...filter }) {
      return createEventFeed({ source, filter, after, size: bufferSize, signals: [closing.signal, ...(signal === undefined ? [] : [signal])] });
    },
    staleness: reader.staleness,
    async close() {
      closing.abort();
      clearInterval(pruner);
      await reader.close();
    },
  };
}

interface Hub {
  readonly join: (queue: LiveQueue) => void;
  readonly leave: (queue: LiveQueue) => void;
  readonly distribute: (events: readonly EventRecord[]) => void;
}

/** Hands events to the live queues that want their topic. */
function createHub(): Hub {
  const live = new Set<LiveQueue>();
  const byTopic = new Map<string, Set<LiveQueue>>();
  return {
    join(queue) {
      live.add(queue);
      for (const topic of queue.filter.topics) byTopic.set(topic, (byTopic.get(topic) ?? new Set()).add(queue));
    },
    leave(queue) {
      live.delete(queue);
      for (const topic of queue.filter.topics) {
        byTopic.get(topic)?.delete(queue);
        if (byTopic.get(topic)?.size === 0) byTopic.delete(topic);
      }
    },
    distribute(events) {
      for (const event of events) for (const queue of byTopic.get(event.topic) ?? []) queue.push(event);
      if (events.length > 0) for (const queue of live) queue.advance();
    },
  };
}

