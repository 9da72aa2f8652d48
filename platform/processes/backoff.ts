/** Pauses that double while a process keeps failing. */
export interface Backoff {
  /** Notes a good start. */
  started(): void;
  /** Milliseconds to wait before the next start; the first again when the last start held for longer than the longest pause. */
  next(): number;
}

/** A back-off from `firstMs` to `maxMs`. */
export function createBackoff({ firstMs, maxMs, now = Date.now }: { readonly firstMs: number; readonly maxMs: number; readonly now?: () => number }): Backoff {
  let pauseMs = firstMs;
  let startedAt = Number.POSITIVE_INFINITY;
  return {
    started: () => {
      startedAt = now();
    },
    next: () => {
      if (now() - startedAt > maxMs) pauseMs = firstMs;
      startedAt = Number.POSITIVE_INFINITY;
      const current = pauseMs;
      pauseMs = Math.min(maxMs, pauseMs * 2);
      return current;
    },
  };
}
