import type { AnswerShape, Prompt } from './backends/backend.ts';
import type { AnswerReader } from './answer-reader.ts';
import type { CheckedGeneration } from './generation-input.ts';

/** What to answer and how, checked; for whom and for how many tokens is still open. */
export interface AnswerPlan {
  /** Begins the id of the answer. */
  readonly kind: 'chatcmpl' | 'cmpl';
  readonly model: string;
  /** At least one, each answered by itself. */
  readonly prompts: readonly Prompt[];
  readonly generation: CheckedGeneration;
  /** What each answer must look like; null for anything. */
  readonly grammar: string | null;
  /** The same wish, for engines that take no grammar. */
  readonly shape?: AnswerShape;
  readonly echo: boolean;
  /** Reads one of the answers. */
  readonly createReader: () => AnswerReader;
  /** Whether a text is what the caller asked for; null when it asked for nothing. */
  readonly meetsFormat: ((text: string) => boolean) | null;
}
