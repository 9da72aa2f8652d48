import type { GenerationDelta, GenerationOptions } from '../backend.ts';

/** The reader of one request, who may be slow. */
export interface Reading {
  /** Hands over a piece; tells when the reader falls behind and when it has caught up. */
  take(delta: GenerationDelta, tell: (change: 'hold' | 'resume') => void): void;
}

/** So many pieces may be unread before the generation pauses. */
const mostUnread = 8;

/** Counts the pieces that a reader was given and has not read. */
export function createReading(onDelta: GenerationOptions['onDelta']): Reading {
  let unread = 0;
  let isHeld = false;
  return {
    take(delta, tell) {
      const reading = onDelta(delta);
      if (reading === undefined) return;
      unread += 1;
      if (!isHeld && unread > mostUnread) {
        isHeld = true;
        tell('hold');
      }
      const done = (): void => {
        unread -= 1;
        if (!isHeld || unread > 0) return;
        isHeld = false;
        tell('resume');
      };
      reading.then(done, done);
    },
  };
}
