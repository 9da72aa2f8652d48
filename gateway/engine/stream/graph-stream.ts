import type { GraphOutcome } from '#kernel/graph-port';
import type { SubgraphEvent, SubgraphStream } from '../../subgraph-links/index.ts';
import type { Data } from '../data.ts';

/** The answers of one operation, one at a time. */
export type OutcomeIterator = AsyncIterableIterator<GraphOutcome<Data>, undefined, undefined>;

interface GraphStreamOptions {
  readonly source: SubgraphStream;
  /** Makes an answer of an event; never rejects. */
  readonly complete: (event: SubgraphEvent) => Promise<GraphOutcome<Data>>;
  /** Ends the stream from outside. */
  readonly signal: AbortSignal;
  /** Called once, however the stream ends. */
  readonly onClose: () => void;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * The answers of a subscription, one for each event of its source. Pull-based: the next event is only asked for when the reader asks. `return`
 * reaches the source at once and ends a pending `next`.
 */
export function createGraphStream({ source, complete, signal, onClose }: GraphStreamOptions): OutcomeIterator {
  const pending = new Set<(result: IteratorResult<GraphOutcome<Data>, undefined>) => void>();
  let last: Promise<unknown> = Promise.resolve();
  let returned: Promise<void> | undefined;

  const close = (): Promise<void> => {
    if (returned !== undefined) return returned;
    signal.removeEventListener('abort', onAbort);
    onClose();
    returned = source.return();
    for (const end of pending) end(done);
    pending.clear();
    return returned;
  };
  const onAbort = (): void => void close();

  const step = async (): Promise<IteratorResult<GraphOutcome<Data>, undefined>> => {
    if (returned !== undefined) return done;
    const event = await source.next();
    if (event.done === true) {
      void close();
      return done;
    }
    return { done: false, value: await complete(event.value) };
  };

  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) void close();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (returned !== undefined) return Promise.resolve(done);
      return new Promise((resolve, reject) => {
        pending.add(resolve);
        // Answers come in the order of their events, also for a reader that asks for several at once.
        last = last.then(step).then(resolve, reject).finally(() => pending.delete(resolve));
      });
    },
    async return() {
      const isIdle = pending.size === 0;
      const closing = close();
      // A source that is busy may take as long as it likes to end: its reader is gone.
      if (isIdle) await closing;
      return done;
    },
  };
}

/** A stream of one answer, for what is no subscription. */
export async function* streamOf(outcome: GraphOutcome<Data>): OutcomeIterator {
  yield outcome;
}
