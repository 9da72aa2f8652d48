import type { Token } from 'node-llama-cpp';
import type { GenerationChoice } from '../backend.ts';
import type { AnswerWriter, ChosenToken } from './answer-writer.ts';
import type { Guesser } from './guesser.ts';
import type { LogitIndex } from './native.ts';
import type { TokenChooser } from './sampling.ts';
import type { SequencePool, SequenceSlot } from './sequence-pool.ts';
import type { Lane } from './step.ts';

/** One answer to a prompt on a sequence of its own. */
export interface Answer extends Lane {
  /** Ends it; what was generated stays. */
  cancel(): void;
}

export interface AnswerOptions {
  readonly slot: SequenceSlot;
  readonly prompt: readonly Token[];
  readonly chooser: TokenChooser;
  readonly writer: AnswerWriter;
  readonly guesser: Guesser;
  readonly pool: Pick<SequencePool, 'keep'>;
  /** The most tokens that it can have. */
  readonly most: number;
  /** True for tokens that end an answer and are not part of it. */
  readonly isEnd: (token: Token) => boolean;
  /** Adds what the reader wants to know of a token that was just chosen. */
  readonly describe: (index: LogitIndex, token: Token) => Promise<ChosenToken>;
  readonly isHeld: () => boolean;
  /** Called once, after the prompt was computed, before the first token is chosen. */
  readonly onPrompt: (logits: readonly LogitIndex[]) => Promise<void>;
  /** Called once, with what went wrong or null. */
  readonly onClose: (choice: GenerationChoice, fault: { readonly error: unknown } | null) => void;
}

/** An answer that is to be made, from what its slot knows of the prompt. */
export function createAnswer(options: AnswerOptions): Answer {
  const { slot, prompt, chooser, writer, guesser, pool, most, isEnd, describe, onPrompt, onClose } = options;
  const generated: Token[] = [];
  let fresh: ChosenToken[] = [];
  let guesses: readonly Token[] = [];
  let finishReason: GenerationChoice['finishReason'] | null = null;
  let fault: { readonly error: unknown } | null = null;
  let isPrompt = true;
  /** How many generated tokens there were when the guesses were made. */
  let guessedAt = 0;
  /** How many of the tokens computed last are of no use. */
  let surplus = 0;
  let delivered = 0;

  /** Takes one token; false when nothing can follow what it was computed for. */
  const take = async (index: LogitIndex): Promise<boolean> => {
    const token = await chooser.choose(index, generated);
    if (token === null || isEnd(token)) {
      finishReason ??= 'STOP';
      return false;
    }
    const place = generated.length;
    fresh.push(await describe(index, token));
    generated.push(token);
    if (generated.length >= most) finishReason ??= 'LENGTH';
    return finishReason === null && guesses[place - guessedAt] === token;
  };

  const answer: Answer = {
    slot,
    pending: prompt.slice(slot.tokens.length),
    get isPrompt() {
      return isPrompt;
    },
    get outputs() {
      return 1 + guesses.length;
    },
    isHeld: options.isHeld,
    isOver: () => finishReason !== null,
    async choose(logits) {
      if (isPrompt) {
        isPrompt = false;
        await onPrompt(logits);
      }
      guessedAt = generated.length;
      let right = 0;
      while (right < logits.length && (await take(logits[right] ?? 0))) right += 1;
      if (guesses.length > 0) guesser.learn({ made: guesses.length, right });
      surplus = guesses.length - right;
      const last = generated.at(-1);
      if (last === undefined || finishReason !== null) return;
      guesses = await guesser.guess([...prompt, ...generated], most - generated.length - 1);
      answer.pending = [last, ...guesses];
    },
    deliver() {
      const chosen = fresh;
      fresh = [];
      for (const each of chosen) {
        delivered += 1;
        if (writer.push(each) === 'goes on') continue;
        finishReason = 'STOP';
        generated.splice(delivered);
        return;
      }
    },
    tidy() {
      if (surplus === 0) return;
      pool.keep(slot, slot.tokens.length - surplus);
      surplus = 0;
    },
    close() {
      writer.end();
      chooser.dispose();
      onClose({ finishReason: finishReason ?? 'STOP', completionTokens: generated.length }, fault);
    },
    cancel: () => void (finishReason ??= 'CANCELLED'),
    fail(error) {
      fault ??= { error };
      finishReason ??= 'STOP';
    },
  };
  return answer;
}
