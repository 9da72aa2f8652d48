import { z } from 'zod';
import type { FinishReason, LogprobFragment, UsageFragment } from './operations.generated.ts';

/** What a request cost, as OpenAI shapes it. */
export const usageSchema = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int() }),
});

/** What all answers and their pieces begin with. */
export const headSchema = { id: z.string(), created: z.int(), model: z.string(), system_fingerprint: z.string() };

export const toUsage = ({ promptTokens, completionTokens, totalTokens, cachedPromptTokens }: UsageFragment): z.input<typeof usageSchema> => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: totalTokens,
  prompt_tokens_details: { cached_tokens: cachedPromptTokens },
});

export const toHead = ({ id, createdAt, model }: { readonly id: string; readonly createdAt: string; readonly model: { readonly id: string } }) => ({
  id,
  created: toEpochSeconds(createdAt),
  model: model.id,
  system_fingerprint: `fp_${model.id}`,
});

/** An instant of the graph in OpenAI's seconds since the epoch. */
export const toEpochSeconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** The header that tells the balance; empty where the graph did not say it. */
export const balanceHeader = (balance: number | null): Readonly<Record<string, string>> => (balance === null ? {} : { 'X-Token-Balance': String(balance) });

/** Why an answer ended, in OpenAI's words; it has none for a cancelled one. */
export const finishReasonSchema = z.enum(['stop', 'length', 'tool_calls']);
const finishReasons = { STOP: 'stop', LENGTH: 'length', TOOL_CALLS: 'tool_calls', CANCELLED: 'stop' } as const satisfies Record<FinishReason, string>;
export const toFinishReason = (reason: FinishReason): z.input<typeof finishReasonSchema> => finishReasons[reason];

/** A list of log probabilities as the graph gives it. */
export type Logprobs = readonly LogprobFragment[] | null;
