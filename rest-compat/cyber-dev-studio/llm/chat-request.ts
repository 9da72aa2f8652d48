import { z } from 'zod';
import { refusing } from '#rest-compat/core';
import type { ChatCompletionInput, ChatRole } from './operations.generated.ts';

/** A parameter of the OpenAI API that this endpoint knows but does not support: only a value that asks for nothing passes. */
const unsupported = (asksForNothing: (value: unknown) => boolean = () => false) =>
  refusing((value) => value === null || asksForNothing(value), { code: 'UNSUPPORTED_PARAMETER', reason: 'is not supported' }).optional();

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
const isFalse = (value: unknown): boolean => value === false;
const isTextFormat = (value: unknown): boolean => z.object({ type: z.literal('text') }).safeParse(value).success;
const isTextOnly = (value: unknown): boolean => z.tuple([z.literal('text')]).safeParse(value).success;

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string(), z.array(textPart)]),
  tool_calls: unsupported(isEmpty),
  function_call: unsupported(),
  audio: unsupported(),
});
const fraction = z.number().min(0).max(1).nullish();
const penalty = z.number().min(-2).max(2).nullish();
const tokenLimit = z.int32().min(1).nullish();

/** The body of `POST /v1/chat/completions`. Unknown parameters are ignored; known ones that would be ignored are refused. */
export const chatRequest = z.object({
  model: z.string(),
  messages: z.array(message).min(1),
  max_tokens: tokenLimit,
  max_completion_tokens: tokenLimit,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: fraction,
  top_k: z.int32().min(0).nullish(),
  min_p: fraction,
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  frequency_penalty: penalty,
  presence_penalty: penalty,
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  user: z.string().nullish(),
  n: unsupported((value) => value === 1),
  tools: unsupported(isEmpty),
  tool_choice: unsupported((value) => value === 'none' || value === 'auto'),
  functions: unsupported(isEmpty),
  function_call: unsupported((value) => value === 'none' || value === 'auto'),
  response_format: unsupported(isTextFormat),
  logprobs: unsupported(isFalse),
  top_logprobs: unsupported((value) => value === 0),
  logit_bias: unsupported(isEmpty),
  modalities: unsupported(isTextOnly),
  audio: unsupported(),
  prediction: unsupported(),
  web_search_options: unsupported(),
});

type ChatRequest = z.output<typeof chatRequest>;
type Message = ChatRequest['messages'][number];

const roles = { system: 'SYSTEM', developer: 'SYSTEM', user: 'USER', assistant: 'ASSISTANT' } as const satisfies Record<Message['role'], ChatRole>;

/** The chat as the graph takes it. */
export const toChatInput = (body: ChatRequest): ChatCompletionInput => ({
  model: body.model,
  messages: body.messages.map(({ role, content }) => ({ role: roles[role], content: toText(content) })),
  maxTokens: body.max_completion_tokens ?? body.max_tokens,
  temperature: body.temperature,
  topP: body.top_p,
  topK: body.top_k,
  minP: body.min_p,
  seed: toSeed(body.seed),
  stop: typeof body.stop === 'string' ? [body.stop] : body.stop,
  frequencyPenalty: body.frequency_penalty,
  presencePenalty: body.presence_penalty,
});

const toText = (content: Message['content']): string => (typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'));

/** OpenAI's seeds have more bits than the graph's: the low 32 are kept. */
const toSeed = (seed: number | null | undefined): number | null => (typeof seed === 'number' ? seed | 0 : null);
