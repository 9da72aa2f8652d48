/** An iterator over what `take` gives, one call at a time, until that is null. `return` ends it, also while a pull waits, because `close` makes `take` give null. */
export function pulled<T>({ take, close }: { readonly take: () => Promise<T | null>; readonly close: () => void }): AsyncIterableIterator<T> & { return(): Promise<IteratorResult<T>> } {
  let last: Promise<unknown> = Promise.resolve();
  const pull = async (): Promise<IteratorResult<T>> => {
    const value = await take();
    return value === null ? { done: true, value: undefined } : { done: false, value };
  };
  return {
    next() {
      const result = last.then(pull);
      last = result.catch(() => undefined);
      return result;
    },
    async return() {
      close();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
