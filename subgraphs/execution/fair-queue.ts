import { DomainError } from '#kernel/errors';

export interface FairQueueBounds {
  /** At once, over all owners and of each. */
  readonly running: number;
  readonly runningPerOwner: number;
  /** That wait, over all owners and of each. */
  readonly waiting: number;
  readonly waitingPerOwner: number;
}

/** A place in the queue. */
export interface Turn {
  /** Resolves when it is this one's turn; rejects with the reason of the signal when that is aborted before. */
  readonly come: Promise<void>;
  /** Makes room for others; exactly once after its turn has come. */
  leave(): void;
}

/** A queue in which owners take turns, however much each of them brings. */
export interface FairQueue {
  /** @throws DomainError LIMIT_REACHED when too many wait already */
  enter(owner: string, signal: AbortSignal): Turn;
  countOf(owner: string): { readonly running: number; readonly waiting: number };
}

interface Waiter {
  readonly owner: string;
  readonly go: () => void;
}

/** An empty queue. */
export function createFairQueue(bounds: FairQueueBounds): FairQueue {
  const running = new Map<string, number>();
  let waiters: readonly Waiter[] = [];
  /** When each owner with something in the queue had its last turn; owners that were not served lately come first. */
  const lastTurn = new Map<string, number>();
  let turns = 0;

  const runningOf = (owner: string): number => running.get(owner) ?? 0;
  const waitingOf = (owner: string): number => waiters.reduce((count, waiter) => count + Number(waiter.owner === owner), 0);
  const hasRoom = (owner: string): boolean => runningOf(owner) < bounds.runningPerOwner && sum(running.values()) < bounds.running;
  const isServedBefore = (one: Waiter, other: Waiter): boolean => (lastTurn.get(one.owner) ?? 0) < (lastTurn.get(other.owner) ?? 0);

  function begin(owner: string): void {
    running.set(owner, runningOf(owner) + 1);
    lastTurn.set(owner, (turns += 1));
  }
  function leave(owner: string): void {
    const left = runningOf(owner) - 1;
    if (left > 0) running.set(owner, left);
    else running.delete(owner);
    if (left <= 0 && waitingOf(owner) === 0) lastTurn.delete(owner);
    callNext();
  }
  function callNext(): void {
    const next = waiters.filter(({ owner }) => hasRoom(owner)).reduce<Waiter | undefined>((best, waiter) => (best === undefined || isServedBefore(waiter, best) ? waiter : best), undefined);
    if (next === undefined) return;
    waiters = waiters.filter((waiter) => waiter !== next);
    begin(next.owner);
    next.go();
    callNext();
  }
  const wait = (owner: string, signal: AbortSignal): Promise<void> => new Promise((resolve, reject) => {
    const waiter: Waiter = {
      owner,
      go() {
        signal.removeEventListener('abort', giveUp);
        resolve();
      },
    };
    const giveUp = (): void => {
      waiters = waiters.filter((other) => other !== waiter);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    waiters = [...waiters, waiter];
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });

  return {
    enter(owner, signal) {
      if (hasRoom(owner) && waitingOf(owner) === 0) {
        begin(owner);
        return { come: Promise.resolve(), leave: () => leave(owner) };
      }
      if (waiters.length >= bounds.waiting || waitingOf(owner) >= bounds.waitingPerOwner) throw new DomainError('LIMIT_REACHED', 'Too much waits already', { details: { limit: waiters.length >= bounds.waiting ? bounds.waiting : bounds.waitingPerOwner } });
      return { come: wait(owner, signal), leave: () => leave(owner) };
    },
    countOf: (owner) => ({ running: runningOf(owner), waiting: waitingOf(owner) }),
  };
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);
