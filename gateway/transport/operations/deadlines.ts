/** Ends what takes too long. One timer for all, because each waits equally long: whoever came first is due first. */
export interface Deadlines {
  /** Calls `end` when the time is over, unless the returned function was called before. */
  begin(end: () => void): () => void;
}

interface Waiting {
  readonly dueAt: number;
  readonly end: () => void;
}

/** Deadlines after `milliseconds`. */
export function createDeadlines(milliseconds: number): Deadlines {
  // A set remembers the order in which things came.
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | null = null;
  const arm = (delay: number): void => {
    timer = setTimeout(ring, delay);
  };
  const ring = (): void => {
    timer = null;
    const now = performance.now();
    for (const one of waiting) {
      if (one.dueAt > now) {
        arm(one.dueAt - now);
        return;
      }
      waiting.delete(one);
      one.end();
    }
  };
  return {
    begin(end) {
      const one = { dueAt: performance.now() + milliseconds, end };
      waiting.add(one);
      if (timer === null) arm(milliseconds);
      return () => void waiting.delete(one);
    },
  };
}
