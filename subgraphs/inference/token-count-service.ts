import type { RequestContext } from '#kernel/context';
import type { Admit } from './admission.ts';
import type { InferenceBackend, Prompt } from './backends/backend.ts';
import { checkMessages, checkToolInputs, type MessageInput, type ToolInput } from './chat-input.ts';
import { refuse, type Optional } from './generation-input.ts';

/** A chat or a text whose tokens are to be counted: typed, but not checked. */
export interface CountInput {
  readonly model: string;
  readonly messages?: Optional<readonly MessageInput[]>;
  readonly tools?: Optional<readonly ToolInput[]>;
  readonly text?: Optional<string>;
}

/** Counts tokens. */
export interface TokenCountService {
  /** @throws DomainError BAD_USER_INPUT, MODEL_NOT_FOUND, CONTEXT_LENGTH_EXCEEDED for what is far too long, RATE_LIMITED */
  count(context: RequestContext, input: CountInput): Promise<number>;
}

/** Counts as the models of a backend do. */
export const createTokenCountService = ({ backend, admit }: { readonly backend: InferenceBackend; readonly admit: Admit }): TokenCountService => ({
  async count(context, input) {
    const prompt = toPrompt(input);
    await admit(context);
    const { id } = await backend.model(input.model);
    return prompt.kind === 'text' && prompt.text === '' ? 0 : backend.countTokens(id, prompt);
  },
});

function toPrompt({ messages, tools, text }: CountInput): Prompt {
  const hasMessages = messages !== null && messages !== undefined;
  const hasText = text !== null && text !== undefined;
  if (hasMessages && !hasText) return { kind: 'chat', messages: checkMessages(messages), tools: checkToolInputs(tools ?? []) };
  if (hasText && !hasMessages) return { kind: 'text', text };
  return refuse('messages', 'or a text must be given, and not both');
}
