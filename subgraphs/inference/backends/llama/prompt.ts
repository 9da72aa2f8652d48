import { resolveChatWrapper, type ChatHistoryItem, type LlamaModel, type LlamaText, type Token } from 'node-llama-cpp';
import type { ChatMessage } from '../backend.ts';

/** A chat as the model reads it. */
export interface Prompt {
  readonly tokens: readonly Token[];
  /** Tokens and texts by which the template ends an answer, beside the model's own end. */
  readonly stopTokens: ReadonlySet<Token>;
  readonly stopTexts: readonly string[];
}

export type PromptWriter = (messages: readonly ChatMessage[]) => Prompt;

/** Writes chats in the model's own template. Text of messages is never read as control tokens. */
export function createPromptWriter(model: LlamaModel): PromptWriter {
  const wrapper = resolveChatWrapper(model);
  const template = model.fileInfo.metadata.tokenizer.chat_template ?? '';
  const beginsWithBos = model.tokens.shouldPrependBosToken || template.includes('bos_token');

  return (messages) => {
    const { contextText, stopGenerationTriggers } = wrapper.generateContextState({ chatHistory: [...messages.map(toHistoryItem), { type: 'model', response: [] }] });
    const tokens = contextText.tokenize(model.tokenizer);
    // The wrappers of node-llama-cpp write BOS always, also for models whose tokenizer and template want none.
    const extra = !beginsWithBos && tokens[0] === model.tokens.bos ? 1 : 0;
    const triggers = stopGenerationTriggers.map((trigger) => ({ text: plainText(trigger), tokens: trigger.tokenize(model.tokenizer) }));
    return {
      tokens: tokens.slice(extra),
      stopTokens: new Set(triggers.flatMap(({ tokens: [token, ...more] }) => (token === undefined || more.length > 0 ? [] : [token]))),
      stopTexts: triggers.flatMap(({ text }) => (text === null ? [] : [text])),
    };
  };
}

/** The text of a trigger that is not made of control tokens. */
function plainText(trigger: LlamaText): string | null {
  const [value, ...more] = trigger.values;
  return typeof value === 'string' && value !== '' && more.length === 0 ? value : null;
}

function toHistoryItem({ role, content }: ChatMessage): ChatHistoryItem {
  if (role === 'ASSISTANT') return { type: 'model', response: [content] };
  return { type: role === 'SYSTEM' ? 'system' : 'user', text: content };
}
