import type { Logger } from '#kernel/logging';
import { isList } from '../data.ts';
import { openRedis, restMs } from './redis-connection.ts';
import { invalidateScript, keyPrefix, readScript, writeScript } from './redis-scripts.ts';
import type { Recall, ResponseStore } from './response-store.ts';

interface RedisStoreOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly logger: Logger;
  /** Counts what Redis did not do. */
  readonly onFailure?: () => void;
  /** What a request waits for Redis, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Answers beyond this many characters are not sent. */
const largestText = 1_048_576;

/** Tags that wait for Redis to come back; beyond that everything is invalidated. */
const mostPending = 10_000;

/** Every answer has it. */
const everything = '*';

const bypass: Recall = { kind: 'bypass' };

/**
 * Answers in Redis, for all gateways that share it. It is never waited for long, and nothing fails because of it: without Redis nothing is kept. Invalidations that
 * it missed are sent when it is back; this process reads nothing before that.
 */
export function createRedisStore({ url, logger, onFailure = () => undefined, timeoutMs = 250 }: RedisStoreOptions): ResponseStore {
  const pending = new Set<string>();
  let retry: NodeJS.Timeout | undefined;
  const redis = openRedis({ url, logger, timeoutMs, onFailure, onReady: () => void sendPending() });

  async function sendPending(): Promise<void> {
    const tags = [...pending];
    if (tags.length === 0) return;
    pending.clear();
    clearTimeout(retry);
    retry = undefined;
    try {
      await redis.run(invalidateScript, [], tags);
    } catch {
      for (const tag of tags) pending.add(tag);
      // Without a reader nobody else would try again.
      if (redis.isOpen()) retry ??= setTimeout(() => void sendPending(), restMs).unref();
    }
  }

  return {
    async read(key) {
      if (pending.size > 0) await sendPending();
      if (pending.size > 0 || !redis.isUsable()) return bypass;
      return redis.run(readScript, [keyPrefix + key], []).then(toRecall).catch(() => bypass);
    },
    write({ key, text, maxAge, tags, since }) {
      if (text.length > largestText || !redis.isUsable()) return;
      redis.run(writeScript, [keyPrefix + key], [text, [...tags, everything].map(encodeURIComponent).join('\n'), String(since), String(maxAge)]).catch(() => undefined);
    },
    async invalidate(tags) {
      for (const tag of tags) pending.add(encodeURIComponent(tag));
      if (pending.size > mostPending) {
        pending.clear();
        pending.add(encodeURIComponent(everything));
      }
      await sendPending();
    },
    close: async () => redis.close(),
  };
}

function toRecall(reply: unknown): Recall {
  const [text, number] = isList(reply) ? reply : [];
  if (typeof text !== 'string' || typeof number !== 'string') return bypass;
  return text === '' ? { kind: 'miss', since: Number(number) } : { kind: 'hit', text, age: Number(number) };
}
