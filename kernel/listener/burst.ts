import type { ServerResponse } from 'node:http';

/** In milliseconds: an answer that is made so long after the first of its burst takes the burst with it. What else a turn does may take longer. */
const longestHold = 10;
/** After so many bursts of one answer, only one answer in so many is held, to see whether there are others. */
const patience = 32;

/** An answer whose head is written. */
export interface ReadyAnswer {
  readonly response: ServerResponse;
  readonly text: string;
  readonly encoding: 'latin1' | 'utf8';
}

/**
 * Ends answers. Those that become ready in the same turn of the event loop go out one after the other at its end: each write wakes its reader, and work between two
 * writes finds the caches of the processor cold. Where answers come one at a time they go out at once.
 */
export function createBursts(): (answer: ReadyAnswer) => void {
  let ready: ReadyAnswer[] = [];
  let readySince = 0;
  let burstsOfOne = 0;
  let sinceBurst = 0;

  const flush = (): void => {
    if (ready.length === 0) return;
    const burst = ready;
    ready = [];
    burstsOfOne = burst.length === 1 ? burstsOfOne + 1 : 0;
    sinceBurst = 0;
    burst.forEach(end);
  };

  return (answer) => {
    if (burstsOfOne >= patience && ++sinceBurst < patience) {
      end(answer);
      return;
    }
    const now = performance.now();
    if (ready.length === 0) {
      readySince = now;
      setImmediate(flush);
    }
    ready.push(answer);
    if (now - readySince > longestHold) flush();
  };
}

function end({ response, text, encoding }: ReadyAnswer): void {
  response.end(text, encoding);
}
