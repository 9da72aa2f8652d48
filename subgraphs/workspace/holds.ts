/** Who needs which keys, so that nothing is removed that somebody is about to refer to. */
export interface Holds {
  /** Needs keys from now on; those that are being removed are waited for, and are gone then. */
  take(keys: readonly string[]): Promise<void>;
  release(keys: readonly string[]): void;
  /** Removes those that nobody needs; nobody gets them meanwhile. */
  remove<T>(keys: readonly string[], work: (free: readonly string[]) => Promise<T>): Promise<T>;
}

/** Nobody needs anything yet. */
export function createHolds(): Holds {
  const held = new Map<string, number>();
  const going = new Map<string, Promise<unknown>>();
  const goingOf = (keys: readonly string[]): readonly Promise<unknown>[] => keys.map((key) => going.get(key)).filter((work) => work !== undefined);

  return {
    async take(keys) {
      for (let works = goingOf(keys); works.length > 0; works = goingOf(keys)) await Promise.allSettled(works);
      for (const key of keys) held.set(key, (held.get(key) ?? 0) + 1);
    },

    release(keys) {
      for (const key of keys) {
        const holders = (held.get(key) ?? 1) - 1;
        if (holders === 0) held.delete(key);
        else held.set(key, holders);
      }
    },

    async remove(keys, work) {
      const free = [...new Set(keys)].filter((key) => !held.has(key) && !going.has(key));
      const removing = work(free);
      for (const key of free) going.set(key, removing);
      try {
        return await removing;
      } finally {
        for (const key of free) going.delete(key);
      }
    },
  };
}
