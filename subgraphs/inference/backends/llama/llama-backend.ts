import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { InferenceBackend, ModelFacts } from '../backend.ts';
import { createModelFiles, type ModelFile, type ShippedModel } from './model-files.ts';
import { createModelProcess, type ModelProcess } from './model-process.ts';
import { threadsFor } from './thread-policy.ts';

export interface LlamaBackendOptions {
  /** Every `*.gguf` in it is a model. */
  readonly modelsDir: string;
  readonly shipped: readonly ShippedModel[];
  readonly threads: number | 'auto';
  /** Answers at once per model; more wait. */
  readonly sequences: number;
  readonly contextSize: number | null;
  readonly gpu: 'off' | 'auto' | 'cuda' | 'vulkan' | 'metal';
  readonly queueCapacity?: number;
  readonly logger: Logger;
}

/** Runs models of llama.cpp, each in a process of its own that starts at the first use. */
export function createLlamaBackend(options: LlamaBackendOptions): InferenceBackend {
  const { modelsDir, shipped, contextSize, logger, sequences, gpu, queueCapacity = 256 } = options;
  const files = createModelFiles({ folder: modelsDir, shipped, contextSize, logger });
  const processes = new Map<string, ModelProcess>();
  let isClosed = false;

  const factsOf = ({ facts }: ModelFile): ModelFacts => ({ ...facts, loaded: processes.get(facts.id)?.state().ready === true });
  const fileOf = async (id: string): Promise<ModelFile> => {
    const file = processes.get(id)?.file ?? (await files.list()).find(({ facts }) => facts.id === id);
    if (file === undefined) throw new DomainError('MODEL_NOT_FOUND', `There is no model ${JSON.stringify(id.slice(0, 100))}`, { details: { model: id.slice(0, 100) } });
    return file;
  };
  const processOf = async (id: string): Promise<ModelProcess> => {
    const file = await fileOf(id);
    const running = processes.get(id);
    if (running !== undefined) return running;
    if (isClosed) throw new DomainError('UNAVAILABLE', 'The service is stopping');
    const threads = threadsFor({ configured: options.threads, parameterCount: file.facts.parameterCount });
    const started = createModelProcess({ file, queueCapacity, logger, settings: { sequences, threads, gpu: gpu === 'off' ? false : gpu } });
    processes.set(id, started);
    return started;
  };

  return {
    models: async () => (await files.list()).map(factsOf),
    model: async (id) => factsOf(await fileOf(id)),
    load: async (id) => (await processOf(id)).ready(),
    countTokens: async (id, messages) => (await processOf(id)).countTokens(messages),
    chat: async (request, chat) => (await processOf(request.model)).chat(request, chat),
    loaded: () => [...processes.values()].map((model) => model.state()),
    async close() {
      isClosed = true;
      await Promise.all([...processes.values()].map((model) => model.stop()));
    },
  };
}
