import type { Logger } from '#kernel/logging';
import type { InferenceBackend, ModelFacts } from '../backend.ts';
import { createModelFiles, type ModelFile, type ShippedModel } from './model-files.ts';
import type { ModelDefaults } from './model-plan.ts';
import { createModelResidency } from './model-residency.ts';

export interface LlamaBackendOptions extends ModelDefaults {
  /** Every `*.gguf` in it is a model. */
  readonly modelsDir: string;
  readonly shipped: readonly ShippedModel[];
  readonly contextSize: number | null;
  readonly queueCapacity?: number;
  /** Bytes that all models together may take; left out: what the machine has. */
  readonly memoryBudget?: number;
  readonly logger: Logger;
}

/** Runs models of llama.cpp, each in a process of its own that starts at the first use. */
export function createLlamaBackend(options: LlamaBackendOptions): InferenceBackend {
  const { modelsDir, shipped, contextSize, logger, threads, sequences, gpu, queueCapacity = 256, memoryBudget = null } = options;
  const files = createModelFiles({ folder: modelsDir, shipped, contextSize, logger });
  const residency = createModelResidency({ files, defaults: { threads, sequences, gpu }, queueCapacity, memoryBudget, logger });

  const factsOf = ({ facts }: ModelFile): ModelFacts => {
    const state = residency.find(facts.id)?.state();
    return { ...facts, contextLength: state?.contextLength ?? facts.contextLength, loaded: state?.ready === true };
  };

  return {
    models: async () => (await files.list()).map(factsOf),
    model: async (id) => factsOf(residency.find(id)?.file ?? (await files.find(id))),
    async load(id, settings) {
      const model = await residency.load(id, settings);
      await model.ready();
      return model.state();
    },
    unload: (id, { force }) => residency.unload(id, { force }),
    estimate: (id, settings) => residency.estimate(id, settings),
    loaded: () => residency.all().map((model) => model.state()),
    countTokens: async (id, prompt) => (await residency.load(id)).countTokens(prompt),
    tokenize: async (id, text) => (await residency.load(id)).tokenize(text),
    generate: async (request, generation) => (await residency.load(request.model)).generate(request, generation),
    embed: async (request, embedding) => (await residency.load(request.model)).embed(request, embedding),
    close: () => residency.close(),
  };
}
