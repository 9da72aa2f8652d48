import type { Events } from '#kernel/events';
import { isFinal, type Operation } from './operation.ts';
import { operationsTopic } from './operation-rows.ts';

export interface WatchOptions {
  readonly id: string;
  readonly events: Pick<Events, 'subscribe'>;
  /** @throws DomainError NOT_FOUND */
  readonly get: (id: string) => Promise<Operation>;
  readonly signal?: AbortSignal | undefined;
}

/** The operation as it is now and after every change, until it is final. */
export function watchOperation({ id, events, get, signal }: WatchOptions): AsyncIterableIterator<Operation> {
  const feed = events.subscribe({ topics: [operationsTopic], key: id, signal });

  async function* follow(): AsyncGenerator<Operation, undefined> {
    try {
      let current = await get(id);
      yield current;
      while (!isFinal(current) && (await feed.next()).done !== true) {
        const next = await get(id);
        if (next.updatedAt.getTime() === current.updatedAt.getTime() && next.state === current.state) continue;
        current = next;
        yield current;
      }
    } finally {
      await feed.return();
    }
  }

  const states = follow();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => states.next(),
    async return() {
      await feed.return(); // a pull that waits ends, so that the generator can
      return states.return(undefined);
    },
  };
}
