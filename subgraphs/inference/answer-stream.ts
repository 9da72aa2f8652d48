import { createTokenStream } from '#platform/token-stream';
import { joinEvents, type AnswerEvent } from './answer-events.ts';

/** The events of an answer on their way to a reader. */
export interface AnswerStream extends AsyncIterableIterator<AnswerEvent | Error> {
  push(events: readonly AnswerEvent[]): void;
  /** The last item: streams of GraphQL tell errors as events. */
  fail(error: Error): void;
  end(): void;
}

/** Lets what a slow reader misses wait, joined by choice, so that it is never more than a few events for each. */
export function createAnswerStream(onCancel: () => void): AnswerStream {
  const groups = createTokenStream<readonly AnswerEvent[] | Error>({ merge: joinGroups, onCancel });
  let open: readonly AnswerEvent[] = [];
  return {
    push: (events) => {
      if (events.length > 0) groups.push(events);
    },
    fail: (error) => groups.push(error),
    end: () => groups.end(),
    async next() {
      if (open.length === 0) {
        const { done, value } = await groups.next();
        if (done === true) return { done: true, value: undefined };
        if (value instanceof Error) return { done: false, value };
        open = value;
      }
      const [event, ...rest] = open;
      open = rest;
      return event === undefined ? { done: true, value: undefined } : { done: false, value: event };
    },
    async return() {
      open = [];
      await groups.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The order of the events of each choice stays; that between choices means nothing, but that the last event of all stays last. */
function joinGroups(waiting: readonly AnswerEvent[] | Error, next: readonly AnswerEvent[] | Error): readonly AnswerEvent[] | Error | undefined {
  if (waiting instanceof Error || next instanceof Error) return undefined;
  const joined = [...waiting];
  for (const event of next) {
    const place = joined.findLastIndex(({ index }) => index === event.index);
    const before = joined[place];
    const both = before === undefined ? null : joinEvents(before, event);
    if (both === null) joined.push(event);
    else joined[place] = both;
  }
  return joined;
}
