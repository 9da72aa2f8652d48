import { z } from 'zod';
import { finishReasonSchema, headSchema, toFinishReason, toHead, toUsage, usageSchema, type Logprobs } from './generation-response.ts';
import type { ChatDeltasSubscription, ChatMutation } from './operations.generated.ts';

const alternative = { token: z.string(), bytes: z.array(z.int()), logprob: z.number() };
const logprobsSchema = z.object({ content: z.array(z.object({ ...alternative, top_logprobs: z.array(z.object(alternative)) })), refusal: z.null() }).nullable();
const toolCallSchema = z.object({ id: z.string(), type: z.literal('function'), function: z.object({ name: z.string(), arguments: z.string() }) });
const toolCallDeltaSchema = z.object({
  index: z.int(),
  id: z.string().optional(),
  type: z.literal('function').optional(),
  function: z.object({ name: z.string().optional(), arguments: z.string() }),
});

/** A whole answer, as OpenAI shapes it. */
export const completionSchema = z.object({
  ...headSchema,
  object: z.literal('chat.completion'),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({ role: z.literal('assistant'), content: z.string().nullable(), refusal: z.null(), tool_calls: z.array(toolCallSchema).optional() }),
      logprobs: logprobsSchema,
      finish_reason: finishReasonSchema,
    }),
  ),
  usage: usageSchema,
});

/** A piece of an answer, as OpenAI shapes it; with `stream_options.include_usage` every one has `usage`, and the last has no choices. */
export const chunkSchema = z.object({
  ...headSchema,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.object({
      index: z.int(),
      delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional(), tool_calls: z.array(toolCallDeltaSchema).optional() }),
      logprobs: logprobsSchema,
      finish_reason: finishReasonSchema.nullable(),
    }),
  ),
  usage: usageSchema.nullable().optional(),
});
type Chunk = z.input<typeof chunkSchema>;
type ChunkChoice = Chunk['choices'][number];

type Completion = ChatMutation['createChatCompletion']['completion'];
type CompletionChoice = Completion['choices'][number];
type CompletionDelta = ChatDeltasSubscription['chatCompletionDelta'];

/** An answer of the graph as OpenAI shapes it. */
export const toCompletion = (completion: Completion): z.input<typeof completionSchema> => ({
  ...toHead(completion),
  object: 'chat.completion',
  choices: completion.choices.map(({ index, message, finishReason, logprobs }) => ({ index, message: toMessage(message), logprobs: toLogprobs(logprobs), finish_reason: toFinishReason(finishReason) })),
  usage: toUsage(completion.usage),
});

function toMessage({ content, toolCalls }: CompletionChoice['message']): z.input<typeof completionSchema>['choices'][number]['message'] {
  if (toolCalls.length === 0) return { role: 'assistant', content, refusal: null };
  const calls = toolCalls.map(({ id, name, arguments: json }) => ({ id, type: 'function' as const, function: { name, arguments: json } }));
  return { role: 'assistant', content: content === '' ? null : content, refusal: null, tool_calls: calls };
}

/** The chunks that one event becomes: a role, a text or calls, an end, and last the usage where it was asked for. */
export function toChunks(event: CompletionDelta, includeUsage: boolean): Chunk[] {
  const { index, role, content, toolCalls, logprobs, finishReason, usage } = event;
  const start = { ...toHead(event), object: 'chat.completion.chunk' as const, ...(includeUsage && { usage: null }) };
  const chunk = (choice: Pick<ChunkChoice, 'delta'> & Partial<ChunkChoice>): Chunk => ({ ...start, choices: [{ index, logprobs: null, finish_reason: null, ...choice }] });
  const hasText = content !== '' || toolCalls.length > 0;
  return [
    ...(role === null ? [] : [chunk({ delta: { role: 'assistant', content: '' } })]),
    ...(hasText ? [chunk({ delta: { ...(content !== '' && { content }), ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(toCallDelta) }) }, logprobs: toLogprobs(logprobs) })] : []),
    ...(finishReason === null ? [] : [chunk({ delta: {}, logprobs: hasText ? null : toLogprobs(logprobs), finish_reason: toFinishReason(finishReason) })]),
    ...(includeUsage && usage !== null ? [{ ...start, choices: [], usage: toUsage(usage) }] : []),
  ];
}

/** A piece of a call: what comes once is left out of the others. */
export function toCallDelta({ index, id, name, arguments: json }: CompletionDelta['toolCalls'][number]): z.input<typeof toolCallDeltaSchema> {
  if (id === null) return { index, function: { arguments: json } };
  return { index, id, type: 'function', function: { ...(name !== null && { name }), arguments: json } };
}

const toLogprobs = (logprobs: Logprobs): z.input<typeof logprobsSchema> =>
  logprobs && { content: logprobs.map(({ top, ...token }) => ({ ...token, bytes: [...token.bytes], top_logprobs: top.map((other) => ({ ...other, bytes: [...other.bytes] })) })), refusal: null };
