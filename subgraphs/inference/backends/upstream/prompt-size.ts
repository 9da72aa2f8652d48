import { z } from 'zod';
import type { Prompt } from '../backend.ts';
import type { UpstreamClient } from './upstream-client.ts';
import { toWireMessages, toWireTools } from './wire-request.ts';

/** Counts tokens by the engine where it can (vLLM and llama-server have `/tokenize`), else by estimate. */
export interface PromptCounter {
  count(wireName: string, prompt: Prompt): Promise<number>;
  /** Null when the engine does not tell. */
  tokenize(wireName: string, text: string): Promise<readonly number[] | null>;
}

const answerSchema = z.object({ count: z.int().min(0).max(2 ** 30).optional(), tokens: z.array(z.int()).optional() });
const tokenizeMs = 2_000;
/** How long an engine that did not tell is not asked again. */
const estimateMs = 60_000;
const answerBytes = 1 << 26;
/** Of text; code and other languages have more tokens, English has fewer. */
const bytesPerToken = 3.5;
/** What a template puts around a message. */
const tokensPerMessage = 8;

/** Counts for one engine. */
export function createPromptCounter(client: UpstreamClient): PromptCounter {
  let estimatedUntil = Number.NEGATIVE_INFINITY;
  const ask = async (body: object): Promise<z.output<typeof answerSchema> | null> => {
    if (performance.now() < estimatedUntil) return null;
    try {
      return answerSchema.parse(await client.json({ path: '/tokenize', body, signal: AbortSignal.timeout(tokenizeMs) }, answerBytes));
    } catch {
      estimatedUntil = performance.now() + estimateMs; // it has none, or is busy: estimates will do
      return null;
    }
  };
  return {
    async count(model, prompt) {
      if (prompt.kind === 'tokens') return prompt.tokens.length;
      const { text, messages } = prompt.kind === 'text' ? { text: prompt.text, messages: 0 } : { text: textOf(prompt), messages: prompt.messages.length };
      // `content` is llama-server's word, `prompt` and `messages` are vLLM's.
      const chat = prompt.kind === 'chat' ? { messages: toWireMessages(prompt.messages), ...(prompt.tools.length > 0 && { tools: toWireTools(prompt.tools) }) } : { prompt: text };
      const told = await ask({ model, content: text, ...chat });
      if (told?.count !== undefined) return told.count;
      const tokens = told?.tokens?.length ?? Math.ceil(Buffer.byteLength(text) / bytesPerToken);
      return tokens + messages * tokensPerMessage;
    },
    tokenize: async (model, text) => (await ask({ model, content: text, prompt: text, add_special_tokens: false }))?.tokens ?? null,
  };
}

const textOf = ({ messages, tools }: Extract<Prompt, { kind: 'chat' }>): string =>
  [...messages.flatMap(({ content, toolCalls = [] }) => [content, ...toolCalls.map((call) => call.name + call.arguments)]), ...(tools.length > 0 ? [JSON.stringify(tools)] : [])].join('\n');
