import { z } from 'zod';
import { boundedList } from './bounded.ts';
import { generationFields, toGenerationInput, tokenLimit, unsupported } from './generation-request.ts';
import type { ChatCompletionInput, ChatMessageInput, ChatRole, ResponseFormatInput, ToolChoiceInput } from './operations.generated.ts';

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
const isTextOnly = (value: unknown): boolean => z.tuple([z.literal('text')]).safeParse(value).success;

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const content = z.union([z.string(), boundedList(textPart, { max: 1000 })]);
const toolCall = z.object({ id: z.string(), type: z.literal('function'), function: z.object({ name: z.string(), arguments: z.string() }) });
const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer', 'user']), content }),
  z.object({ role: z.literal('assistant'), content: content.nullish(), tool_calls: boundedList(toolCall, { max: 128 }).nullish(), function_call: unsupported(), audio: unsupported() }),
  z.object({ role: z.literal('tool'), content, tool_call_id: z.string() }),
]);
const jsonObject = z.record(z.string(), z.unknown());
const tool = z.object({
  type: z.literal('function'),
  function: z.object({ name: z.string(), description: z.string().nullish(), parameters: jsonObject.nullish(), strict: z.boolean().nullish() }),
});
const toolChoice = z.union([z.enum(['none', 'auto', 'required']), z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) })]);
const responseFormat = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['text', 'json_object']) }),
  z.object({ type: z.literal('json_schema'), json_schema: z.object({ name: z.string().nullish(), strict: z.boolean().nullish(), schema: jsonObject }) }),
]);

/** The body of `POST /v1/chat/completions`. Unknown parameters are ignored; known ones that would be ignored are refused. */
export const chatRequest = z.object({
  ...generationFields,
  messages: boundedList(message, { min: 1, max: 1000 }),
  max_completion_tokens: tokenLimit,
  tools: boundedList(tool, { max: 128 }).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat.nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int32().min(0).max(20).nullish(),
  functions: unsupported(isEmpty),
  function_call: unsupported((value) => value === 'none' || value === 'auto'),
  modalities: unsupported(isTextOnly),
  audio: unsupported(),
  prediction: unsupported(),
  web_search_options: unsupported(),
}).check(({ value, issues }) => {
  if (typeof value.top_logprobs !== 'number' || value.top_logprobs === 0 || value.logprobs === true) return;
  issues.push({ code: 'custom', path: ['top_logprobs'], input: value.top_logprobs, params: { reason: 'needs logprobs to be true' } });
});

type ChatRequest = z.output<typeof chatRequest>;
type Message = ChatRequest['messages'][number];

const roles = { system: 'SYSTEM', developer: 'SYSTEM', user: 'USER', assistant: 'ASSISTANT', tool: 'TOOL' } as const satisfies Record<Message['role'], ChatRole>;

/** The chat as the graph takes it. */
export const toChatInput = (body: ChatRequest): ChatCompletionInput => ({
  ...toGenerationInput(body),
  maxTokens: body.max_completion_tokens ?? body.max_tokens,
  messages: body.messages.map(toMessage),
  tools: body.tools?.map(({ function: { name, description, parameters } }) => ({ name, description, parameters })),
  toolChoice: toToolChoice(body.tool_choice),
  parallelToolCalls: body.parallel_tool_calls,
  responseFormat: toResponseFormat(body.response_format),
  topLogprobs: body.logprobs === true ? (body.top_logprobs ?? 0) : undefined,
});

const toMessage = (given: Message): ChatMessageInput => ({
  role: roles[given.role],
  content: toText(given.content ?? ''),
  ...(given.role === 'assistant' && given.tool_calls && { toolCalls: given.tool_calls.map(({ id, function: called }) => ({ id, ...called })) }),
  ...(given.role === 'tool' && { toolCallId: given.tool_call_id }),
});

const toText = (given: z.output<typeof content>): string => (typeof given === 'string' ? given : given.map(({ text }) => text).join('\n'));

function toToolChoice(choice: ChatRequest['tool_choice']): ToolChoiceInput | undefined {
  if (choice === null || choice === undefined) return undefined;
  if (typeof choice === 'object') return { mode: 'REQUIRED', name: choice.function.name };
  return { mode: ({ none: 'NONE', auto: 'AUTO', required: 'REQUIRED' } as const)[choice] };
}

function toResponseFormat(format: ChatRequest['response_format']): ResponseFormatInput | undefined {
  if (format === null || format === undefined) return undefined;
  if (format.type === 'json_schema') return { type: 'JSON_SCHEMA', schema: format.json_schema.schema };
  return { type: format.type === 'text' ? 'TEXT' : 'JSON_OBJECT' };
}
