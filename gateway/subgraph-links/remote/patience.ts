import type { RemoteLimits } from './remote-limits.ts';

/** How long to wait for something that is away. */
export interface Patience {
  /** Milliseconds until the next attempt, growing, with jitter; null when it has been away for too long. */
  nextPause(): number | null;
  /** It is back. */
  renew(): void;
}

/** Patience that begins with the first `nextPause`. */
export function createPatience({ reopenMs, maxReopenMs, giveUpMs }: Pick<RemoteLimits, 'reopenMs' | 'maxReopenMs' | 'giveUpMs'>): Patience {
  let since: number | null = null;
  let attempts = 0;
  return {
    nextPause() {
      const now = performance.now();
      since ??= now;
      const pause = Math.min(maxReopenMs, reopenMs * 2 ** attempts) * (0.5 + Math.random());
      attempts += 1;
      return now + pause - since > giveUpMs ? null : pause;
    },
    renew() {
      since = null;
      attempts = 0;
    },
  };
}
