import type { SubgraphEvent, SubgraphResult } from '../subgraph-link.ts';

/** Events between a socket, which pushes, and a reader, who pulls. */
export interface EventQueue {
  readonly length: number;
  /** `onTaken` is called when the reader takes it. */
  push(result: SubgraphResult, onTaken?: () => void): void;
  /** The same for what is worth saying once: nothing when the last such thing has not been read. */
  announce(result: SubgraphResult): void;
  next(): Promise<IteratorResult<SubgraphEvent, undefined>>;
  /** What is there is still read, then it is over. */
  end(): void;
  /** Nothing is read any more. */
  drop(): void;
}

interface Waiting {
  readonly result: SubgraphResult;
  readonly onTaken: () => void;
}

type Answer = (result: IteratorResult<SubgraphEvent, undefined>) => void;

/** An empty queue. Who pushes keeps it short. */
export function createEventQueue(): EventQueue {
  const waiting: Waiting[] = [];
  const readers: Answer[] = [];
  let ended = false;
  let isAnnouncing = false;

  const hand = ({ result, onTaken }: Waiting): IteratorResult<SubgraphEvent, undefined> => {
    onTaken();
    return { done: false, value: () => result };
  };
  const end = (): void => {
    ended = true;
    for (const answer of readers.splice(0)) answer({ done: true, value: undefined });
  };
  const push = (result: SubgraphResult, onTaken: () => void = () => undefined): void => {
    if (ended) return;
    const answer = readers.shift();
    if (answer === undefined) waiting.push({ result, onTaken });
    else answer(hand({ result, onTaken }));
  };
  return {
    get length() {
      return waiting.length;
    },
    push,
    announce(result) {
      if (isAnnouncing) return;
      isAnnouncing = true;
      push(result, () => (isAnnouncing = false));
    },
    next: () =>
      new Promise((resolve) => {
        const first = waiting.shift();
        if (first !== undefined) resolve(hand(first));
        else if (ended) resolve({ done: true, value: undefined });
        else readers.push(resolve);
      }),
    end,
    drop() {
      waiting.length = 0;
      end();
    },
  };
}
