import { z } from 'zod';
import { prompts } from './bounded.ts';
import { generationFields, toGenerationInput, unsupported } from './generation-request.ts';
import type { CompletionInput, PromptInput } from './operations.generated.ts';

/** Prompts as the graph takes them. */
export function toPrompts(given: z.output<typeof prompts>): PromptInput[] {
  if (typeof given === 'string') return [{ text: given }];
  const tokens = given.filter((item) => typeof item === 'number');
  if (tokens.length > 0) return [{ tokens }];
  return given.flatMap((item) => (typeof item === 'number' ? [] : [typeof item === 'string' ? { text: item } : { tokens: item }]));
}

/** The body of `POST /v1/completions`. Unknown parameters are ignored; known ones that would be ignored are refused. */
export const completionRequest = z.object({
  ...generationFields,
  prompt: prompts,
  echo: z.boolean().nullish(),
  logprobs: z.int32().min(0).max(20).nullish(),
  suffix: unsupported((value) => value === ''),
  best_of: unsupported((value) => value === 1),
});

type CompletionRequest = z.output<typeof completionRequest>;

/** The texts to go on from as the graph takes them. */
export const toCompletionInput = (body: CompletionRequest): CompletionInput => ({
  ...toGenerationInput(body),
  prompts: toPrompts(body.prompt),
  echo: body.echo,
  topLogprobs: body.logprobs,
});
