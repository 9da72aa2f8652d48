import type { GraphOutcome } from '#kernel/graph-port';
import type { Data } from '../data.ts';

/** The answers of one operation, one at a time. */
export type OutcomeIterator = AsyncIterableIterator<GraphOutcome<Data>, undefined, undefined>;

/** Where answers come from; asked for one at a time. `return` is called once, also while a `next` is pending, and never rejects. */
export interface AnswerSource {
  next(): Promise<IteratorResult<GraphOutcome<Data>, undefined>>;
  return(): Promise<void>;
}

interface GraphStreamOptions {
  readonly source: AnswerSource;
  /** Ends the stream from outside. */
  readonly signal: AbortSignal;
  /** Called once, however the stream ends. */
  readonly onClose: () => void;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Answers as a reader takes them. Pull-based: the next is only asked for when the reader asks. `return` reaches the source at once and ends a pending `next`. */
export function createGraphStream({ source, signal, onClose }: GraphStreamOptions): OutcomeIterator {
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
    const answer = await source.next();
    if (answer.done === true) void close();
    return answer;
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
