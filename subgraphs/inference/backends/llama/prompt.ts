import { ChatMLChatWrapper, resolveChatWrapper, type ChatHistoryItem, type ChatWrapper, type LlamaModel, type LlamaText, type Token } from 'node-llama-cpp';
import { DomainError } from '#kernel/errors';
import type { ChatMessage, Prompt } from '../backend.ts';
import { chatMlTemplate } from './chat-ml-template.ts';
import { writeTools } from './tool-text.ts';

/** A prompt as the model reads it. */
export interface WrittenPrompt {
  /** At least one. */
  readonly tokens: readonly Token[];
  /** Tokens and texts by which the template ends an answer, beside the model's own end. */
  readonly stopTokens: ReadonlySet<Token>;
  readonly stopTexts: readonly string[];
}

/** Writes prompts. @throws DomainError BAD_USER_INPUT when a token is none of the model, or there is nothing to go on from */
export type PromptWriter = (prompt: Prompt) => WrittenPrompt;

const noStops = { stopTokens: new Set<Token>(), stopTexts: [] };

/** Writes prompts for one model; chats in its own template, in which text of messages is never read as control tokens. */
export function createPromptWriter(model: LlamaModel, vocabularySize: number): PromptWriter {
  const writeChat = createChatWriter(model);
  const isToken = (value: number): value is Token => Number.isInteger(value) && value >= 0 && value < vocabularySize;

  return (prompt) => {
    if (prompt.kind === 'chat') return writeChat(writeTools(prompt.messages, prompt.tools));
    const tokens = prompt.kind === 'tokens' ? prompt.tokens.filter(isToken) : tokensOfText(model, prompt.text);
    if (prompt.kind === 'tokens' && tokens.length < prompt.tokens.length) refuse('holds tokens that the model does not have');
    if (tokens.length === 0) refuse('must not be empty');
    return { ...noStops, tokens };
  };
}

function tokensOfText(model: LlamaModel, text: string): readonly Token[] {
  const tokens = model.tokenize(text, true);
  const { bos, shouldPrependBosToken } = model.tokens;
  return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
}

function createChatWriter(model: LlamaModel): (messages: readonly ChatMessage[]) => WrittenPrompt {
  const template = model.fileInfo.metadata.tokenizer.chat_template ?? '';
  const wrapper = chatWrapperOf(model, template);
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

/** The library writes chats with every wrapper that it has to see which one does what the template does, which takes half a second of each start. */
const chatWrapperOf = (model: LlamaModel, template: string): ChatWrapper => (template === chatMlTemplate ? new ChatMLChatWrapper() : resolveChatWrapper(model));

/** The text of a trigger that is not made of control tokens. */
function plainText(trigger: LlamaText): string | null {
  const [value, ...more] = trigger.values;
  return typeof value === 'string' && value !== '' && more.length === 0 ? value : null;
}

function toHistoryItem({ role, content }: ChatMessage): ChatHistoryItem {
  if (role === 'ASSISTANT') return { type: 'model', response: [content] };
  return { type: role === 'SYSTEM' ? 'system' : 'user', text: content };
}

function refuse(reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `The prompt ${reason}`, { details: { field: 'prompt', reason } });
}
