import type { GraphOutcome } from '#kernel/graph-port';
import type { Data } from '../data.ts';

type Answer = IteratorResult<GraphOutcome<Data>, undefined>;

/** One reader of a stream that others read too: what it has not taken yet, and its reads that wait. */
export interface SharedReader {
  /** True while a read waits. */
  readonly waits: boolean;
  /** Answers that it has not taken. */
  readonly behind: number;
  give(answer: GraphOutcome<Data>): void;
  /** What it has not taken is still its own; then it is over. */
  end(fault?: unknown): void;
  /** What it has not taken yet is forgotten. */
  forget(): void;
  /** The next answer if it is there, or the end. */
  take(): Answer | undefined;
  wait(): Promise<Answer>;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** A reader that has nothing yet. */
export function createSharedReader(): SharedReader {
  const waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (fault: unknown) => void }[] = [];
  const answers: GraphOutcome<Data>[] = [];
  let isOver = false;
  return {
    get waits() {
      return waiting.length > 0;
    },
    get behind() {
      return answers.length;
    },
    give(answer) {
      const next = waiting.shift();
      if (next === undefined) answers.push(answer);
      else next.resolve({ done: false, value: answer });
    },
    end(fault) {
      isOver = true;
      for (const { resolve, reject } of waiting.splice(0)) {
        if (fault === undefined) resolve(done);
        else reject(fault);
      }
    },
    forget() {
      answers.length = 0;
    },
    take() {
      const value = answers.shift();
      if (value !== undefined) return { done: false, value };
      return isOver ? done : undefined;
    },
    wait: () => new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
    }),
  };
}
