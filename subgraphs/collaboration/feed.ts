import type { EventFeed, EventRecord } from '#kernel/events';
import { refuse } from './input-rules.ts';
import { toRowId } from './row-id.ts';

/** The events of a feed as values, those left out for which there is none. Ends when the feed does, also while a pull is waiting. */
export function toValues<T>(feed: EventFeed, valueOf: (event: EventRecord) => Promise<T | null>): AsyncIterableIterator<T> {
  return {
    async next() {
      for (let result = await feed.next(); result.done !== true; result = await feed.next()) {
        const value = await valueOf(result.value);
        if (value !== null) return { done: false, value };
      }
      return { done: true, value: undefined };
    },
    async return() {
      await feed.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Where to resume a feed. @throws DomainError BAD_USER_INPUT */
export function toEventPlace(after: string | null | undefined): bigint | undefined {
  if (after === null || after === undefined) return undefined;
  return toRowId(after) ?? refuse('after', 'is not the id of an event');
}
