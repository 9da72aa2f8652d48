import type { GraphQLError } from 'graphql';
import { refusal } from '../refusal.ts';
import type { AnswerSource, OutcomeIterator } from './graph-stream.ts';
import { createSharedReader, type SharedReader } from './shared-reader.ts';

/** How far readers of one source may drift apart. */
export interface StreamBounds {
  /** Answers that wait for one reader. */
  readonly buffer: number;
  /** Milliseconds that the source waits for a reader whose buffer is full. */
  readonly patienceMs: number;
}

export const defaultStreamBounds: StreamBounds = { buffer: 256, patienceMs: 5_000 };

/** One source for any number of readers. */
export interface SharedStream {
  /** A reader of all answers from now on; each is given the same objects. Null once the stream is over. */
  join(): AnswerSource | null;
}

/** Reads a source while a reader asks. The source is closed when the last reader leaves. */
export function createSharedStream(source: OutcomeIterator, bounds: StreamBounds): SharedStream {
  const readers = new Set<SharedReader>();
  const waitForSlowest = createPatience(readers, bounds);
  let isReading = false;
  let isClosed = false;

  const leave = (reader: SharedReader, fault?: unknown): void => {
    if (readers.delete(reader) && readers.size === 0) {
      isClosed = true;
      void source.return?.();
    }
    reader.end(fault);
    waitForSlowest.lookAgain();
  };

  const readOne = async (): Promise<void> => {
    const late = await waitForSlowest.orTell();
    for (const reader of late) leave(reader);
    if (late.length > 0) return;
    const answer = await source.next();
    for (const reader of [...readers]) {
      if (answer.done === true) leave(reader);
      else reader.give(answer.value);
    }
  };

  const read = async (): Promise<void> => {
    isReading = true;
    try {
      while ([...readers].some(({ waits }) => waits)) await readOne();
    } catch (fault) {
      for (const reader of [...readers]) leave(reader, fault);
    } finally {
      isReading = false;
    }
  };

  return {
    join() {
      if (isClosed) return null;
      const reader = createSharedReader();
      readers.add(reader);
      return {
        next() {
          const answer = reader.take();
          if (answer !== undefined) {
            waitForSlowest.lookAgain();
            return Promise.resolve(answer);
          }
          const next = reader.wait();
          if (!isReading) void read();
          return next;
        },
        async return() {
          reader.forget();
          leave(reader);
        },
      };
    },
  };
}

/** Waits until every reader has room for an answer; those that have none for too long are told, and named. */
function createPatience(readers: ReadonlySet<SharedReader>, { buffer, patienceMs }: StreamBounds) {
  let lookAgain = (): void => undefined;
  const full = (): SharedReader[] => [...readers].filter(({ behind }) => behind >= buffer);
  return {
    lookAgain: (): void => lookAgain(),
    async orTell(): Promise<readonly SharedReader[]> {
      if (full().length === 0) return [];
      const patience = { isOver: false };
      const timer = setTimeout(() => {
        patience.isOver = true;
        lookAgain();
      }, patienceMs);
      while (full().length > 0 && !patience.isOver) {
        await new Promise<void>((resolve) => {
          lookAgain = resolve;
        });
      }
      clearTimeout(timer);
      for (const reader of full()) reader.give({ errors: [fellBehind()] });
      return full();
    },
  };
}

const fellBehind = (): GraphQLError => refusal('UNAVAILABLE', 'This reader fell behind the others of its stream: subscribe again');
