import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { InferenceBackend, LoadedModel } from '../backend.ts';
import { readEmbeddings } from './embeddings.ts';
import { createPromptCounter } from './prompt-size.ts';
import { createUpstreamCatalogue, type UpstreamModel } from './upstream-catalogue.ts';
import { createUpstreamClient, type UpstreamClientOptions } from './upstream-client.ts';
import { createUpstreamUse } from './upstream-use.ts';
import { streamAnswers } from './stream-answers.ts';

export interface UpstreamBackendOptions extends UpstreamClientOptions {
  /** The only model that is offered, under this name; null for all that the engine has. */
  readonly model: string | null;
  readonly logger: Logger;
}

/** How often an engine is asked for its models while nobody uses it. */
const healthMs = 15_000;

/** Models of an engine elsewhere that speaks the OpenAI API, such as vLLM or llama-server. What it does with its memory is its own business. */
export function createUpstreamBackend({ model: name, logger, ...options }: UpstreamBackendOptions): InferenceBackend {
  const client = createUpstreamClient(options);
  const catalogue = createUpstreamCatalogue({ client, name, url: options.url, logger });
  const counter = createPromptCounter(client);
  const use = createUpstreamUse();
  const closing = new AbortController();
  void catalogue.refresh();
  const timer = setInterval(() => void catalogue.refresh(), healthMs).unref();

  const stateOf = ({ facts: { id, loaded, contextLength } }: UpstreamModel): LoadedModel => ({ id, contextLength, ready: loaded, ...use.of(id), ...elsewhere });
  return {
    models: async () => (await catalogue.list()).map(({ facts }) => facts),
    model: async (id) => (await catalogue.find(id)).facts,
    async load(id, settings) {
      const model = await catalogue.find(id);
      if (settings !== undefined && Object.keys(settings).length > 0) throw new DomainError('CONFLICT', 'The model runs on an engine elsewhere, which has settings of its own', { details: { model: id } });
      if (!model.facts.loaded) throw new DomainError('MODEL_UNAVAILABLE', 'The engine behind this model cannot be reached');
      return stateOf(model);
    },
    async unload(id) {
      throw new DomainError('CONFLICT', 'The model runs on an engine elsewhere', { details: { model: (await catalogue.find(id)).facts.id } });
    },
    async estimate(id) {
      await catalogue.find(id);
      return { weights: 0, context: 0, overhead: 0, total: 0, available: 0, fits: true };
    },
    loaded: () => catalogue.known().map(stateOf),
    countTokens: async (id, prompt) => counter.count((await catalogue.find(id)).wireName, prompt),
    async tokenize(id, text) {
      const tokens = await counter.tokenize((await catalogue.find(id)).wireName, text);
      if (tokens === null) throw new DomainError('UNSUPPORTED_PARAMETER', 'The engine behind this model does not tell its tokens');
      return tokens;
    },
    async generate(request, { onDelta, signal }) {
      const { wireName } = await catalogue.find(request.model);
      const estimate = (): Promise<number> => counter.count(wireName, request.prompt);
      return use.during(request.model, (made) =>
        streamAnswers({ client, request, wireName, estimate, signal: AbortSignal.any([signal, closing.signal]) }, (delta) => {
          made(delta.tokens);
          return onDelta(delta);
        }),
      );
    },
    async embed({ model: id, inputs }, { signal }) {
      const { wireName } = await catalogue.find(id);
      return use.during(id, () => readEmbeddings(client, { model: wireName, inputs, signal: AbortSignal.any([signal, closing.signal]) }));
    },
    async close() {
      clearInterval(timer);
      closing.abort(new DomainError('UNAVAILABLE', 'The service is stopping'));
      await use.idle();
    },
  };
}

/** What nobody here knows of a model that runs elsewhere. */
const elsewhere = {
  pid: null, restarts: 0, waiting: 0, sequences: 128, threads: { now: 0, most: 0 }, gpuLayers: 0, settings: {}, steps: { shared: 0, complete: 0 }, guesses: { made: 0, right: 0 },
  memory: { estimatedBytes: 0, rssBytes: null },
};
