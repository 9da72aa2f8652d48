import { DomainError } from '#kernel/errors';

/** How much work may run and wait. */
export interface QueueBounds {
  readonly concurrency: number;
  readonly maxWaiting: number;
}

/** Runs a piece of work when its turn comes. @throws DomainError UNAVAILABLE when too much waits already */
export type BoundedQueue = <T>(work: () => Promise<T>) => Promise<T>;

/** A first-come queue that never holds more than its bounds. */
export function createBoundedQueue({ concurrency, maxWaiting }: QueueBounds): BoundedQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= maxWaiting) throw new DomainError('UNAVAILABLE', 'Too many sign-ins at once; try again shortly');
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  // A finished piece hands its place to the next one; the count changes only when nobody waits.
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
