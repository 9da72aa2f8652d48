import { systemClock, type Clock } from '#kernel/clock';
import { createInvalidations } from './invalidations.ts';
import type { NewResponse, ResponseStore } from './response-store.ts';

interface Kept extends Omit<NewResponse, 'since'> {
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
  readonly bytes: number;
}

interface MemoryStoreOptions {
  /** What all answers may take; those that were not asked for the longest go first. */
  readonly maxBytes: number;
  readonly clock?: Clock;
}

/** No answer may take more than this part of all. */
const largestShare = 8;

/** Answers in the memory of this process. */
export function createMemoryStore({ maxBytes, clock = systemClock }: MemoryStoreOptions): ResponseStore {
  const kept = new Map<string, Kept>();
  const keysOfTag = new Map<string, Set<string>>();
  const invalidations = createInvalidations();
  let bytes = 0;

  const forget = (key: string): void => {
    const response = kept.get(key);
    if (response === undefined) return;
    kept.delete(key);
    bytes -= response.bytes;
    for (const tag of response.tags) {
      const keys = keysOfTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) keysOfTag.delete(tag);
    }
  };
  const isExpired = ({ storedAt, maxAge }: Kept): boolean => clock.now() >= storedAt + maxAge * 1_000;

  return {
    read(key) {
      const response = kept.get(key);
      if (response === undefined || isExpired(response)) {
        forget(key);
        return { kind: 'miss', since: invalidations.now() };
      }
      kept.delete(key);
      kept.set(key, response);
      return { kind: 'hit', text: response.text, age: Math.floor((clock.now() - response.storedAt) / 1_000) };
    },
    write(response) {
      const { key, text, maxAge, tags, since } = response;
      const size = sizeOf(response);
      if (size > maxBytes / largestShare || invalidations.happened(tags, since)) return;
      forget(key);
      kept.set(key, { key, text, maxAge, tags, storedAt: clock.now(), bytes: size });
      bytes += size;
      for (const tag of tags) keysOfTag.set(tag, (keysOfTag.get(tag) ?? new Set<string>()).add(key));
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break;
        forget(oldest);
      }
    },
    invalidate(tags) {
      invalidations.note(tags);
      for (const key of tags.flatMap((tag) => [...keysOfTag.get(tag) ?? []])) forget(key);
    },
    close: () => Promise.resolve(),
  };
}

/** Two bytes for a character, and what the maps take. */
const sizeOf = ({ key, text, tags }: NewResponse): number => 2 * (key.length + text.length + tags.reduce((total, tag) => total + tag.length + 50, 0)) + 300;
