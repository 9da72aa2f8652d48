import type { ChatMessage, ToolDefinition } from './backends/backend.ts';
import { refuse, type GenerationInput, type Optional } from './generation-input.ts';
import { checkTools } from './structured-output/index.ts';

/** A message as a caller sends it: typed, but not checked. */
export interface MessageInput extends Pick<ChatMessage, 'role'> {
  readonly content?: Optional<string>;
  readonly toolCalls?: Optional<ChatMessage['toolCalls']>;
  readonly toolCallId?: Optional<string>;
}

/** A tool as a caller sends it. */
export interface ToolInput {
  readonly name: string;
  readonly description?: Optional<string>;
  readonly parameters?: unknown;
}

/** A chat as a caller sends it. */
export interface ChatInput extends GenerationInput {
  readonly messages: readonly MessageInput[];
  readonly tools?: Optional<readonly ToolInput[]>;
  readonly toolChoice?: Optional<{ readonly mode: 'NONE' | 'AUTO' | 'REQUIRED'; readonly name?: Optional<string> }>;
  readonly parallelToolCalls?: Optional<boolean>;
  readonly responseFormat?: Optional<{ readonly type: 'TEXT' | 'JSON_OBJECT' | 'JSON_SCHEMA'; readonly schema?: unknown }>;
}

const mostMessages = 1_000;
const mostCharacters = 4_000_000;
const mostCalls = 128;

/** Checks the messages of a chat. @throws DomainError BAD_USER_INPUT */
export function checkMessages(messages: readonly MessageInput[]): readonly ChatMessage[] {
  if (messages.length === 0) refuse('messages', 'must hold at least one message');
  if (messages.length > mostMessages) refuse('messages', `must hold at most ${mostMessages} messages`);
  const calls = new Set<string>();
  const checked = messages.map((message, index) => checkMessage(message, { field: `messages[${index}]`, calls }));
  if (charactersOf(checked) > mostCharacters) refuse('messages', `must hold at most ${mostCharacters} characters`);
  return checked;
}

/** `calls` are the ids of all calls before this message; its own are added. */
function checkMessage(message: MessageInput, { field, calls }: { readonly field: string; readonly calls: Set<string> }): ChatMessage {
  const { role } = message;
  const content = message.content ?? '';
  const toolCalls = message.toolCalls ?? [];
  const toolCallId = message.toolCallId ?? '';
  if (toolCalls.length > 0 && role !== 'ASSISTANT') refuse(`${field}.toolCalls`, 'belong to an assistant');
  if (toolCalls.length > mostCalls) refuse(`${field}.toolCalls`, `must hold at most ${mostCalls} calls`);
  if (role === 'TOOL' && !calls.has(toolCallId)) refuse(`${field}.toolCallId`, 'must be the id of a call in an earlier message');
  for (const { id } of toolCalls) calls.add(id);
  if (role === 'TOOL') return { role, content, toolCallId };
  return toolCalls.length === 0 ? { role, content } : { role, content, toolCalls };
}

const charactersOf = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content, toolCalls = [] }) => sum + content.length + toolCalls.reduce((length, call) => length + call.name.length + call.arguments.length, 0), 0);

/** Tools for the model to read; an empty list is none. @throws DomainError BAD_USER_INPUT */
export function checkToolInputs(tools: readonly ToolInput[]): readonly ToolDefinition[] {
  if (tools.length === 0) return [];
  checkTools(tools.map(({ name, description = null, parameters }) => ({ name, description, parameters })));
  return tools.map(({ name, description, parameters }, index) => {
    const schema = parameters ?? null;
    if (schema !== null && !isObject(schema)) refuse(`tools[${index}].parameters`, 'must be an object');
    return { name, ...(typeof description === 'string' && { description }), ...(schema !== null && { parameters: schema }) };
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
