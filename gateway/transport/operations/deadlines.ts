import { createLinkedList } from '#kernel/linked-list';

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
  const waiting = createLinkedList<Waiting>();
  let timer: NodeJS.Timeout | null = null;
  const arm = (delay: number): void => {
    timer = setTimeout(ring, delay);
  };
  const ring = (): void => {
    timer = null;
    const now = performance.now();
    let next = waiting.first();
    for (; next !== null && next.dueAt <= now; next = waiting.first()) next.end();
    if (next !== null) arm(next.dueAt - now);
  };
  return {
    begin(end) {
      const leave = waiting.add({
        dueAt: performance.now() + milliseconds,
        end() {
          leave();
          end();
        },
      });
      if (timer === null) arm(milliseconds);
      return leave;
    },
  };
}
