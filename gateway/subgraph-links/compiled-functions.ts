/** Compiled functions that may be dropped when there are too many. */
export interface CompiledFunctions {
  /** Keeps `slot`; drops the longest unused one when there is no room. */
  keep(slot: CompiledSlot): void;
}

/** A place that holds one compiled function. */
export interface CompiledSlot {
  /** Set by each run, cleared by the search for one to drop. */
  used: boolean;
  drop(): void;
}

/** At most `capacity` compiled functions, by the clock algorithm: a run costs one assignment, and only a full house searches. */
export function createCompiledFunctions(capacity: number): CompiledFunctions {
  const slots: CompiledSlot[] = [];
  let hand = 0;
  const advance = (): void => {
    hand = (hand + 1) % capacity;
  };
  return {
    keep(slot) {
      if (slots.length < capacity) {
        slots.push(slot);
        return;
      }
      for (let candidate = slots[hand]; candidate?.used === true; candidate = slots[hand]) {
        candidate.used = false;
        advance();
      }
      slots[hand]?.drop();
      slots[hand] = slot;
      advance();
    },
  };
}
