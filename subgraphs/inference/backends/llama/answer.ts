import type { Token } from 'node-llama-cpp';
import type { GenerationChoice } from '../backend.ts';
import type { AnswerTokens } from './answer-tokens.ts';
import type { AnswerWriter, ChosenToken } from './answer-writer.ts';
import type { LogitIndex } from './native.ts';
import type { SequencePool, SequenceSlot } from './sequence-pool.ts';
import type { Lane } from './step.ts';

/** One answer to a prompt on a sequence of its own. */
export interface Answer extends Lane {
  /** Ends it; what was generated stays. */
  cancel(): void;
}

export interface AnswerOptions {
  readonly slot: SequenceSlot;
  /** The whole prompt; the slot may know its beginning. */
  readonly prompt: readonly Token[];
  readonly tokens: AnswerTokens;
  readonly writer: AnswerWriter;
  readonly pool: Pick<SequencePool, 'keep'>;
  readonly isHeld: () => boolean;
  /** Called once, after the prompt was computed, before the first token is chosen. */
  readonly onPrompt: (logits: readonly LogitIndex[]) => Promise<void>;
  /** Called once, with what went wrong or null. */
  readonly onClose: (choice: GenerationChoice, fault: { readonly error: unknown } | null) => void;
}

/** An answer that is to be made. */
export function createAnswer({ slot, prompt, tokens, writer, pool, isHeld, onPrompt, onClose }: AnswerOptions): Answer {
  let undelivered: readonly ChosenToken[] = [];
  let delivered = 0;
  /** How many of the tokens computed last are of no use. */
  let surplus = 0;
  let finishReason: GenerationChoice['finishReason'] | null = null;
  let fault: { readonly error: unknown } | null = null;
  let isPrompt = true;

  const answer: Answer = {
    slot,
    isHeld,
    pending: prompt.slice(slot.tokens.length),
    get isPrompt() {
      return isPrompt;
    },
    get outputs() {
      return 1 + tokens.guessed;
    },
    isOver: () => finishReason !== null,
    async choose(logits) {
      if (isPrompt) {
        isPrompt = false;
        await onPrompt(logits);
      }
      const outcome = await tokens.choose(logits);
      undelivered = [...undelivered, ...outcome.chosen];
      ({ surplus } = outcome);
      finishReason ??= outcome.ended;
      if (finishReason === null) answer.pending = await tokens.next();
    },
    deliver() {
      const chosen = undelivered;
      undelivered = [];
      for (const each of chosen) {
        delivered += 1;
        if (writer.push(each) === 'goes on') continue;
        finishReason = 'STOP';
        tokens.cut(delivered);
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
      tokens.dispose();
      onClose({ finishReason: finishReason ?? 'STOP', completionTokens: tokens.count }, fault);
    },
    cancel: () => void (finishReason ??= 'CANCELLED'),
    fail(error) {
      fault ??= { error };
      finishReason ??= 'STOP';
    },
  };
  return answer;
}
