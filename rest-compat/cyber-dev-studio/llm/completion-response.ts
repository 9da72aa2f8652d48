import { z } from 'zod';
import { finishReasonSchema, headSchema, toFinishReason, toHead, toUsage, usageSchema, type Logprobs } from './generation-response.ts';
import type { CompleteMutation, CompletionDeltasSubscription } from './operations.generated.ts';

const logprobsSchema = z
  .object({ tokens: z.array(z.string()), token_logprobs: z.array(z.number()), top_logprobs: z.array(z.record(z.string(), z.number())), text_offset: z.array(z.int()) })
  .nullable();
const choice = { index: z.int(), text: z.string(), logprobs: logprobsSchema };

/** Whole texts, as OpenAI shapes them. */
export const textCompletionSchema = z.object({
  ...headSchema,
  object: z.literal('text_completion'),
  choices: z.array(z.object({ ...choice, finish_reason: finishReasonSchema })),
  usage: usageSchema,
});

/** A piece of a text, as OpenAI shapes it; with `stream_options.include_usage` every one has `usage`, and the last has no choices. */
export const textChunkSchema = z.object({
  ...headSchema,
  object: z.literal('text_completion'),
  choices: z.array(z.object({ ...choice, finish_reason: finishReasonSchema.nullable() })),
  usage: usageSchema.nullable().optional(),
});
type Chunk = z.input<typeof textChunkSchema>;

/** Texts of the graph as OpenAI shapes them; `offset` says how many characters of the choice come before its first generated token. */
export const toTextCompletion = (completion: CompleteMutation['createCompletion']['completion']): z.input<typeof textCompletionSchema> => ({
  ...toHead(completion),
  object: 'text_completion',
  choices: completion.choices.map(({ index, text, finishReason, logprobs }) => ({ index, text, logprobs: toLogprobs(logprobs, text.length - lengthOf(logprobs)), finish_reason: toFinishReason(finishReason) })),
  usage: toUsage(completion.usage),
});

/** The chunks that one event becomes: a text or an end, and last the usage where it was asked for. */
export function toTextChunks(event: CompletionDeltasSubscription['completionDelta'], includeUsage: boolean): Chunk[] {
  const { index, text, offset, logprobs, finishReason, usage } = event;
  const start = { ...toHead(event), object: 'text_completion' as const, ...(includeUsage && { usage: null }) };
  const reason = finishReason === null ? null : toFinishReason(finishReason);
  return [
    ...(text === '' && reason === null ? [] : [{ ...start, choices: [{ index, text, logprobs: toLogprobs(logprobs, offset), finish_reason: reason }] }]),
    ...(includeUsage && usage !== null ? [{ ...start, choices: [], usage: toUsage(usage) }] : []),
  ];
}

const lengthOf = (logprobs: Logprobs): number => (logprobs ?? []).reduce((sum, { token }) => sum + token.length, 0);

function toLogprobs(logprobs: Logprobs, offset: number): z.input<typeof logprobsSchema> {
  if (logprobs === null) return null;
  let next = Math.max(0, offset);
  const offsets = logprobs.map(({ token }) => {
    const own = next;
    next += token.length;
    return own;
  });
  return {
    tokens: logprobs.map(({ token }) => token),
    token_logprobs: logprobs.map(({ logprob }) => logprob),
    top_logprobs: logprobs.map(({ top }) => Object.fromEntries(top.map(({ token, logprob }) => [token, logprob]))),
    text_offset: offsets,
  };
}
