import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#kernel/logging';
import type { NewTransition } from './repository.ts';
import { behind, createRoom, type Room } from './room.ts';

/** Writes recorded steps behind the backs of those who take them: only when the database has fallen far behind does a step wait for it. */
export interface Recorder extends Room {
  /** A step for which there is room. */
  readonly add: (transition: NewTransition) => void;
  /** Resolves when every step that was added is stored. @throws DomainError UNAVAILABLE when that takes too long */
  readonly stored: () => Promise<void>;
  /** Calls `listener` each time that steps have been stored, and when the recorder is closed. Returns how to end that. */
  readonly listen: (listener: () => void) => () => void;
  /** Steps in memory. */
  readonly waiting: () => number;
  /** Writes what is left, for a few seconds at most. */
  readonly close: () => Promise<void>;
}

export interface RecorderOptions {
  /** False when the database will never take them. */
  readonly insert: (transitions: readonly NewTransition[]) => Promise<boolean>;
  readonly logger: Logger;
  readonly onStored: (count: number) => void;
  /** Most steps in memory. */
  readonly capacity?: number;
  /** Milliseconds after which nobody waits any longer. */
  readonly patienceMs?: number;
}

/** Steps that are written at once. */
const batchSize = 500;
/** How long a step stays in memory at most, while the database answers. */
const delayMs = 50;
const shortestBackOffMs = 50;
const longestBackOffMs = 2_000;

/** A recorder without steps. */
export function createRecorder({ insert, logger, onStored, capacity = 20_000, patienceMs = 5_000 }: RecorderOptions): Recorder {
  const closing = new AbortController();
  const room = createRoom({ capacity, patienceMs });
  const listeners = new Set<() => void>();
  const rows: NewTransition[] = [];
  let added = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  const storedCount = (): number => added - rows.length;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  function write(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing ??= writeAll().finally(() => (writing = null));
  }

  async function writeAll(): Promise<void> {
    while (rows.length > 0) {
      const batch = rows.slice(0, batchSize);
      if (!(await insertPatiently({ batch, insert, logger, signal: closing.signal }))) return;
      rows.splice(0, batch.length);
      onStored(batch.length);
      tell();
      room.giveBack(batch.length);
    }
  }

  function listen(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return {
    ...room,
    listen,
    waiting: () => rows.length,

    add(transition) {
      rows.push(transition);
      added += 1;
      if (rows.length >= batchSize) write();
      else timer ??= setTimeout(write, delayMs);
    },

    async stored() {
      const upTo = added;
      write();
      await patiently({ isDone: () => storedCount() >= upTo || closing.signal.aborted, listen, patienceMs });
      if (storedCount() < upTo) throw behind();
    },

    async close() {
      write();
      const late = setTimeout(() => closing.abort(), patienceMs);
      await writing;
      clearTimeout(late);
      closing.abort();
      tell();
      if (rows.length > 0) logger.error({ component: 'policies', lost: rows.length }, 'recorded steps were lost: the database did not take them');
    },
  };
}

interface Wait extends Pick<Recorder, 'listen'> {
  readonly isDone: () => boolean;
  readonly patienceMs: number;
}

/** Resolves when it is done, or has taken too long. */
async function patiently({ isDone, listen, patienceMs }: Wait): Promise<void> {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const look = (): void => {
    if (isDone()) settle();
  };
  const unlisten = listen(look);
  const late = setTimeout(settle, patienceMs);
  look();
  await settled;
  clearTimeout(late);
  unlisten();
}

interface Insertion extends Pick<RecorderOptions, 'insert' | 'logger'> {
  readonly batch: readonly NewTransition[];
  readonly signal: AbortSignal;
}

/** Tries until the database has answered; false when the signal ends that before. */
async function insertPatiently({ batch, insert, logger, signal }: Insertion): Promise<boolean> {
  for (let backOffMs = shortestBackOffMs; ; backOffMs = Math.min(backOffMs * 2, longestBackOffMs)) {
    try {
      if (!(await insert(batch))) logger.error({ component: 'policies', lost: batch.length }, 'recorded steps were lost: the database does not take their values');
      return true;
    } catch (error) {
      logger.warn({ component: 'policies', err: error }, 'recorded steps cannot be stored; trying again');
      await delay(backOffMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return false;
    }
  }
}
