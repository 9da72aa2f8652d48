import path from 'node:path';
import { projectRoot } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import type { ChatDelta, ChatRequest, ChatResult, InferenceBackend } from '../backend.ts';
import { createLlamaBackend, type LlamaBackendOptions } from './llama-backend.ts';

const helpModel = { id: 'help', file: path.join(projectRoot, 'models/help/help.q8_0.gguf'), ownedBy: 'pentagraph' };

/** The shipped model with one thread and a small context; other models are looked for in `modelsDir`. */
export function createTestBackend(options: Partial<LlamaBackendOptions> = {}): InferenceBackend {
  return createLlamaBackend({ modelsDir: '/nowhere', shipped: [helpModel], threads: 1, sequences: 8, contextSize: 512, gpu: 'off', logger: createLogger({ level: 'silent' }), ...options });
}

/** A whole answer with the pieces in which it came. */
export interface TestAnswer extends ChatResult {
  readonly text: string;
  readonly deltas: readonly ChatDelta[];
}

export type TestQuestion = Partial<Omit<ChatRequest, 'messages'>> & { readonly signal?: AbortSignal; readonly onDelta?: (delta: ChatDelta) => void };

/** Asks one question and waits for the answer. */
export async function ask(backend: InferenceBackend, content: string, { signal = new AbortController().signal, onDelta, ...request }: TestQuestion = {}): Promise<TestAnswer> {
  const deltas: ChatDelta[] = [];
  const result = await backend.chat(
    { model: 'help', messages: [{ role: 'USER', content }], maxTokens: 120, sampling: {}, stop: [], owner: 'cds:1', ...request },
    {
      signal,
      onDelta: (delta) => {
        deltas.push(delta);
        onDelta?.(delta);
      },
    },
  );
  return { ...result, deltas, text: deltas.map(({ text }) => text).join('') };
}
