import { DomainError } from '#kernel/errors';
import type { InferenceBackend } from '../backend.ts';

/** Several backends as one: a model belongs to the first that has it. At least one backend. */
export function createRoutedBackend(backends: readonly InferenceBackend[]): InferenceBackend {
  const route = async (id: string): Promise<InferenceBackend> => {
    let refusal: unknown = null;
    for (const backend of backends) {
      try {
        await backend.model(id);
        return backend;
      } catch (fault) {
        // That an engine cannot say whether it has the model tells more than that the others do not have it.
        if (refusal === null || !isMissing(fault)) refusal = fault;
      }
    }
    throw refusal;
  };
  return {
    async models() {
      const lists = await Promise.all(backends.map((backend) => backend.models()));
      const byName = new Map(lists.flat().toReversed().map((model) => [model.id, model]));
      return [...byName.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    model: async (id) => (await route(id)).model(id),
    load: async (id, settings) => (await route(id)).load(id, settings),
    unload: async (id, options) => (await route(id)).unload(id, options),
    estimate: async (id, settings) => (await route(id)).estimate(id, settings),
    loaded() {
      const byName = new Map(backends.flatMap((backend) => backend.loaded()).toReversed().map((model) => [model.id, model]));
      return [...byName.values()].reverse();
    },
    countTokens: async (id, prompt) => (await route(id)).countTokens(id, prompt),
    tokenize: async (id, text) => (await route(id)).tokenize(id, text),
    generate: async (request, options) => (await route(request.model)).generate(request, options),
    embed: async (request, options) => (await route(request.model)).embed(request, options),
    async close() {
      await Promise.all(backends.map((backend) => backend.close()));
    },
  };
}

const isMissing = (fault: unknown): boolean => DomainError.isInstance(fault) && fault.code === 'MODEL_NOT_FOUND';
