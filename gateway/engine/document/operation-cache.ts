/** A bounded map that forgets what was not asked for the longest. */
export interface OperationCache<TValue> {
  /** The value, which counts as asked for. */
  get(key: string): TValue | undefined;
  has(key: string): boolean;
  set(key: string, value: TValue): void;
}

interface CacheBounds {
  readonly entries: number;
  /** Characters of all keys together; a longer key is not kept at all. */
  readonly keyLength: number;
}

/** An empty cache. */
export function createOperationCache<TValue>({ entries, keyLength }: CacheBounds): OperationCache<TValue> {
  const values = new Map<string, TValue>();
  let keptLength = 0;
  const forget = (key: string): void => {
    if (values.delete(key)) keptLength -= key.length;
  };
  return {
    get(key) {
      const value = values.get(key);
      // Order only matters once something may have to go.
      if (value !== undefined && values.size > entries / 2) {
        values.delete(key);
        values.set(key, value);
      }
      return value;
    },
    has: (key) => values.has(key),
    set(key, value) {
      forget(key);
      if (key.length > keyLength || entries < 1) return;
      values.set(key, value);
      keptLength += key.length;
      for (const [oldest] of values) {
        if (values.size <= entries && keptLength <= keyLength) break;
        forget(oldest);
      }
    },
  };
}
