import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { superviseProcess } from '#platform/processes';
import type { ChatMessage, ChatOptions, ChatRequest, ChatResult, LoadedModel } from '../backend.ts';
import { contextLengthExceeded } from '../context-length.ts';
import { createFairQueue } from './fair-queue.ts';
import { createModelCalls } from './model-calls.ts';
import type { ModelFile } from './model-files.ts';
import type { LoadSettings, ModelCall, ModelEvent, StepCount } from './wire.ts';

/** The parent's side of one model in memory. */
export interface ModelProcess {
  readonly file: ModelFile;
  /** Waits until the model answers. @throws DomainError MODEL_UNAVAILABLE */
  ready(): Promise<void>;
  countTokens(messages: readonly ChatMessage[]): Promise<number>;
  chat(request: ChatRequest, options: ChatOptions): Promise<ChatResult>;
  state(): LoadedModel;
  stop(): Promise<void>;
}

export interface ModelProcessOptions {
  readonly file: ModelFile;
  readonly settings: Omit<LoadSettings, 'file' | 'contextLength'>;
  /** How many requests may wait for a sequence. */
  readonly queueCapacity: number;
  readonly logger: Logger;
}

const nothingDone: ChatResult = { finishReason: 'CANCELLED', promptTokens: 0, completionTokens: 0, cachedPromptTokens: 0 };

/** Runs one model in a supervised process of its own. */
export function createModelProcess({ file, settings, queueCapacity, logger }: ModelProcessOptions): ModelProcess {
  const { id, contextLength } = file.facts;
  const queue = createFairQueue({ slots: settings.sequences, capacity: queueCapacity });
  const calls = createModelCalls((call) => child.send(call));
  let steps: StepCount = { shared: 0, complete: 0 };

  const child = superviseProcess<null, ModelCall, readonly ModelEvent[]>({
    name: `model ${id}`,
    module: new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
    arguments: [JSON.stringify({ ...settings, contextLength, file: file.path } satisfies LoadSettings)],
    // Decoding must stay on one worker thread of libuv, or the threads of ggml get in each other's way.
    environment: { UV_THREADPOOL_SIZE: '1' },
    logger,
    onMessage: (events) => calls.take(events),
    onExit: () => calls.failAll(),
  });
  const ready = async (): Promise<void> => {
    try {
      await child.ready();
    } catch (cause) {
      throw new DomainError('MODEL_UNAVAILABLE', 'The model cannot be loaded', { cause });
    }
  };
  const converse = (request: ChatRequest, { onDelta, signal }: ChatOptions): Promise<ChatResult> =>
    calls.make({
      signal,
      message: (call) => ({ kind: 'chat', task: { ...request, id: call } }),
      take: (event) => {
        if (event.kind === 'delta') onDelta(event.delta);
        if (event.kind === 'overflow') throw contextLengthExceeded(event.promptTokens, contextLength);
        if (event.kind !== 'end') return undefined;
        ({ steps } = event);
        return event.result;
      },
    });

  return {
    file,
    ready,
    async countTokens(messages) {
      await ready();
      return calls.make({ message: (call) => ({ kind: 'count', id: call, messages }), take: (event) => (event.kind === 'counted' ? event.tokens : undefined) });
    },
    async chat(request, options) {
      const release = await queue.acquire(request.owner, options.signal);
      if (release === null) return nothingDone;
      try {
        await ready();
        return options.signal.aborted ? nothingDone : await converse(request, options);
      } finally {
        release();
      }
    },
    state: () => ({ id, ...child.state(), running: queue.running, waiting: queue.waiting, steps }),
    stop: () => child.stop(),
  };
}
