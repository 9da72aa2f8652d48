import type { Token } from 'node-llama-cpp';
import type { GuessOrigin } from './guesser.ts';
import type { NativeContext, NativeSampler } from './native.ts';

export interface DraftOptions {
  /** The context of the draft model, with as many sequences as that of the model. */
  readonly context: NativeContext;
  readonly sampler: NativeSampler;
  readonly batchSize: number;
}

/** Lets a smaller model with the same vocabulary say what it would: speculative decoding (Leviathan and others, 2023), greedy on the side of the draft. */
export function createDraftGuesses({ context, sampler, batchSize }: DraftOptions): GuessOrigin {
  const computed = new Map<number, readonly Token[]>();
  let queue: Promise<unknown> = Promise.resolve();
  sampler.applyConfig({ temperature: 0, topP: 1, topK: 0, minP: 0, seed: 0 });

  const next = async (sequence: number, before: readonly Token[], tokens: readonly Token[]): Promise<Token | null> => {
    for (let done = 0; ; done += batchSize) {
      const part = tokens.slice(done, done + batchSize);
      const isLast = done + part.length === tokens.length;
      context.initBatch(part.length);
      const [index] = context.addToBatch(sequence, before.length + done, Uint32Array.from(part), Uint32Array.from(isLast ? [part.length - 1] : []));
      await context.decodeBatch();
      if (!isLast || index === undefined) continue;
      const token = await context.sampleToken(index, sampler);
      return token === -1 ? null : token;
    }
  };
  const guess: GuessOrigin = async (sequence, tokens, most) => {
    let known = keepShared(computed.get(sequence) ?? [], tokens);
    if (known.length === 0) context.disposeSequence(sequence);
    else context.removeTokenCellsFromSequence(sequence, known.length, -1);
    const guesses: Token[] = [];
    let pending = tokens.slice(known.length);
    while (guesses.length < most) {
      computed.delete(sequence); // unknown if this fails
      const token = await next(sequence, known, pending);
      known = [...known, ...pending];
      computed.set(sequence, known);
      if (token === null) break;
      guesses.push(token);
      pending = [token];
    }
    return guesses;
  };

  return (sequence, tokens, most) => {
    // One at a time: the answers of a step ask together.
    const guesses = queue.then(() => guess(sequence, tokens, most));
    queue = guesses.catch(() => undefined);
    return guesses;
  };
}

/** What two texts have in common at their beginning, short of all of the second. */
function keepShared(one: readonly Token[], other: readonly Token[]): readonly Token[] {
  let length = 0;
  while (length < one.length && length < other.length - 1 && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
