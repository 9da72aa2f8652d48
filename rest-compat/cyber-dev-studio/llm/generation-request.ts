import { z } from 'zod';
import { refusing } from '#rest-compat/core';
import { boundedList, boundedNumbers } from './bounded.ts';
import type { ChatCompletionInput } from './operations.generated.ts';

/** A parameter of the OpenAI API that this endpoint knows but does not support: only a value that asks for nothing passes. */
export const unsupported = (asksForNothing: (value: unknown) => boolean = () => false) =>
  refusing((value) => value === null || asksForNothing(value), { code: 'UNSUPPORTED_PARAMETER', reason: 'is not supported' }).optional();

const fraction = z.number().min(0).max(1).nullish();
const penalty = z.number().min(-2).max(2).nullish();
const repeatPenalty = z.number().min(0.01).max(2).nullish();

/** A token limit. */
export const tokenLimit = z.int32().min(1).nullish();

/** The parameters that chats and texts have in common. */
export const generationFields = {
  model: z.string(),
  max_tokens: tokenLimit,
  n: z.int32().min(1).max(128).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: fraction,
  top_k: z.int32().min(0).nullish(),
  min_p: fraction,
  seed: z.int().nullish(),
  stop: z.union([z.string(), boundedList(z.string(), { max: 4 })]).nullish(),
  frequency_penalty: penalty,
  presence_penalty: penalty,
  repeat_penalty: repeatPenalty,
  repetition_penalty: repeatPenalty,
  logit_bias: boundedNumbers({ name: /^\d{1,9}$/u, least: -100, most: 100, max: 1024 }).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  user: z.string().nullish(),
};
type GenerationFields = z.output<z.ZodObject<typeof generationFields>>;

type GenerationInput = Omit<ChatCompletionInput, 'messages' | 'tools' | 'toolChoice' | 'parallelToolCalls' | 'responseFormat' | 'topLogprobs' | 'priority'>;

/** What chats and texts have in common as the graph takes it. */
export const toGenerationInput = (body: GenerationFields): GenerationInput => ({
  model: body.model,
  maxTokens: body.max_tokens,
  count: body.n,
  temperature: body.temperature,
  topP: body.top_p,
  topK: body.top_k,
  minP: body.min_p,
  seed: toSeed(body.seed),
  stop: typeof body.stop === 'string' ? [body.stop] : body.stop,
  frequencyPenalty: body.frequency_penalty,
  presencePenalty: body.presence_penalty,
  repeatPenalty: body.repeat_penalty ?? body.repetition_penalty,
  logitBias: body.logit_bias && Object.entries(body.logit_bias).map(([token, bias]) => ({ token: Number(token), bias })),
});

/** OpenAI's seeds have more bits than the graph's: the low 32 are kept. */
const toSeed = (seed: number | null | undefined): number | null => (typeof seed === 'number' ? seed | 0 : null);
