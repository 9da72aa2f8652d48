/**
 * A bounded map that forgets what was not asked for the longest. Values that were asked for only once make room for each other first, so that a flood of
 * them costs nobody else a place (segmented LRU: Karedla, Love and Wherry, 1994).
 */
export interface OperationCache<TValue> {
  /** The value, which counts as asked for. */
  get(key: string): TValue | undefined;
  has(key: string): boolean;
  set(key: string, value: TValue): void;
  /** All values, those that were asked for most often first. */
  popular(): readonly TValue[];
}

interface CacheBounds {
  readonly entries: number;
  /** Characters of all keys together; a longer key is not kept at all. */
  readonly keyLength: number;
}

interface Entry<TValue> {
  readonly value: TValue;
  uses: number;
}

/** An empty cache. */
export function createOperationCache<TValue>(bounds: CacheBounds): OperationCache<TValue> {
  /** Those that were asked for again have at most four fifths of the room. */
  const proven = createQueue<TValue>({ entries: Math.floor(bounds.entries * 0.8), keyLength: bounds.keyLength * 0.8 });
  const fresh = createQueue<TValue>(bounds);
  const room = (): CacheBounds => ({ entries: bounds.entries - proven.size(), keyLength: bounds.keyLength - proven.length() });

  const promote = (key: string, entry: Entry<TValue>): TValue => {
    fresh.remove(key);
    for (const [demoted, from] of proven.add(key, entry)) fresh.add(demoted, from);
    fresh.shrink(room());
    return entry.value;
  };

  return {
    get(key) {
      const known = proven.find(key);
      if (known !== undefined) {
        known.uses += 1;
        return known.value;
      }
      const entry = fresh.find(key);
      if (entry === undefined) return undefined;
      entry.uses += 1;
      return promote(key, entry);
    },
    has: (key) => proven.has(key) || fresh.has(key),
    set(key, value) {
      if (key.length > bounds.keyLength || bounds.entries < 1) return;
      proven.remove(key);
      fresh.remove(key);
      fresh.add(key, { value, uses: 1 });
      fresh.shrink(room());
    },
    popular: () => [...proven.entries(), ...fresh.entries()].sort((one, other) => other.uses - one.uses).map(({ value }) => value),
  };
}

/** A bounded map in the order of use. */
function createQueue<TValue>(bounds: CacheBounds) {
  const entries = new Map<string, Entry<TValue>>();
  let length = 0;

  const remove = (key: string): void => {
    if (entries.delete(key)) length -= key.length;
  };
  /** Returns what had to go. */
  const shrink = ({ entries: most, keyLength }: CacheBounds): [string, Entry<TValue>][] => {
    const gone: [string, Entry<TValue>][] = [];
    for (const oldest of entries) {
      if (entries.size <= most && length <= keyLength) break;
      remove(oldest[0]);
      gone.push(oldest);
    }
    return gone;
  };
  return {
    size: () => entries.size,
    length: () => length,
    entries: () => entries.values(),
    has: (key: string) => entries.has(key),
    remove,
    shrink,
    find(key: string): Entry<TValue> | undefined {
      const entry = entries.get(key);
      // Order only matters once something may have to go.
      if (entry !== undefined && entries.size > bounds.entries / 2) {
        entries.delete(key);
        entries.set(key, entry);
      }
      return entry;
    },
    add(key: string, entry: Entry<TValue>): [string, Entry<TValue>][] {
      entries.set(key, entry);
      length += key.length;
      return shrink(bounds);
    },
  };
}
