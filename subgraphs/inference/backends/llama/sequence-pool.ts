import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';

/** One of the native sequences, which remembers what it computed last. */
export interface SequenceSlot {
  /** Its native number. */
  readonly id: number;
  readonly sequence: LlamaContextSequence;
  /** For whom it computed last; nobody else profits from it, as the saved time would tell what others ask. */
  owner: string | null;
}

/** The free sequences of a context. */
export interface SequencePool {
  /** The free slot that has computed most of this prompt for this owner, if that is worth it, else the lowest: native batches want neighbours. */
  take(owner: string, prompt: readonly Token[]): SequenceSlot | null;
  give(slot: SequenceSlot): void;
}

const worthwhileTokens = 16;
const worthwhileShare = 0.25;

/** All sequences of a new context. */
export function createSequencePool(context: LlamaContext): SequencePool {
  const free: SequenceSlot[] = Array.from({ length: context.totalSequences }, (_, id) => ({ id, sequence: context.getSequence(), owner: null }));

  const known = (slot: SequenceSlot, prompt: readonly Token[]): number => slot.sequence.compareContextTokens([...prompt]).firstDifferentIndex;
  return {
    take(owner, prompt) {
      const least = Math.max(worthwhileTokens, prompt.length * worthwhileShare);
      const matches = free.filter((slot) => slot.owner === owner).map((slot) => ({ slot, tokens: known(slot, prompt) }));
      const [best] = matches.filter(({ tokens }) => tokens >= least).sort((one, other) => other.tokens - one.tokens);
      const slot = best?.slot ?? free[0];
      if (slot === undefined) return null;
      free.splice(free.indexOf(slot), 1);
      return slot;
    },
    give(slot) {
      free.push(slot);
      free.sort((one, other) => one.id - other.id);
    },
  };
}
