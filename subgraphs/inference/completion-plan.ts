import type { AnswerPlan } from './answer-plan.ts';
import { createTextReader } from './answer-reader.ts';
import type { Prompt } from './backends/backend.ts';
import { checkGeneration, type GenerationInput, type Optional } from './generation-input.ts';
import { checkPrompts, type PromptInput } from './prompt-input.ts';

/** Texts to go on from as a caller sends them. */
export interface CompletionInput extends GenerationInput {
  readonly prompts: readonly PromptInput[];
  readonly echo?: Optional<boolean>;
}

const mostPrompts = 64;

/** How to go on from texts. @throws DomainError BAD_USER_INPUT */
export function planCompletion(input: CompletionInput): AnswerPlan {
  return {
    kind: 'cmpl',
    model: input.model,
    prompts: checkPrompts(input.prompts, { field: 'prompts', most: mostPrompts }).map(toPrompt),
    generation: checkGeneration(input),
    echo: input.echo === true,
    grammar: null,
    createReader: createTextReader,
    meetsFormat: null,
  };
}

/** A text or its tokens for a backend. */
export const toPrompt = (prompt: string | readonly number[]): Prompt => (typeof prompt === 'string' ? { kind: 'text', text: prompt } : { kind: 'tokens', tokens: prompt });
