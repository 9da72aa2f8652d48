import { afterEach, beforeEach } from 'vitest';
import { createLogger } from '#kernel/logging';
import type { GenerationDelta, GenerationRequest, InferenceBackend } from '../backend.ts';
import { plainRequest } from '../llama/llama.fixture.ts';
import { chunk, events, startEngine, usage } from './engine.fixture.ts';
import { createUpstreamBackend, type UpstreamBackendOptions } from './upstream-backend.ts';

type Engine = Awaited<ReturnType<typeof startEngine>>;

/** An engine for each test of a file, and what is opened on it. */
export function useEngine() {
  let engine: Engine;
  const opened: InferenceBackend[] = [];
  beforeEach(async () => {
    engine = await startEngine();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((backend) => backend.close()));
    engine.close();
  });
  const kept = (backend: InferenceBackend): InferenceBackend => {
    opened.push(backend);
    return backend;
  };
  return {
    get engine() {
      return engine;
    },
    /** Another engine, which has these models. */
    async replace(models: unknown): Promise<void> {
      engine.close();
      engine = await startEngine({ models });
    },
    /** Closes a backend after the test. */
    kept,
    upstream: (options: Partial<UpstreamBackendOptions> = {}): InferenceBackend =>
      kept(createUpstreamBackend({ url: engine.url, key: null, model: null, logger: createLogger({ level: 'silent' }), retryMs: 1, ...options })),
  };
}

/** What an engine is asked unless something else is said. */
export const question = { ...plainRequest, model: 'big', prompt: { kind: 'chat', messages: [{ role: 'USER', content: 'Hello' }], tools: [] } } as const;

interface Asking extends Partial<GenerationRequest> {
  readonly signal?: AbortSignal;
  readonly onDelta?: (delta: GenerationDelta) => void | Promise<void>;
}

/** Asks one question and waits for the answer. */
export async function ask(backend: InferenceBackend, { signal = new AbortController().signal, onDelta, ...request }: Asking = {}) {
  const deltas: GenerationDelta[] = [];
  const result = await backend.generate({ ...question, ...request }, {
    signal,
    onDelta: (delta) => {
      deltas.push(delta);
      return onDelta?.(delta);
    },
  });
  return { ...result, deltas, text: deltas.map(({ text }) => text).join('') };
}

/** `Hi there`, for 9 and 2 tokens. */
export const answer = events(chunk({ role: 'assistant', content: '' }), chunk({ content: 'Hi' }), chunk({ content: ' there' }), chunk({}, 'stop'), usage(9, 2, 4), '[DONE]');
