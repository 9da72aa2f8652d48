import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { superviseProcess } from '#platform/processes';
import type { EmbeddingRequest, EmbeddingResult, GenerationOptions, GenerationRequest, GenerationResult, LoadedModel, LoadSettings, Prompt } from '../backend.ts';
import { createFairQueue, type QueueTicket } from './fair-queue.ts';
import { createModelCalls } from './model-calls.ts';
import type { ModelFile } from './model-files.ts';
import { createReading } from './reading.ts';
import { checkEmbedding, checkGeneration, checkPrompt, checkTextLength } from './request-checks.ts';
import type { ModelCall, ModelEvent, ProcessFigures, ProcessSettings } from './wire.ts';

/** The parent's side of one model in memory. */
export interface ModelProcess {
  readonly file: ModelFile;
  readonly settings: ProcessSettings;
  /** Waits until the model answers. @throws DomainError MODEL_UNAVAILABLE */
  ready(): Promise<void>;
  countTokens(prompt: Prompt): Promise<number>;
  tokenize(text: string): Promise<readonly number[]>;
  generate(request: GenerationRequest, options: GenerationOptions): Promise<GenerationResult>;
  embed(request: EmbeddingRequest, options: { readonly signal: AbortSignal }): Promise<EmbeddingResult>;
  state(): LoadedModel;
  /** Ends running answers and the process. */
  stop(): Promise<void>;
  /** Waits until nothing runs and nothing waits. */
  idle(): Promise<void>;
}

export interface ModelProcessOptions {
  readonly file: ModelFile;
  readonly settings: ProcessSettings;
  /** As they were asked for. */
  readonly requested: LoadSettings;
  readonly estimatedBytes: number;
  /** How many requests may wait for a sequence. */
  readonly queueCapacity: number;
  readonly logger: Logger;
  /** Called when the last request has ended. */
  readonly onIdle: () => void;
}

const noFigures: ProcessFigures = { steps: { shared: 0, complete: 0 }, guesses: { made: 0, right: 0 }, tokens: { generated: 0, perSecond: 0 }, rssBytes: 0, threads: 0 };

/** Runs one model in a supervised process of its own. */
export function createModelProcess({ file, settings, requested, estimatedBytes, queueCapacity, logger, onIdle }: ModelProcessOptions): ModelProcess {
  const { id } = file.facts;
  const { contextLength, sequences } = settings;
  const queue = createFairQueue({ slots: sequences, capacity: queueCapacity });
  const calls = createModelCalls((call) => child.send(call));
  const idleWaiters: (() => void)[] = [];
  let figures = noFigures;
  let busy = 0;
  let lastUsedAt = new Date();

  const child = superviseProcess<null, ModelCall, readonly ModelEvent[]>({
    name: `model ${id}`,
    module: new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
    arguments: [JSON.stringify(settings)],
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
  /** Counts as use until it is done. */
  const used = async <TResult>(work: () => Promise<TResult>): Promise<TResult> => {
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
      lastUsedAt = new Date();
      if (busy === 0) {
        for (const resolve of idleWaiters.splice(0)) resolve();
        onIdle();
      }
    }
  };
  /** Works on sequences of its own; null when the caller went away first. */
  const inTurn = async <TResult>(ticket: QueueTicket, work: () => Promise<TResult>): Promise<TResult | null> => {
    const release = await queue.acquire(ticket);
    if (release === null) return null;
    try {
      await ready();
      return ticket.signal.aborted ? null : await work();
    } finally {
      release();
    }
  };
  const answer = ({ model: _model, priority: _priority, deadline: _deadline, ...task }: GenerationRequest, { onDelta, signal }: GenerationOptions): Promise<GenerationResult> => {
    const reading = createReading(onDelta);
    return calls.make({
      signal,
      message: (call) => ({ kind: 'generate', task: { ...task, id: call } }),
      take: (event, call) => {
        if (event.kind === 'delta') reading.take(event.delta, (kind) => void child.send({ kind, id: call }));
        if (event.kind !== 'end') return undefined;
        ({ figures } = event);
        return event.result;
      },
    });
  };

  return {
    file,
    settings,
    ready: () => used(ready),
    countTokens: (prompt) =>
      used(async () => {
        checkPrompt(prompt, contextLength);
        await ready();
        return calls.make({ message: (call) => ({ kind: 'count', id: call, prompt }), take: (event) => (event.kind === 'counted' ? event.tokens : undefined) });
      }),
    tokenize: (text) =>
      used(async () => {
        checkTextLength(text.length, contextLength);
        await ready();
        return calls.make({ message: (call) => ({ kind: 'tokenize', id: call, text }), take: (event) => (event.kind === 'tokenized' ? event.tokens : undefined) });
      }),
    generate: (request, options) =>
      used(async () => {
        checkGeneration(request, { contextLength, sequences });
        const { owner, priority, deadline, count } = request;
        const signal = deadline === null ? options.signal : AbortSignal.any([options.signal, AbortSignal.timeout(Math.max(0, deadline - Date.now()))]);
        const result = await inTurn({ owner, priority, deadline, weight: count, signal: options.signal }, () => answer(request, { ...options, signal }));
        return result ?? { promptTokens: 0, cachedPromptTokens: 0, choices: Array.from({ length: count }, () => ({ finishReason: 'CANCELLED', completionTokens: 0 })) };
      }),
    embed: ({ inputs, owner }, { signal }) =>
      used(async () => {
        checkEmbedding(inputs, contextLength);
        const result = await inTurn({ owner, weight: 1, priority: 0, deadline: null, signal }, () =>
          calls.make<EmbeddingResult>({
            signal,
            message: (call) => ({ kind: 'embed', id: call, inputs }),
            take: (event) => (event.kind === 'embedded' ? { vectors: event.vectors.map(toVector), promptTokens: event.promptTokens } : undefined),
          }),
        );
        if (result === null) throw new DomainError('CANCELLED', 'The request was cancelled');
        return result;
      }),
    state: () => ({
      id, contextLength, sequences, lastUsedAt, settings: requested,
      ...child.state(),
      running: queue.running, waiting: queue.waiting,
      steps: figures.steps, guesses: figures.guesses, tokens: figures.tokens,
      threads: { now: figures.threads === 0 ? settings.threads : figures.threads, most: settings.threads },
      memory: { estimatedBytes, rssBytes: figures.rssBytes === 0 ? null : figures.rssBytes },
    }),
    stop: () => child.stop(),
    idle: () => (busy === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
  };
}

/** The 32-bit floats of a base64 text. */
function toVector(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
}
