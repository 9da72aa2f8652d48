import { systemClock, type Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { Database } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import { createAgentService } from './agent-service.ts';
import { createAgentTable } from './agent-table.ts';
import type { PoliciesContext, PoliciesServices } from './context.ts';
import { createPolicyEngineMetrics, loadPolicyEngine } from './engine/index.ts';
import { createPoliciesMetrics } from './policies-metrics.ts';
import { findPolicyFiles, readPolicyFiles } from './policy-files.ts';
import { createRecorder, type RecorderOptions } from './recorder.ts';
import { createRecordingService } from './recording-service.ts';
import { createRegistry } from './registry.ts';
import { createPoliciesRepository } from './repository.ts';
import { resolvers } from './resolvers/index.ts';
import { createServing } from './serving.ts';
import { createStepService } from './step-service.ts';
import { createVersionLoader } from './version-loader.ts';
import { createVersionService } from './version-service.ts';

export interface PoliciesOptions {
  readonly config: Config['policies'];
  readonly database: Database;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Milliseconds between looks at whether this process serves the policies; between looks for agents that nobody uses. */
  readonly lookMs?: number;
  /** How much waits in memory for the database, and how long anybody waits for that. */
  readonly recording?: Pick<RecorderOptions, 'capacity' | 'patienceMs'>;
}

/** The policies domain. */
export interface PoliciesSubgraph extends Subgraph {
  /**
   * Begins to serve: loads the policies unless another process of this database does, and takes over when that one has ended. With `must` it gives up when
   * that takes longer than its patience, ten seconds.
   * @throws DomainError UNAVAILABLE, BAD_USER_INPUT for a default policy that there is not
   */
  start(options: { readonly must: boolean; readonly patienceMs?: number }): Promise<void>;
  /** True while this process serves the policies. */
  ready(): boolean;
  /** Ends the streams, stores what was recorded, gives the models back. */
  stop(): Promise<void>;
}

const pruneEveryMs = 600_000;

/** Trained policies that act for agents: their versions, the state of the agents, and what they did. */
export function createPoliciesSubgraph(options: PoliciesOptions): PoliciesSubgraph {
  const { config: { folders, defaultPolicy }, logger, clock = systemClock, lookMs = 1_000 } = options;
  const { registry, agents, recorder, recordings, versions, serving, services } = createParts({ ...options, clock, lookMs });
  const timers: NodeJS.Timeout[] = [];
  const prune = (): void => void recordings.prune().catch((error: unknown) => logger.warn({ component: 'policies', err: error }, 'old recorded steps cannot be deleted'));

  return {
    name: 'policies',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    // Field by field: there is one for every step, and spreading two objects takes longer than the rest of the graph.
    createContext: ({ principal, requestId, cancellation, deadline, hops, clientAddress, traceparent }): PoliciesContext => {
      const { registry, agents, steps, versions, recordings, serving } = services;
      return { principal, requestId, cancellation, deadline, hops, clientAddress, traceparent, registry, agents, steps, versions, recordings, serving };
    },

    async start({ must, patienceMs = 10_000 }) {
      registry.includeAll(await findPolicyFiles(folders));
      if (!registry.known().some(({ isDefault }) => isDefault)) {
        throw new DomainError('BAD_USER_INPUT', `DEFAULT_POLICY names '${defaultPolicy}', which is in none of ${folders.join(', ')}. There are: ${registry.known().map(({ name }) => name).join(', ')}`);
      }
      await serving.start({ must, patienceMs });
      timers.push(setInterval(() => agents.sweep(clock.now()), lookMs).unref(), setInterval(prune, pruneEveryMs).unref());
      prune();
    },

    ready: () => registry.serves,

    async stop() {
      serving.pause();
      for (const timer of timers) clearInterval(timer);
      await versions.close();
      await recorder.close();
      await serving.close();
    },
  };
}

function createParts({ config, database, metrics, logger, clock, lookMs, recording = {} }: PoliciesOptions & Required<Pick<PoliciesOptions, 'clock' | 'lookMs'>>) {
  const repository = createPoliciesRepository(database);
  const engineMetrics = createPolicyEngineMetrics(metrics);
  const counters = createPoliciesMetrics(metrics, () => recorder.waiting());
  const recorder = createRecorder({ insert: (transitions) => repository.insert(transitions), logger, onStored: counters.stored, ...recording });
  const registry = createRegistry({ defaultPolicy: config.defaultPolicy, logger });
  const agents = createAgentTable({ maxAgents: config.maxAgents, ttlMs: config.agentTtlSeconds * 1_000, onDeserted: (version) => versions.leave(version), onEvicted: counters.evicted });
  const loader = createVersionLoader({
    clock, logger,
    // One more than are kept: the agent called `default` comes on top.
    loadEngine: (policy, folder) => loadPolicyEngine({ folder, runtime: config.runtime, maxAgents: config.maxAgents + 1, metrics: engineMetrics(policy) }),
  });
  const versions = createVersionService({ registry, agents, loader, repository, clock, logger, readFiles: (policy, version) => readPolicyFiles(config.folders, policy, version) });
  const recordings = createRecordingService({ registry, repository, recorder, clock, logger });
  const serving = createServing({ registry, agents, versions, repository, database, logger, lookMs });
  const services: PoliciesServices = {
    registry, versions, recordings, serving,
    agents: createAgentService({ registry, agents, clock }),
    steps: createStepService({ registry, agents, recorder, clock }),
  };
  return { registry, agents, recorder, recordings, versions, serving, services };
}
