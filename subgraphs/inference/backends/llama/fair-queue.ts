import { systemClock, type Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';

/** What somebody waits for. */
export interface QueueTicket {
  readonly owner: string;
  /** How many slots at once; at most as many as there are. */
  readonly weight: number;
  /** The highest is served first. */
  readonly priority: number;
  /** Until when it is worth waiting, in milliseconds since the epoch. */
  readonly deadline: number | null;
  readonly signal: AbortSignal;
}

/**
 * Hands out a fixed number of slots. Who must wait is served by priority, and in turn by owner within one, so that nobody is starved by another's many
 * requests; who is next is not overtaken by somebody who needs fewer slots.
 */
export interface FairQueue {
  /**
   * Waits for slots and returns their release, which may be called more than once; null when the signal ended the waiting.
   * @throws DomainError UNAVAILABLE when too many wait already, DEADLINE_EXCEEDED
   */
  acquire(ticket: QueueTicket): Promise<(() => void) | null>;
  /** Slots in use. */
  readonly running: number;
  /** Tickets that wait. */
  readonly waiting: number;
}

export interface FairQueueOptions {
  readonly slots: number;
  /** How many may wait. */
  readonly capacity: number;
  readonly clock?: Clock;
}

interface Waiter extends Pick<QueueTicket, 'owner' | 'weight' | 'priority'> {
  readonly enter: () => void;
}

/** A queue for `slots` at once and `capacity` waiting. */
export function createFairQueue({ slots, capacity, clock = systemClock }: FairQueueOptions): FairQueue {
  /** In the order of their turns: by priority, then owners in turn. */
  let waiters: Waiter[] = [];
  let running = 0;

  const next = (): void => {
    const [first] = waiters;
    if (first === undefined || running + first.weight > slots) return;
    waiters = waiters.slice(1);
    first.enter();
    next();
  };
  const enter = (weight: number): (() => void) => {
    running += weight;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      running -= weight;
      next();
    };
  };

  return {
    async acquire({ owner, weight, priority, deadline, signal }) {
      if (signal.aborted) return null;
      if (deadline !== null && deadline <= clock.now()) throw tooLate();
      if (waiters.length === 0 && running + weight <= slots) return enter(weight);
      if (waiters.length >= capacity) throw new DomainError('UNAVAILABLE', 'Too many requests wait for this model');
      return new Promise((resolve, reject) => {
        const stopWatching = watchEnd({ signal, waitMs: deadline === null ? null : deadline - clock.now() }, (end) => {
          waiters = waiters.filter((other) => other !== waiter);
          if (end === 'aborted') resolve(null);
          else reject(tooLate());
          next();
        });
        const waiter: Waiter = {
          owner, weight, priority,
          enter() {
            stopWatching();
            resolve(enter(weight));
          },
        };
        waiters = inTurn(waiters, waiter);
      });
    },
    get running() {
      return running;
    },
    get waiting() {
      return waiters.length;
    },
  };
}

/** Timers hold 31 bits of milliseconds; nobody waits longer. */
const longestTimer = 2 ** 31 - 1;

/** Calls once when the signal is aborted or the time is over; the result stops that. */
function watchEnd({ signal, waitMs }: { readonly signal: AbortSignal; readonly waitMs: number | null }, onEnd: (end: 'aborted' | 'late') => void): () => void {
  const stop = (): void => {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  };
  const onAbort = (): void => {
    stop();
    onEnd('aborted');
  };
  const onLate = (): void => {
    stop();
    onEnd('late');
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = waitMs === null ? undefined : setTimeout(onLate, Math.min(waitMs, longestTimer));
  return stop;
}

const tooLate = (): DomainError => new DomainError('DEADLINE_EXCEEDED', 'The model was busy for longer than the request could wait');

/** Puts a waiter behind those of higher or the same priority, but before the second of any owner who would then come more often. */
function inTurn(waiters: readonly Waiter[], waiter: Waiter): Waiter[] {
  const own = waiters.filter(({ owner, priority }) => owner === waiter.owner && priority === waiter.priority).length;
  const turns = new Map<string, number>();
  const at = waiters.findIndex(({ owner, priority }) => {
    if (priority !== waiter.priority) return priority < waiter.priority;
    const turn = turns.get(owner) ?? 0;
    turns.set(owner, turn + 1);
    return turn > own;
  });
  return at === -1 ? [...waiters, waiter] : [...waiters.slice(0, at), waiter, ...waiters.slice(at)];
}
