import path from 'node:path';
import { systemClock } from '#kernel/clock';
import { projectRoot, type Config } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { GraphPort } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import type { Operations } from '#platform/operations';
import type { InferenceBackend } from './backends/backend.ts';
import { createLlamaBackend } from './backends/llama/llama-backend.ts';
import { createRoutedBackend } from './backends/upstream/routed-backend.ts';
import { createUpstreamBackend } from './backends/upstream/upstream-backend.ts';
import { createAdmission } from './admission.ts';
import { createCallLimiter } from './call-limiter.ts';
import { createChatPlanner } from './chat-plan.ts';
import type { InferenceContext, InferenceServices } from './context.ts';
import { createEmbeddingService } from './embedding-service.ts';
import { createGenerationService } from './generation-service.ts';
import { createInferenceMetrics } from './inference-metrics.ts';
import { createInferenceLoaders } from './loaders.ts';
import { createDownloadRepository } from './models/download-repository.ts';
import { createDownloadService } from './models/download-service.ts';
import { createHub } from './models/hub.ts';
import { createManagementService } from './models/management-service.ts';
import { createModelFolder } from './models/model-folder.ts';
import { createModelService } from './model-service.ts';
import { createOpeningBalance } from './opening-balance.ts';
import { createInferenceRepository } from './repository.ts';
import { resolvers } from './resolvers/index.ts';
import { createTokenAccountService } from './token-account-service.ts';
import { createTokenCountService } from './token-count-service.ts';
import { createUsageService } from './usage-service.ts';

export interface InferenceOptions {
  readonly config: Pick<Config, 'llm' | 'tokens' | 'rateLimits'>;
  readonly database: Pick<Database, 'pool' | 'prisma'>;
  /** For the questions to identity. */
  readonly graph: GraphPort;
  /** Runs downloads; started by its owner. */
  readonly operations: Operations;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** What runs the models; left out: llama.cpp in processes of this machine, and the engines that the configuration names. */
  readonly backend?: InferenceBackend;
}

/** The inference domain. */
export interface InferenceSubgraph extends Subgraph {
  /** Gives back tokens that dead processes held, and loads the default model in the background. */
  start(): Promise<void>;
  /** True while the default model answers. */
  ready(): boolean;
  /** Ends and settles all answers, then stops the models. */
  stop(): Promise<void>;
}

/** Language models, chats and token accounts. */
export function createInferenceSubgraph({ config, database, graph, operations, metrics, logger, backend = configuredBackend(config, logger) }: InferenceOptions): InferenceSubgraph {
  const leaseMs = config.tokens.leaseSeconds * 1_000;
  const repository = createInferenceRepository(database, { leaseMs });
  const accounts = createTokenAccountService({
    repository, logger, openingBalance: createOpeningBalance(graph), defaultBalance: config.tokens.defaultBalance, heartbeatMs: leaseMs / 4,
  });
  const figures = createInferenceMetrics(metrics, () => backend.loaded());
  const admission = createAdmission(createCallLimiter(config.rateLimits ? config.llm.ratePerMinute : null));
  const answering = { backend, accounts, metrics: figures, admit: admission.admit };
  const folder = createModelFolder(config.llm.modelsDir);
  const services: InferenceServices = {
    accounts,
    countCall: admission.count,
    counts: createTokenCountService(answering),
    downloads: createDownloadService({
      operations, folder,
      repository: createDownloadRepository(database, operations),
      hub: createHub(config.llm.hub),
      clock: systemClock,
      hasModel: async (id) => (await backend.models()).some((model) => model.id === id) || folder.has(id),
    }),
    embeddings: createEmbeddingService(answering),
    generation: createGenerationService(answering),
    management: createManagementService({ backend, folder }),
    modelFolder: folder,
    models: createModelService(backend),
    planChat: createChatPlanner(),
    usage: createUsageService(repository),
  };

  let stopping = false;
  return {
    name: 'inference',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    createContext: (base): InferenceContext => ({ ...base, ...services, loaders: createInferenceLoaders(services, base) }),
    async start() {
      await accounts.start();
      backend.load(config.llm.defaultModel).catch((error: unknown) => {
        if (!stopping) logger.error({ err: error, model: config.llm.defaultModel }, 'the default model could not be loaded');
      });
    },
    ready: () => backend.loaded().some(({ id, ready }) => id === config.llm.defaultModel && ready),
    async stop() {
      stopping = true;
      admission.stop();
      await services.generation.stop();
      accounts.stop();
      await backend.close();
    },
  };
}

/** The models of this machine first, then those of engines elsewhere. */
function configuredBackend({ llm }: InferenceOptions['config'], logger: Logger): InferenceBackend {
  const local = createLlamaBackend({ ...llm, logger, shipped: [{ id: 'help', file: path.join(projectRoot, 'models/help/help.q8_0.gguf'), ownedBy: 'pentagraph' }] });
  if (llm.upstreams.length === 0) return local;
  return createRoutedBackend([local, ...llm.upstreams.map((upstream) => createUpstreamBackend({ ...upstream, key: llm.upstreamKey, logger }))]);
}
