import { builtUrl } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { superviseProcess } from '#platform/processes';
import type { LoadedModel, LoadSettings } from '../backend.ts';
import { createEventFeed } from './event-feed.ts';
import { createFairQueue } from './fair-queue.ts';
import { createModelCalls } from './model-calls.ts';
import type { ModelFile } from './model-files.ts';
import { createModelRequests, type ModelRequests } from './model-requests.ts';
import type { ModelCall, ModelEvent, ProcessFigures, ProcessSettings, ReadyFacts } from './wire.ts';

/** The parent's side of one model in memory. */
export interface ModelProcess extends ModelRequests {
  readonly file: ModelFile;
  readonly settings: ProcessSettings;
  /** Waits until the model answers. @throws DomainError MODEL_UNAVAILABLE */
  ready(): Promise<void>;
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
  const feed = createEventFeed((event) => calls.take(event));
  const use = createUse(onIdle);
  let figures = noFigures;
  let gpuLayers = 0;

  const child = superviseProcess<ReadyFacts, ModelCall, readonly ModelEvent[]>({
    name: `model ${id}`,
    module: builtUrl('./child.js', import.meta.url),
    arguments: [JSON.stringify(settings)],
    // Decoding must stay on one worker thread of libuv, or the threads of ggml get in each other's way.
    environment: { UV_THREADPOOL_SIZE: '1' },
    logger,
    onMessage: (events) => feed.push(events),
    onExit() {
      feed.drain();
      calls.failAll();
    },
  });
  const ready = async (): Promise<void> => {
    try {
      ({ gpuLayers } = await child.ready());
    } catch (cause) {
      throw new DomainError('MODEL_UNAVAILABLE', `The model cannot be loaded: ${reasonOf(cause)}`, { cause });
    }
  };
  const requests = createModelRequests({ limits: { contextLength, sequences }, queue, calls, ready, send: (call) => child.send(call), onFigures: (latest) => (figures = latest) });

  return {
    file,
    settings,
    ready: () => use.during(ready),
    countTokens: (prompt) => use.during(() => requests.countTokens(prompt)),
    tokenize: (text) => use.during(() => requests.tokenize(text)),
    generate: (request, options) => use.during(() => requests.generate(request, options)),
    embed: (request, options) => use.during(() => requests.embed(request, options)),
    state: () => ({
      id, contextLength, sequences, gpuLayers,
      settings: requested,
      ...child.state(),
      running: queue.running, waiting: queue.waiting,
      steps: figures.steps, guesses: figures.guesses, tokens: figures.tokens,
      threads: { now: figures.threads === 0 ? settings.threads : figures.threads, most: settings.threads },
      memory: { estimatedBytes, rssBytes: figures.rssBytes === 0 ? null : figures.rssBytes },
      lastUsedAt: use.lastAt(),
    }),
    stop: () => child.stop(),
    idle: () => use.ended(),
  };
}

/** What the process itself said, or what became of it. */
const reasonOf = (refusal: unknown): string => (refusal instanceof Error && refusal.cause instanceof Error ? refusal.cause.message : 'it is being put out of memory');

/** Notes when something is in use. */
function createUse(onIdle: () => void) {
  const waiting: (() => void)[] = [];
  let users = 0;
  let last = new Date();
  return {
    async during<TResult>(work: () => Promise<TResult>): Promise<TResult> {
      users += 1;
      try {
        return await work();
      } finally {
        users -= 1;
        last = new Date();
        if (users === 0) {
          for (const resolve of waiting.splice(0)) resolve();
          onIdle();
        }
      }
    },
    ended: (): Promise<void> => (users === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    lastAt: (): Date => last,
  };
}
