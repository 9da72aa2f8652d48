import { DomainError } from '#kernel/errors';

/** Hands out a fixed number of slots. Who must wait is served in turn by owner, so that nobody is starved by another's many requests. */
export interface FairQueue {
  /**
   * Waits for a slot and returns its release, which may be called more than once; null when the signal ended the waiting.
   * @throws DomainError UNAVAILABLE when too many wait already
   */
  acquire(owner: string, signal: AbortSignal): Promise<(() => void) | null>;
  readonly running: number;
  readonly waiting: number;
}

type Waiter = () => void;

/** A queue for `slots` at once and `capacity` waiting. */
export function createFairQueue({ slots, capacity }: { readonly slots: number; readonly capacity: number }): FairQueue {
  /** By owner, in the order of their turns. */
  const waiters = new Map<string, Waiter[]>();
  let running = 0;
  let waiting = 0;

  const next = (): void => {
    const [turn] = waiters;
    if (turn === undefined || running >= slots) return;
    const [owner, [first, ...rest]] = turn;
    waiters.delete(owner);
    if (rest.length > 0) waiters.set(owner, rest); // behind the others
    waiting -= 1;
    first?.();
  };
  const enter = (): (() => void) => {
    running += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      running -= 1;
      next();
    };
  };
  const leave = (owner: string, waiter: Waiter): void => {
    const rest = (waiters.get(owner) ?? []).filter((other) => other !== waiter);
    if (rest.length === 0) waiters.delete(owner);
    else waiters.set(owner, rest);
    waiting -= 1;
  };

  return {
    async acquire(owner, signal) {
      if (signal.aborted) return null;
      if (running < slots) return enter();
      if (waiting >= capacity) throw new DomainError('UNAVAILABLE', 'Too many requests wait for this model');
      waiting += 1;
      return new Promise((resolve) => {
        const waiter = (): void => {
          signal.removeEventListener('abort', onAbort);
          resolve(enter());
        };
        const onAbort = (): void => {
          leave(owner, waiter);
          resolve(null);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiters.set(owner, [...(waiters.get(owner) ?? []), waiter]);
      });
    },
    get running() {
      return running;
    },
    get waiting() {
      return waiting;
    },
  };
}
