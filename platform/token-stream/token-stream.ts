import { DomainError } from '#kernel/errors';

/** A bounded pipe from one producer, which never waits, to one reader, which may be slow. */
export interface TokenStream<TItem> extends AsyncIterableIterator<TItem> {
  /** Hands an item to the reader, or lets it wait, merged into the one before where that is possible. Ignored after the end. */
  push(item: TItem): void;
  /** Ends the stream after what still waits. */
  end(): void;
  /** Ends the stream with an error after what still waits. */
  fail(error: unknown): void;
  next(): Promise<IteratorResult<TItem, undefined>>;
  /** The reader goes away: what waits is dropped, and the producer hears of it once if it was not done. */
  return(): Promise<IteratorResult<TItem, undefined>>;
}

export interface TokenStreamOptions<TItem> {
  /** One item that stands for both, or undefined when they must stay apart. */
  readonly merge: (waiting: TItem, next: TItem) => TItem | undefined;
  /** Called at most once, when the reader goes away or falls too far behind before the end. */
  readonly onCancel: () => void;
  /** How many items that cannot be merged may wait; one more fails the stream. */
  readonly limit?: number;
}

type Result<TItem> = IteratorResult<TItem, undefined>;

/** A stream that holds at most `limit` items however slow its reader is. */
export function createTokenStream<TItem>({ merge, onCancel, limit = 16 }: TokenStreamOptions<TItem>): TokenStream<TItem> {
  const waiting: TItem[] = [];
  const readers: ((result: Result<TItem> | Promise<Result<TItem>>) => void)[] = [];
  let ending: { readonly error?: unknown } | undefined;

  /** The last result; an error is told to one reader only. */
  const theEnd = async (): Promise<Result<TItem>> => {
    const how = ending ?? {};
    ending = {};
    if ('error' in how) throw how.error;
    return { done: true, value: undefined };
  };
  const finish = (how: { readonly error?: unknown }): boolean => {
    if (ending !== undefined) return false;
    ending = how;
    for (const resolve of readers.splice(0)) resolve(theEnd());
    return true;
  };
  const wait = (item: TItem): void => {
    const last = waiting.at(-1);
    const merged = last === undefined ? undefined : merge(last, item);
    if (merged !== undefined) waiting[waiting.length - 1] = merged;
    else if (waiting.length < limit) waiting.push(item);
    else if (finish({ error: new DomainError('UNAVAILABLE', 'The reader is too slow for this stream') })) onCancel();
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    push(item) {
      if (ending !== undefined) return;
      const resolve = readers.shift();
      if (resolve === undefined) wait(item);
      else resolve({ done: false, value: item });
    },
    end: () => void finish({}),
    fail: (error) => void finish({ error }),
    next() {
      const [item] = waiting.splice(0, 1);
      if (item !== undefined) return Promise.resolve({ done: false, value: item });
      if (ending !== undefined) return theEnd();
      return new Promise((resolve) => readers.push(resolve));
    },
    return() {
      waiting.length = 0;
      if (finish({})) onCancel();
      ending = {};
      return theEnd();
    },
  };
}
