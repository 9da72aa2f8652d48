import { DomainError } from '#kernel/errors';
import { abortReason } from './abort-reason.ts';

export interface FairQueueBounds {
  /** Pieces of work at once. */
  readonly concurrency: number;
  /** Pieces that wait, over all owners and of each. */
  readonly waiting: number;
  readonly waitingPerOwner: number;
}

/** Does a piece of work when its turn comes. @throws DomainError LIMIT_REACHED when too much waits already; and the reason of the signal when that is aborted before */
export type FairQueue = <T>(turn: { readonly owner: string; readonly signal: AbortSignal }, work: () => Promise<T>) => Promise<T>;

/** A queue in which owners take turns, however much each of them brings. */
export function createFairQueue({ concurrency, waiting, waitingPerOwner }: FairQueueBounds): FairQueue {
  /** By owner, in the order of their turns. */
  const lines = new Map<string, (() => void)[]>();
  let running = 0;
  let held = 0;

  const enqueue = (owner: string, go: () => void): void => {
    const line = lines.get(owner) ?? [];
    if (held >= waiting || line.length >= waitingPerOwner) throw new DomainError('LIMIT_REACHED', 'Too many calls wait already', { details: { limit: held >= waiting ? waiting : waitingPerOwner } });
    lines.set(owner, line);
    line.push(go);
    held += 1;
  };
  const dequeue = (owner: string, go: () => void): void => {
    const rest = lines.get(owner)?.filter((other) => other !== go) ?? [];
    held -= 1;
    if (rest.length === 0) lines.delete(owner);
    else lines.set(owner, rest);
  };
  /** The first of the owner whose turn it is; the owner gets the next turn after all others. */
  const next = (): (() => void) | undefined => {
    const [first] = lines;
    if (first === undefined) return undefined;
    const [owner, [go, ...rest]] = first;
    lines.delete(owner);
    if (rest.length > 0) lines.set(owner, rest);
    held -= 1;
    return go;
  };
  const wait = (owner: string, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(abortReason(signal));
        return;
      }
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        dequeue(owner, go);
        reject(abortReason(signal));
      };
      enqueue(owner, go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  const leave = (): void => {
    const go = next();
    if (go === undefined) running -= 1;
    else go();
  };

  return async ({ owner, signal }, work) => {
    if (running < concurrency) running += 1;
    else await wait(owner, signal);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
