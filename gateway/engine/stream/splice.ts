import { isDeepStrictEqual } from 'node:util';
import type { GraphOutcome } from '#kernel/graph-port';
import type { Data } from '../data.ts';
import type { AnswerSource } from './graph-stream.ts';

/** Two openings of one feed on their way to be one. */
export interface Splice extends AnswerSource {
  /** True once only the second opening is left. */
  isOver(): boolean;
}

interface SpliceOptions {
  /** The answer that the first opening gave last; nobody has read it yet. */
  readonly first: Promise<GraphOutcome<Data>>;
  readonly before: AnswerSource;
  /** Opened later. */
  readonly after: AnswerSource;
}

type Answer = IteratorResult<GraphOutcome<Data>, undefined>;

/** How long the first opening has for an event that the second one has already brought. */
const graceMs = 1_000;

/**
 * Goes from one opening of a feed to another. The feed brings the same events in the same order to both, to the second one since it was opened: the first is
 * read until it gives what the second gave first, and then left. Nothing between the two openings is lost, and what both bring is given once.
 */
export function createSplice({ first, before, after }: SpliceOptions): Splice {
  let over = false;
  let fromBefore: Promise<Answer> | undefined = first.then((value) => ({ done: false, value }));
  const fromAfter = after.next();
  let awaited: Answer | undefined;
  // Whoever reads hears of its failure.
  fromAfter.then((answer) => (awaited = answer), () => undefined);

  const leave = (answer: Answer): Answer => {
    over = true;
    void before.return();
    return answer;
  };

  return {
    isOver: () => over,
    async next() {
      fromBefore ??= before.next();
      if (awaited === undefined) await Promise.race([fromBefore, fromAfter]);
      const answer = awaited === undefined ? await fromBefore : await inTime(fromBefore);
      if (answer === undefined || answer.done === true) return leave(await fromAfter);
      fromBefore = undefined;
      const isMet = awaited !== undefined && isDeepStrictEqual(answer.value.data, awaited.value?.data);
      return isMet ? leave(answer) : answer;
    },
    async return() {
      await Promise.all([before.return(), after.return()]);
    },
  };
}

/** The answer, unless it takes too long. */
async function inTime(answer: Promise<Answer>): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), graceMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
