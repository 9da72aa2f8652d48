/** Keeps what was made of texts; the texts that were used longest ago go first. */
export interface TextCache<TValue> {
  /** What was made of a text, now or before. What `make` throws is not kept. */
  get(text: string, make: () => TValue): TValue;
}

export interface TextCacheOptions<TValue> {
  /** The most that all of it may weigh together. */
  readonly most: number;
  /** What one of it weighs; what weighs more than all may is not kept. */
  readonly weigh: (text: string, value: TValue) => number;
}

/** An empty cache. */
export function createTextCache<TValue>({ most, weigh }: TextCacheOptions<TValue>): TextCache<TValue> {
  const entries = new Map<string, { readonly value: TValue; readonly weight: number }>();
  let total = 0;
  const toEntry = (text: string, value: TValue): { readonly value: TValue; readonly weight: number } => ({ value, weight: weigh(text, value) });
  const drop = (text: string): void => {
    total -= entries.get(text)?.weight ?? 0;
    entries.delete(text);
  };
  return {
    get(text, make) {
      const entry = entries.get(text) ?? toEntry(text, make());
      drop(text);
      if (entry.weight > most) return entry.value;
      entries.set(text, entry); // a map keeps its order: the last is the latest used
      total += entry.weight;
      for (const oldest of entries.keys()) {
        if (total <= most) break;
        drop(oldest);
      }
      return entry.value;
    },
  };
}
