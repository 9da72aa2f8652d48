import type { EventFeed, Events } from '#kernel/events';
import type { Logger } from '#kernel/logging';
import type { OperationLeases } from './operation-leases.ts';
import { operationChange, operationsTopic } from './operation-rows.ts';
import { createRunningOperations, type OperationKind } from './running-operations.ts';

export interface OperationWorkerOptions {
  readonly kinds: ReadonlyMap<string, OperationKind>;
  readonly leases: OperationLeases;
  readonly events: Pick<Events, 'subscribe'>;
  readonly logger: Logger;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly retryMs: number;
  readonly drainMs: number;
}

/** Runs operations of the registered kinds in this process. */
export interface OperationWorker {
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** A worker that is woken by events; a slow poll finds what dead processes left and what has become due. */
export function createOperationWorker({ kinds, leases, events, logger, leaseMs, pollMs, retryMs, drainMs }: OperationWorkerOptions): OperationWorker {
  const running = createRunningOperations({ leases, logger, leaseMs, retryMs, onEnd: wake });
  const timers: NodeJS.Timeout[] = [];
  let feed: EventFeed | null = null;
  let asked = false;
  let stopping = false;
  let claiming: Promise<void> | null = null;

  function wake(): void {
    asked = true;
    if (!stopping) claiming ??= claimAll().finally(() => (claiming = null));
  }

  async function claimAll(): Promise<void> {
    while (asked) {
      asked = false;
      try {
        await claim();
      } catch (error) {
        logger.warn({ component: 'operations', err: error }, 'Operations cannot be claimed; trying again later');
      }
    }
  }

  async function claim(): Promise<void> {
    const wants = [...kinds].map(([kind, { concurrency, maxAttempts }]) => ({ kind, maxAttempts, slots: concurrency - running.count(kind) })).filter(({ slots }) => slots > 0);
    if (wants.length === 0) return;
    for (const row of await leases.claim({ wants, except: running.ids() })) {
      const kind = kinds.get(row.kind);
      if (kind !== undefined) running.begin(row, kind);
    }
  }

  async function follow(changes: EventFeed): Promise<void> {
    for await (const { key, payload } of changes) {
      const { data: change } = operationChange.safeParse(payload);
      if (change?.cancelRequested === true) running.stop(key ?? '', 'cancelled');
      if (change?.state === 'QUEUED' && kinds.has(change.kind)) wake();
    }
  }

  return {
    start() {
      feed = events.subscribe({ topics: [operationsTopic] });
      void follow(feed);
      timers.push(setInterval(wake, pollMs).unref(), setInterval(() => void running.extend(), leaseMs / 3).unref());
      wake();
    },
    async stop() {
      stopping = true;
      await feed?.return();
      await claiming;
      await running.drain(drainMs);
      for (const timer of timers) clearInterval(timer);
    },
  };
}
