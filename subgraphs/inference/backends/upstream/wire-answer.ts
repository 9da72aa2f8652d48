import { z } from 'zod';
import type { GenerationChoice, GenerationDelta, GenerationRequest, GenerationResult, TokenAlternative, TokenLogprob } from '../backend.ts';
import { createToolCallText, type ToolCallText } from './tool-call-text.ts';

const count = z.int().min(0).max(2 ** 30);
const alternative = z.object({ token: z.string(), logprob: z.number(), bytes: z.array(z.int()).nullish() });
const chatLogprobs = z.object({ content: z.array(alternative.extend({ top_logprobs: z.array(alternative).default([]) })).nullish() });
const textLogprobs = z.object({ tokens: z.array(z.string()), token_logprobs: z.array(z.number().nullable()), top_logprobs: z.array(z.record(z.string(), z.number()).nullable()).nullish() });
const toolCall = z.object({ index: z.int().min(0).optional(), function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).optional() });
const choice = z.object({
  index: z.int().default(0),
  delta: z.object({ content: z.string().nullish(), reasoning_content: z.string().nullish(), tool_calls: z.array(toolCall).nullish() }).optional(),
  text: z.string().nullish(),
  logprobs: z.union([textLogprobs, chatLogprobs]).nullish(),
  finish_reason: z.string().nullish(),
});

/** One event of a streamed answer, or an error in its place. */
export const wireChunk = z.object({
  choices: z.array(choice).default([]),
  usage: z.object({ prompt_tokens: count, completion_tokens: count.default(0), prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish() }).nullish(),
  error: z.unknown().optional(),
});

type WireChunk = z.output<typeof wireChunk>;
type WireChoice = WireChunk['choices'][number];

/** Follows the answers to one request. */
export interface AnswerFollower {
  /** What an event says. */
  take(chunk: WireChunk): readonly GenerationDelta[];
  /** Whether every answer has ended. */
  isComplete(): boolean;
  /** What it cost; `promptTokens` stands in for what the engine did not tell. */
  result(promptTokens: number): GenerationResult;
}

interface FollowedChoice {
  readonly calls: ToolCallText;
  tokens: number;
  finishReason: GenerationChoice['finishReason'] | null;
}

/** Reads events into pieces of answers. An engine that goes on after the end of an answer, or beyond its limit, is not listened to. */
export function createAnswerFollower({ count: choices, maxTokens }: Pick<GenerationRequest, 'count' | 'maxTokens'>): AnswerFollower {
  const followed = Array.from({ length: choices }, (): FollowedChoice => ({ calls: createToolCallText(), tokens: 0, finishReason: null }));
  let usage: NonNullable<WireChunk['usage']> | null = null;

  const takeChoice = (wire: WireChoice): readonly GenerationDelta[] => {
    const state = followed[wire.index];
    if (state?.finishReason !== null) return [];
    const { text, isToken } = textOf(wire, state.calls);
    const ending = wire.finish_reason ?? null;
    if (ending !== null) state.finishReason = ending === 'length' ? 'LENGTH' : 'STOP';
    const whole = ending === null ? text : text + state.calls.end();
    const logprobs = logprobsOf(wire);
    const tokens = Math.min(logprobs?.length ?? (isToken ? 1 : 0), maxTokens - state.tokens);
    state.tokens += tokens;
    return whole === '' && tokens === 0 ? [] : [{ index: wire.index, text: whole, tokens, logprobs }];
  };

  return {
    take(chunk) {
      usage = chunk.usage ?? usage;
      return chunk.choices.flatMap(takeChoice);
    },
    isComplete: () => followed.every(({ finishReason }) => finishReason !== null),
    result(promptTokens) {
      const shown = followed.reduce((sum, { tokens }) => sum + tokens, 0);
      // The engine tells one sum; what its events did not show belongs to the last answer.
      const hidden = Math.max(0, Math.min(usage?.completion_tokens ?? 0, choices * maxTokens) - shown);
      return {
        promptTokens: usage?.prompt_tokens ?? promptTokens,
        cachedPromptTokens: Math.min(usage?.prompt_tokens_details?.cached_tokens ?? 0, usage?.prompt_tokens ?? 0),
        choices: followed.map(({ tokens, finishReason }, index) => ({ finishReason: finishReason ?? 'CANCELLED', completionTokens: tokens + (index === choices - 1 ? hidden : 0) })),
      };
    },
  };
}

/** The text of an event. What a model only thinks costs tokens, but is no part of its answer. */
function textOf({ delta = {}, text }: WireChoice, calls: ToolCallText): { readonly text: string; readonly isToken: boolean } {
  const content = text ?? delta.content ?? '';
  const called = calls.push((delta.tool_calls ?? []).map((call) => ({ index: call.index ?? 0, name: call.function?.name ?? null, arguments: call.function?.arguments ?? '' })));
  return { text: content + called, isToken: content + called + (delta.reasoning_content ?? '') !== '' };
}

function logprobsOf({ logprobs }: WireChoice): readonly TokenLogprob[] | null {
  if (logprobs === null || logprobs === undefined) return null;
  if ('tokens' in logprobs) {
    return logprobs.tokens.map((token, index) => ({
      ...toAlternative({ token, logprob: logprobs.token_logprobs[index] ?? 0 }),
      top: Object.entries(logprobs.top_logprobs?.[index] ?? {}).map(([other, logprob]) => toAlternative({ token: other, logprob })),
    }));
  }
  return logprobs.content?.map(({ top_logprobs, ...token }) => ({ ...toAlternative(token), top: top_logprobs.map(toAlternative) })) ?? null;
}

const toAlternative = ({ token, logprob, bytes }: z.output<typeof alternative>): TokenAlternative => ({ token, logprob, bytes: bytes ?? [...Buffer.from(token)] });
