import path from 'node:path';
import { projectRoot, type Config } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { GraphPort } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import type { InferenceBackend } from './backends/backend.ts';
import { createLlamaBackend } from './backends/llama/llama-backend.ts';
import { createCallLimiter } from './call-limiter.ts';
import { createChatService } from './chat-service.ts';
import type { InferenceContext, InferenceServices } from './context.ts';
import { createInferenceMetrics } from './inference-metrics.ts';
import { createInferenceLoaders } from './loaders.ts';
import { createModelService } from './model-service.ts';
import { createOpeningBalance } from './opening-balance.ts';
import { createInferenceRepository } from './repository.ts';
import { resolvers } from './resolvers/index.ts';
import { createTokenAccountService } from './token-account-service.ts';
import { createUsageService } from './usage-service.ts';

export interface InferenceOptions {
  readonly config: Pick<Config, 'llm' | 'tokens' | 'rateLimits'>;
  readonly database: Pick<Database, 'pool' | 'prisma'>;
  /** For the questions to identity. */
  readonly graph: GraphPort;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** What runs the models; left out: llama.cpp in processes of this machine. */
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

const leaseMs = 60_000;

/** Language models, chats and token accounts. */
export function createInferenceSubgraph({ config, database, graph, metrics, logger, backend = llamaBackend(config, logger) }: InferenceOptions): InferenceSubgraph {
  const repository = createInferenceRepository(database, { leaseMs });
  const accounts = createTokenAccountService({
    repository, logger, openingBalance: createOpeningBalance(graph), defaultBalance: config.tokens.defaultBalance, heartbeatMs: leaseMs / 4,
  });
  const services: InferenceServices = {
    accounts,
    chat: createChatService({
      backend, accounts, limiter: createCallLimiter(config.rateLimits ? config.llm.ratePerMinute : null), metrics: createInferenceMetrics(metrics, () => backend.loaded()),
    }),
    models: createModelService(backend),
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
      await services.chat.stop();
      accounts.stop();
      await backend.close();
    },
  };
}

const llamaBackend = ({ llm }: InferenceOptions['config'], logger: Logger): InferenceBackend =>
  createLlamaBackend({ ...llm, logger, shipped: [{ id: 'help', file: path.join(projectRoot, 'models/help/help.q8_0.gguf'), ownedBy: 'pentagraph' }] });
