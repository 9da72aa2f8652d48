import path from 'node:path';
import { projectRoot } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import type { GenerationChoice, GenerationDelta, GenerationRequest, GenerationResult, InferenceBackend } from '../backend.ts';
import { createLlamaBackend, type LlamaBackendOptions } from './llama-backend.ts';

/** The shipped model. */
export const helpModel = { id: 'help', file: path.join(projectRoot, 'models/help/help.q8_0.gguf'), ownedBy: 'pentagraph' };

/** The shipped model with one thread and a small context; other models are looked for in `modelsDir`. */
export function createTestBackend(options: Partial<LlamaBackendOptions> = {}): InferenceBackend {
  return createLlamaBackend({ modelsDir: '/nowhere', shipped: [helpModel], threads: 1, sequences: 8, contextSize: 512, gpu: 'off', logger: createLogger({ level: 'silent' }), ...options });
}

/** A whole answer with the pieces in which it came. */
export interface TestAnswer extends Omit<GenerationResult, 'choices'>, GenerationChoice {
  readonly text: string;
  readonly deltas: readonly GenerationDelta[];
  /** The texts of all answers. */
  readonly texts: readonly string[];
  readonly choices: readonly GenerationChoice[];
}

export type TestQuestion = Partial<GenerationRequest> & { readonly signal?: AbortSignal; readonly onDelta?: (delta: GenerationDelta) => void | Promise<void> };

/** What a request is when nothing is said about it. */
export const plainRequest = { model: 'help', maxTokens: 120, sampling: {}, stop: [], grammar: null, logprobs: null, count: 1, echo: false, priority: 0, deadline: null, owner: 'cds:1' } as const;

/** Asks one question and waits for the answer. */
export async function ask(backend: InferenceBackend, content: string, { signal = new AbortController().signal, onDelta, ...request }: TestQuestion = {}): Promise<TestAnswer> {
  const deltas: GenerationDelta[] = [];
  const result = await backend.generate(
    { ...plainRequest, prompt: { kind: 'chat', messages: [{ role: 'USER', content }], tools: [] }, ...request },
    {
      signal,
      onDelta: (delta) => {
        deltas.push(delta);
        return onDelta?.(delta);
      },
    },
  );
  const texts = result.choices.map((_, index) => deltas.filter((delta) => delta.index === index).map(({ text }) => text).join(''));
  const [choice = { finishReason: 'CANCELLED', completionTokens: 0 }] = result.choices;
  return { ...result, ...choice, deltas, texts, text: texts[0] ?? '' };
}
