import { toolInstructions } from '../../structured-output/tool-instructions.ts';
import type { ChatMessage, ToolCall, ToolDefinition } from '../backend.ts';

/**
 * Writes tools, calls and their results as plain text, which every template can hold: the tools are named in the system message, calls are the JSON that the
 * instructions ask for and our grammars force, and a result is a message of the user that says which tool it is from. All models get this one form, whatever
 * their templates know of tools, so that one reader understands all of them.
 */
export function writeTools(messages: readonly ChatMessage[], tools: readonly ToolDefinition[]): readonly ChatMessage[] {
  const names = new Map(messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id, name }) => [id, name] as const)));
  const written = messages.map((message): ChatMessage => {
    const { role, content, toolCalls = [], toolCallId = '' } = message;
    if (role === 'TOOL') return { role: 'USER', content: `Result of the function ${names.get(toolCallId) ?? toolCallId}:\n${content}` };
    if (toolCalls.length === 0) return message;
    return { role, content: [content, callText(toolCalls)].filter((text) => text !== '').join('\n') };
  });
  if (tools.length === 0) return written;
  const instructions = toolInstructions(tools);
  const [first, ...rest] = written;
  if (first?.role !== 'SYSTEM') return [{ role: 'SYSTEM', content: instructions }, ...written];
  return [{ role: 'SYSTEM', content: `${first.content}\n\n${instructions}` }, ...rest];
}

function callText(toolCalls: readonly ToolCall[]): string {
  const [first, ...more] = toolCalls.map((call) => ({ name: call.name, arguments: parsed(call.arguments) }));
  return JSON.stringify(more.length === 0 ? first : [first, ...more]);
}

/** The arguments as JSON, or as text when they are none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
