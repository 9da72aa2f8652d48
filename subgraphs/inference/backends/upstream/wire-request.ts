import { DomainError } from '#kernel/errors';
import type { AnswerShape, ChatMessage, GenerationRequest, Sampling, ToolDefinition } from '../backend.ts';

/** The path and the body by which an engine is asked for answers. */
export interface WireRequest {
  readonly path: 'chat/completions' | 'completions';
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request in the words of the OpenAI API; `model` is its name there. @throws DomainError UNSUPPORTED_PARAMETER for what engines do not understand */
export function toWireRequest(request: GenerationRequest, model: string): WireRequest {
  const { prompt, maxTokens, sampling, stop, grammar, shape, count } = request;
  if (grammar !== null && shape === undefined) throw new DomainError('UNSUPPORTED_PARAMETER', 'The engine behind this model takes no grammar');
  const common = {
    model,
    max_tokens: maxTokens,
    ...samplingOf(sampling),
    ...(stop.length > 0 && { stop }),
    ...(count > 1 && { n: count }),
    stream: true,
    stream_options: { include_usage: true },
  };
  if (prompt.kind === 'chat') return { path: 'chat/completions', body: { ...common, messages: toWireMessages(prompt.messages), ...toolsOf(prompt.tools, shape), ...formatOf(shape), ...chatLogprobs(request.logprobs) } };
  const text = prompt.kind === 'text' ? prompt.text : prompt.tokens;
  return { path: 'completions', body: { ...common, prompt: text, ...(request.echo && { echo: true }), ...(request.logprobs !== null && { logprobs: request.logprobs }) } };
}

/** Messages in the words of the OpenAI API. */
export const toWireMessages = (messages: readonly ChatMessage[]): readonly object[] => messages.map(({ role, content, toolCalls = [], toolCallId }) => ({
  role: roles[role],
  content,
  ...(toolCalls.length > 0 && { tool_calls: toolCalls.map((call) => ({ id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } })) }),
  ...(role === 'TOOL' && { tool_call_id: toolCallId ?? '' }),
}));

const roles = { SYSTEM: 'system', USER: 'user', ASSISTANT: 'assistant', TOOL: 'tool' } as const;

/** Tools in the words of the OpenAI API. */
export const toWireTools = (tools: readonly ToolDefinition[]): readonly object[] => tools.map((tool) => ({ type: 'function', function: tool }));

function toolsOf(tools: readonly ToolDefinition[], shape: AnswerShape | undefined): object {
  if (tools.length === 0) return {};
  const { toolChoice, parallelToolCalls } = shape ?? {};
  return {
    tools: toWireTools(tools),
    ...(toolChoice !== undefined && { tool_choice: typeof toolChoice === 'string' ? toolChoice : { type: 'function', function: { name: toolChoice.name } } }),
    ...(parallelToolCalls !== undefined && { parallel_tool_calls: parallelToolCalls }),
  };
}

function formatOf(shape: AnswerShape | undefined): object {
  const { format } = shape ?? {};
  if (format === undefined) return {};
  if (format.kind === 'json') return { response_format: { type: 'json_object' } };
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: format.schema, strict: true } } };
}

const chatLogprobs = (alternatives: number | null): object => (alternatives === null ? {} : { logprobs: true, top_logprobs: alternatives });

/** Greedy unless a temperature is given, as everywhere here; what engines call differently goes by both names. */
const samplingOf = ({ temperature = 0, topP, topK, minP, seed, frequencyPenalty, presencePenalty, repeatPenalty, logitBias }: Sampling): object => ({
  temperature,
  ...(topP !== undefined && { top_p: topP }),
  ...(topK !== undefined && { top_k: topK }),
  ...(minP !== undefined && { min_p: minP }),
  ...(seed !== undefined && { seed }),
  ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
  ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
  ...(repeatPenalty !== undefined && { repetition_penalty: repeatPenalty, repeat_penalty: repeatPenalty }),
  ...(logitBias !== undefined && { logit_bias: logitBias }),
});
