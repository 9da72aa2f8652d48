import type { createClient } from '@redis/client';
import type { Logger } from '#kernel/logging';

/** Redis, as far as it is to be had. */
export interface RedisConnection {
  /** False while it is away, and for a moment after it did not answer. */
  isUsable(): boolean;
  /** Runs a script in one step. Rejects when it does not answer in time. */
  run(script: string, keys: string[], given: string[]): Promise<unknown>;
  /** False once it was closed. */
  isOpen(): boolean;
  close(): void;
}

interface RedisConnectionOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly logger: Logger;
  /** What anybody waits for an answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Called when it can be used, again or for the first time. */
  readonly onReady: () => void;
  /** Counts what Redis did not do. */
  readonly onFailure: () => void;
}

/** How long Redis is left alone after it did not answer, in milliseconds. */
export const restMs = 1_000;

/** Connects, and goes on trying for as long as it is open. The client is loaded here, so that a start without Redis pays nothing. */
export function openRedis({ url, logger, timeoutMs, onReady, onFailure }: RedisConnectionOptions): RedisConnection {
  let client: ReturnType<typeof createClient> | undefined;
  let isClosed = false;
  let isDown = false;
  let restsUntil = 0;

  const connect = async (): Promise<void> => {
    const redis = await import('@redis/client');
    if (isClosed) return;
    client = redis.createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 2_000, reconnectStrategy: (tries) => Math.min(2 ** tries * 50, 5_000) * (0.5 + Math.random() / 2) } });
    client.on('error', (error: unknown) => {
      if (!isDown) logger.warn({ err: error }, 'the response cache is out of reach: answers are not kept');
      isDown = true;
    });
    client.on('ready', () => {
      if (isDown) logger.info('the response cache is back');
      isDown = false;
      restsUntil = 0;
      onReady();
    });
    await client.connect();
  };
  // What a connection rejects with was an `error` as well.
  connect().catch(() => undefined);

  const usable = (): typeof client => (client?.isReady === true && performance.now() >= restsUntil ? client : undefined);
  return {
    isUsable: () => usable() !== undefined,
    async run(script, keys, given) {
      const ready = usable();
      if (ready === undefined) throw new Error('Redis is not to be had now');
      try {
        return await within(timeoutMs, ready.eval(script, { keys, arguments: given }));
      } catch (fault) {
        restsUntil = performance.now() + restMs;
        onFailure();
        logger.debug({ err: fault }, 'the response cache did not answer');
        throw fault;
      }
    },
    isOpen: () => !isClosed,
    close() {
      isClosed = true;
      client?.destroy();
    },
  };
}

/** Rejects when the work takes longer; its own failure is nobody's concern then. */
async function within<TResult>(ms: number, work: Promise<TResult>): Promise<TResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
