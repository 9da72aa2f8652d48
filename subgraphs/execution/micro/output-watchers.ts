import { DomainError } from '#kernel/errors';
import { createTokenStream } from '#platform/token-stream';
import type { MicroOutput } from './micro.ts';
import { microLimits } from './limits.ts';

/** Those who follow the output of one session. */
export interface OutputWatchers {
  /** Hands an event to each of them, or lets it wait. */
  tell(event: MicroOutput, bytes: number): void;
  /** Follows from now on, until `signal` or the end of the session. @throws DomainError LIMIT_REACHED */
  watch(signal: AbortSignal): AsyncIterableIterator<MicroOutput>;
  /** Ends all streams after what still waits. */
  end(): void;
}

interface Weighed {
  readonly event: MicroOutput;
  readonly bytes: number;
}

interface Watcher {
  readonly stream: ReturnType<typeof createTokenStream<Weighed>>;
  /** Of events that wait for the reader. */
  waitingBytes: number;
}

const maxWaitingBytes = 2 * microLimits.displayBytes;
const maxWaiting = 256;

/** No watchers yet. A watcher that is too slow is told so and let go; it never holds up the session. */
export function createOutputWatchers(): OutputWatchers {
  const watchers = new Set<Watcher>();
  let isEnded = false;

  return {
    tell(event, bytes) {
      for (const watcher of watchers) {
        watcher.waitingBytes += bytes;
        watcher.stream.push({ event, bytes });
        if (watcher.waitingBytes <= maxWaitingBytes) continue;
        watchers.delete(watcher);
        watcher.stream.fail(new DomainError('UNAVAILABLE', 'The reader is too slow for this stream'));
      }
    },
    watch(signal) {
      if (watchers.size >= microLimits.watchers) throw new DomainError('LIMIT_REACHED', `At most ${microLimits.watchers} may follow a session`);
      const watcher: Watcher = { stream: createTokenStream({ merge, limit: maxWaiting, onCancel: () => watchers.delete(watcher) }), waitingBytes: 0 };
      if (isEnded) watcher.stream.end();
      else watchers.add(watcher);
      return follow(watcher, signal);
    },
    end() {
      isEnded = true;
      for (const { stream } of watchers) stream.end();
      watchers.clear();
    },
  };
}

/** Texts of one stream and one execution that wait are read as one. */
function merge(waiting: Weighed, next: Weighed): Weighed | undefined {
  const { event } = waiting;
  if (event.stream === null || event.stream !== next.event.stream || event.count !== next.event.count) return undefined;
  return { event: { ...event, text: event.text + next.event.text }, bytes: waiting.bytes + next.bytes };
}

function follow(watcher: Watcher, signal: AbortSignal): AsyncIterableIterator<MicroOutput> {
  const { stream } = watcher;
  const close = async (): Promise<IteratorResult<MicroOutput>> => {
    signal.removeEventListener('abort', onAbort);
    await stream.return();
    return { done: true, value: undefined };
  };
  const onAbort = (): void => void close();
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  return {
    async next() {
      const result = await stream.next();
      if (result.done === true) return close();
      watcher.waitingBytes -= result.value.bytes;
      return { done: false, value: result.value.event };
    },
    return: close,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
