import { z } from 'zod';
import type { ChatDeltasSubscription, ChatMutation, FinishReason, UsageFragment } from './operations.generated.ts';

const usageSchema = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int() }),
});
const finishReasonSchema = z.enum(['stop', 'length']);
const head = { id: z.string(), created: z.int(), model: z.string(), system_fingerprint: z.string() };

/** A whole answer, as OpenAI shapes it. */
export const completionSchema = z.object({
  ...head,
  object: z.literal('chat.completion'),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: z.null(),
      finish_reason: finishReasonSchema,
    }),
  ),
  usage: usageSchema,
});

/** A piece of an answer, as OpenAI shapes it; with `stream_options.include_usage` every one has `usage`, and the last has no choices. */
export const chunkSchema = z.object({
  ...head,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.object({
      index: z.int(),
      delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional() }),
      logprobs: z.null(),
      finish_reason: finishReasonSchema.nullable(),
    }),
  ),
  usage: usageSchema.nullable().optional(),
});
type Chunk = z.input<typeof chunkSchema>;
type Delta = Chunk['choices'][number]['delta'];

type Completion = ChatMutation['createChatCompletion']['completion'];
type CompletionDelta = ChatDeltasSubscription['chatCompletionDelta'];

// A cancelled answer has ended, and OpenAI has no word for why.
const finishReasons = { STOP: 'stop', LENGTH: 'length', CANCELLED: 'stop' } as const satisfies Record<FinishReason, string>;

/** An answer of the graph as OpenAI shapes it. */
export const toCompletion = (completion: Completion): z.input<typeof completionSchema> => ({
  ...toHead(completion),
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: completion.message.content, refusal: null },
      logprobs: null,
      finish_reason: finishReasons[completion.finishReason],
    },
  ],
  usage: toUsage(completion.usage),
});

/** The chunks that one event becomes: a role, a text, an end, and last the usage where it was asked for. */
export function toChunks(event: CompletionDelta, includeUsage: boolean): Chunk[] {
  const { role, content, finishReason, usage } = event;
  const start = { ...toHead(event), object: 'chat.completion.chunk' as const, ...(includeUsage && { usage: null }) };
  const chunk = (delta: Delta, reason: FinishReason | null = null): Chunk => ({
    ...start,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason === null ? null : finishReasons[reason] }],
  });
  return [
    ...(role === null ? [] : [chunk({ role: 'assistant', content: '' })]),
    ...(content === '' ? [] : [chunk({ content })]),
    ...(finishReason === null ? [] : [chunk({}, finishReason)]),
    ...(includeUsage && usage !== null ? [{ ...start, choices: [], usage: toUsage(usage) }] : []),
  ];
}

/** The header that tells the balance; empty where the graph did not say it. */
export const balanceHeader = (balance: number | null): Readonly<Record<string, string>> => (balance === null ? {} : { 'X-Token-Balance': String(balance) });

const toHead = ({ id, createdAt, model }: Pick<Completion, 'id' | 'createdAt' | 'model'>) => ({
  id,
  created: toEpochSeconds(createdAt),
  model: model.id,
  system_fingerprint: `fp_${model.id}`,
});

/** An instant of the graph in OpenAI's seconds since the epoch. */
export const toEpochSeconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

const toUsage = ({ promptTokens, completionTokens, totalTokens, cachedPromptTokens }: UsageFragment): z.input<typeof usageSchema> => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: totalTokens,
  prompt_tokens_details: { cached_tokens: cachedPromptTokens },
});
