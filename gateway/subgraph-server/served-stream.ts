import { GraphQLError, type ExecutionResult } from 'graphql';
import type { RequestContext } from '#kernel/context';
import { callerGone } from '#kernel/listener';
import { createExecutionScope, type SubgraphStream } from '../subgraph-links/index.ts';

/** The messages of one stream, as the protocol asks for them. */
export interface ServedStream extends AsyncIterableIterator<ExecutionResult, undefined> {
  /** Lets so many more events go. */
  more(events: number): void;
  /** Ends the source at once, also while a `next` is pending. */
  return(): Promise<IteratorReturnResult<undefined>>;
}

export interface ServedStreamOptions {
  readonly open: () => Promise<SubgraphStream | { readonly errors: readonly GraphQLError[] }>;
  /** Whether the other side may open it again by itself. */
  readonly isRepeatable: boolean;
  /** Events that may go before `more`. */
  readonly window: number;
  readonly context: RequestContext;
  readonly abort: (reason: Error) => void;
  /** Called once. */
  readonly onOver: () => void;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
const message = (value: ExecutionResult): IteratorYieldResult<ExecutionResult> => ({ done: false, value });

/**
 * Opens the source when the first message is asked for, which says whether it is open, and asks it for an event only when the reader at the other end has room for
 * one.
 */
export function createServedStream({ open, isRepeatable, window, context, abort, onOver }: ServedStreamOptions): ServedStream {
  let source: SubgraphStream | null = null;
  let room = window;
  let isOver = false;
  let hasRoom = (): void => undefined;
  let answer: ((result: IteratorResult<ExecutionResult, undefined>) => void) | undefined;

  const close = (): void => {
    if (isOver) return;
    isOver = true;
    abort(callerGone());
    void source?.return();
    hasRoom();
    answer?.(done);
    onOver();
  };
  const begin = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    const opened = await open();
    if ('errors' in opened) {
      answer = undefined; // the refusal is the answer
      close();
      return message({ errors: opened.errors, extensions: { refused: true } });
    }
    source = opened;
    if (isOver) void source.return();
    return message({ extensions: { opened: { repeatable: isRepeatable } } });
  };
  const step = async (from: SubgraphStream): Promise<IteratorResult<ExecutionResult, undefined>> => {
    if (room === 0) await new Promise<void>((resolve) => (hasRoom = resolve));
    if (isOver) return done;
    room -= 1;
    const event = await from.next();
    if (event.done !== true) {
      const { data, errors } = await event.value(createExecutionScope(context));
      return message({ ...(data !== undefined && { data }), ...(errors !== undefined && { errors }) });
    }
    close();
    return done;
  };

  return {
    next: () =>
      new Promise((resolve, reject) => {
        answer = resolve;
        if (isOver) resolve(done);
        else (source === null ? begin() : step(source)).then(resolve, reject);
      }),
    more(events) {
      room += events;
      hasRoom();
    },
    async return() {
      close();
      return done;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
