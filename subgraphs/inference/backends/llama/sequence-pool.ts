import type { Token } from 'node-llama-cpp';
import type { NativeContext } from './native.ts';

/** One of the native sequences, which remembers what it computed last. */
export interface SequenceSlot {
  /** Its native number. */
  readonly id: number;
  /** The tokens that it has computed. */
  tokens: Token[];
  /** For whom it computed last; nobody else profits from it, as the saved time would tell what others ask. */
  owner: string | null;
}

/** The free sequences of a context. Nothing of it may be called while the context decodes. */
export interface SequencePool {
  /**
   * A free slot for this prompt: the one that has computed most of it for this owner, if that is worth it, else the lowest, as native batches want
   * neighbours. What it keeps of its tokens begins the prompt; null when no slot is free.
   */
  take(owner: string, prompt: readonly Token[]): SequenceSlot | null;
  give(slot: SequenceSlot): void;
  /** Forgets all tokens of a slot but the first ones; how many are left, which are fewer when the model cannot forget a part. */
  keep(slot: SequenceSlot, length: number): number;
  readonly free: number;
}

const worthwhileTokens = 16;
const worthwhileShare = 0.25;

/** All sequences of a new context. */
export function createSequencePool(context: Pick<NativeContext, 'removeTokenCellsFromSequence' | 'disposeSequence' | 'getSequenceKvCacheMinPosition'>, sequences: number): SequencePool {
  const free: SequenceSlot[] = Array.from({ length: sequences }, (_, id) => ({ id, tokens: [], owner: null }));

  const keep = (slot: SequenceSlot, length: number): number => {
    if (length >= slot.tokens.length) return slot.tokens.length;
    // A model with a sliding window has forgotten the beginning; what is left of it is of no use then.
    const isWhole = length > 0 && context.getSequenceKvCacheMinPosition(slot.id) === 0;
    if (isWhole && context.removeTokenCellsFromSequence(slot.id, length, -1)) slot.tokens = slot.tokens.slice(0, length);
    else {
      context.disposeSequence(slot.id);
      slot.tokens = [];
    }
    return slot.tokens.length;
  };

  return {
    take(owner, prompt) {
      const least = Math.max(worthwhileTokens, prompt.length * worthwhileShare);
      const matches = free.filter((slot) => slot.owner === owner).map((slot) => ({ slot, tokens: sharedLength(slot.tokens, prompt) }));
      const [best] = matches.filter(({ tokens }) => tokens >= least).sort((one, other) => other.tokens - one.tokens);
      const slot = best?.slot ?? free[0];
      if (slot === undefined) return null;
      free.splice(free.indexOf(slot), 1);
      // The last token of a prompt is always computed: it gives the first of the answer.
      keep(slot, slot.owner === owner ? Math.max(0, Math.min(sharedLength(slot.tokens, prompt), prompt.length - 1)) : 0);
      slot.owner = owner;
      return slot;
    },
    give(slot) {
      free.push(slot);
      free.sort((one, other) => one.id - other.id);
    },
    keep,
    get free() {
      return free.length;
    },
  };
}

function sharedLength(one: readonly Token[], other: readonly Token[]): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
