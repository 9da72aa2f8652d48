import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '#kernel/logging';

export interface SingleWriterOptions {
  readonly url: string;
  /** What only one process may do; also in the log. */
  readonly name: string;
  readonly logger: Logger;
  /** Runs each time that this process has become the one, before anybody is told so. When it fails, another process may try. */
  readonly onTaken: () => Promise<void>;
  /** Runs when this process is the one no more: as soon as another may be. */
  readonly onLost: () => void;
  /** Milliseconds between attempts, and between looks at the connection that holds the lock. */
  readonly retryMs?: number;
}

/** A lock that at most one process per database holds, for what lives in the memory of one process. */
export interface SingleWriter {
  /**
   * Resolves with true as soon as this process is the one, with false when after `timeoutMs` milliseconds it has no prospect of that. `onTaken` may take its time.
   * It goes on trying in either case.
   */
  taken(timeoutMs: number): Promise<boolean>;
  /** Resolves when the first attempt has ended, however it did. */
  readonly attempted: Promise<void>;
  /** What broke the last attempt; null when another process holds the lock, or none was made. */
  fault(): unknown;
  /** Gives the lock back. */
  close(): Promise<void>;
}

/** The first half of the key of our advisory locks that have names. */
const lockSpace = 7_032;
const queryMs = 5_000;

/**
 * Tries for the lock from now on, and again whenever it was lost. It is a session lock of PostgreSQL on a connection of its own: the server frees it when the
 * process dies. A pooler that lends connections per transaction must not stand in between.
 */
export function createSingleWriter({ url, name, logger, onTaken, onLost, retryMs = 1_000 }: SingleWriterOptions): SingleWriter {
  const closing = new AbortController();
  const { signal } = closing;
  const isClosing = (): boolean => signal.aborted;
  const isTaken = (): boolean => state === 'taken';
  const waiters = new Set<() => void>();
  let state: 'waiting' | 'opening' | 'taken' = 'waiting';
  let fault: unknown = null;
  let endFirst = (): void => undefined;
  const attempted = new Promise<void>((resolve) => (endFirst = resolve));

  function become(next: typeof state): void {
    state = next;
    for (const look of waiters) look();
  }

  async function whileHeld(lost: () => Promise<never>): Promise<void> {
    become('opening');
    try {
      await onTaken();
      become('taken');
      logger.info({ component: name }, 'this process is the single writer');
      endFirst();
      await lost();
    } finally {
      become('waiting');
      onLost();
    }
  }

  async function keep(): Promise<void> {
    while (!isClosing()) {
      fault = await attempt({ url, name, retryMs, signal, whileHeld }).then(() => null, (error: unknown) => error);
      if (fault !== null && !isClosing()) logger.warn({ component: name, err: fault }, 'the lock of the single writer cannot be kept; trying again');
      endFirst();
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const keeping = keep();
  return {
    attempted,
    fault: () => fault,
    async taken(timeoutMs) {
      await until((isLate) => isTaken() || (isLate && state === 'waiting'), { listeners: waiters, timeoutMs });
      return isTaken();
    },
    async close() {
      closing.abort();
      await keeping;
    },
  };
}

/** Resolves when `isDone` says so, which is asked whenever the listeners are called, and when it is late. */
async function until(isDone: (isLate: boolean) => boolean, { listeners, timeoutMs }: { readonly listeners: Set<() => void>; readonly timeoutMs: number }): Promise<void> {
  let isLate = false;
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const look = (): void => {
    if (isDone(isLate)) settle();
  };
  const timer = setTimeout(() => {
    isLate = true;
    look();
  }, timeoutMs);
  listeners.add(look);
  look();
  await settled;
  clearTimeout(timer);
  listeners.delete(look);
}

interface Attempt extends Required<Pick<SingleWriterOptions, 'url' | 'name' | 'retryMs'>> {
  /** Gives the lock back. */
  readonly signal: AbortSignal;
  /** Called when the lock is ours; what `lost` gives rejects when it is no more. */
  readonly whileHeld: (lost: () => Promise<never>) => Promise<void>;
}

/** One connection: resolves when the lock was not to be had, rejects when anything broke or ended it. */
async function attempt({ url, name, retryMs, signal, whileHeld }: Attempt): Promise<void> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, query_timeout: queryMs, connectionTimeoutMillis: queryMs, application_name: `pentagraph ${name}` });
  client.on('error', () => undefined); // the query that follows reports it
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken', [lockSpace, name]);
    if (rows[0]?.taken === true) await whileHeld(watch);
  } finally {
    await client.end().catch(() => undefined);
  }

  async function watch(): Promise<never> {
    for (;;) {
      await Promise.race([ended, delay(retryMs, undefined, { signal })]);
      await client.query('SELECT 1');
    }
  }
}
