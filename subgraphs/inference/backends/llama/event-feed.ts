import type { GenerationDelta } from '../backend.ts';
import type { ModelEvent } from './wire.ts';

/** Hands the events of a model process on to those who wait for them. */
export interface EventFeed {
  push(events: readonly ModelEvent[]): void;
  /** Hands on all that waits, now. */
  drain(): void;
}

/** Each costs its reader's whole way to the network: more in one turn would hold up everybody else for longer than a few milliseconds. */
const mostPerTurn = 8;

/**
 * A step of many answers comes as one message; its events are handed on a few in each turn of the event loop. Texts of one answer that wait together go on as
 * one, so that a busy process writes larger pieces instead of falling behind.
 */
export function createEventFeed(take: (event: ModelEvent) => void): EventFeed {
  const waiting = new Map<string, ModelEvent>(); // in their order
  let others = 0;
  let isScheduled = false;

  const add = (event: ModelEvent): void => {
    const key = event.kind === 'delta' ? `${event.id} ${event.delta.index}` : `other ${(others += 1)}`;
    const before = waiting.get(key);
    waiting.set(key, before?.kind === 'delta' && event.kind === 'delta' ? { ...event, delta: join(before.delta, event.delta) } : event);
  };
  const handOn = (most: number): void => {
    let given = 0;
    for (const [key, event] of waiting) {
      if (given === most) return;
      given += 1;
      waiting.delete(key);
      take(event);
    }
  };
  const turn = (): void => {
    handOn(mostPerTurn);
    isScheduled = waiting.size > 0;
    if (isScheduled) setImmediate(turn);
  };

  return {
    push(events) {
      for (const event of events) add(event);
      if (!isScheduled) turn();
    },
    drain: () => handOn(Number.POSITIVE_INFINITY),
  };
}

const join = (one: GenerationDelta, next: GenerationDelta): GenerationDelta => ({
  ...next,
  text: one.text + next.text,
  tokens: one.tokens + next.tokens,
  logprobs: one.logprobs === null || next.logprobs === null ? (one.logprobs ?? next.logprobs) : [...one.logprobs, ...next.logprobs],
});
