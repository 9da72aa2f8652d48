import type { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { toConnection, toPageBounds, type Connection, type PageOrder } from '#kernel/pagination';
import type { AgentName } from './agent-service.ts';
import { checkAgentId, refuse, requireAgent } from './input-rules.ts';
import type { Policy } from './policy.ts';
import type { Recorder } from './recorder.ts';
import type { Registry } from './registry.ts';
import type { PoliciesRepository, TransitionFilter, TransitionRow } from './repository.ts';
import { createTransitionFeed } from './transition-feed.ts';

export interface TransitionsRequest {
  readonly policy?: string | null | undefined;
  readonly agentId?: string | null | undefined;
  readonly episodeId?: string | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface FollowRequest {
  readonly policy?: string | null | undefined;
  readonly agentId?: string | null | undefined;
  /** The id of a step that was seen already. */
  readonly after?: string | null | undefined;
}

export interface RewardReport extends AgentName {
  readonly step?: number | null | undefined;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** A page of recorded steps. */
export type TransitionPage = Connection<TransitionRow>;

/** Recorded steps. */
export interface RecordingService {
  /** @throws DomainError NOT_FOUND, AGENT_NOT_INITIALIZED */
  set(input: { readonly policy: string; readonly agentId?: string | null | undefined; readonly enabled: boolean }): Promise<Policy>;
  /** @throws DomainError NOT_FOUND, AGENT_NOT_INITIALIZED, UNAVAILABLE */
  report(input: RewardReport): Promise<TransitionRow>;
  /** Oldest first. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  list(request: TransitionsRequest): Promise<TransitionPage>;
  /** Each step once, as it is stored. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
  follow(request: FollowRequest, signals: readonly AbortSignal[]): Promise<AsyncIterableIterator<TransitionRow>>;
  /** Deletes what is too old or too much. */
  prune(): Promise<void>;
}

export interface RecordingServiceDependencies {
  readonly registry: Registry;
  readonly repository: Pick<PoliciesRepository, 'page' | 'newest' | 'setReward' | 'setRecorded' | 'prune'>;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly logger: Logger;
}

const defaultPageSize = 100;
const maxPageSize = 1000;
/** A month is enough to train from, and a million steps of a small policy are about 300 MB with their indexes. */
const retention = { days: 30, steps: 1_000_000, perStatement: 10_000 };
const dayMs = 86_400_000;

const placePattern = /^(?:0|[1-9]\d{0,17})$/u;
const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;
const byId: PageOrder<TransitionRow, bigint> = { valuesOf: ({ id }) => [id.toString()], positionOf: ([id = '']) => toPlace(id) };
const toPlace = (id: string): bigint | null => (placePattern.test(id) ? BigInt(id) : null);

export function createRecordingService({ registry, repository, recorder, clock, logger }: RecordingServiceDependencies): RecordingService {
  return {
    async set({ policy: name, agentId, enabled }) {
      const policy = registry.require(name);
      if (agentId === null || agentId === undefined) {
        await repository.setRecorded(policy.name, enabled);
        policy.isRecorded = enabled;
        for (const agent of policy.agents.values()) agent.recording = null;
      } else requireAgent(policy, agentId).recording = enabled;
      return policy;
    },

    async report({ policy: name, agentId, step, ...reward }) {
      const { episode } = requireAgent(registry.require(name), agentId);
      const place = step ?? episode.steps - 1;
      const isTaken = place >= 0 && place < episode.steps;
      if (isTaken) await recorder.stored();
      const transition = isTaken ? await repository.setReward(episode.id, place, reward) : null;
      if (transition === null) throw new DomainError('NOT_FOUND', `Agent '${agentId}' has no such recorded step in this episode`);
      return transition;
    },

    async list({ first, after, ...filter }) {
      const bounds = { ...toPageBounds({ after }, byId), size: pageSize(first) };
      const rows = await repository.page(toFilter(registry, filter), { after: bounds.after ?? 0n, limit: bounds.size + 1 });
      return toConnection(rows, bounds, byId);
    },

    async follow({ after, ...request }, signals) {
      const filter = toFilter(registry, request);
      const place = after === null || after === undefined ? await repository.newest(filter.policy) : toPlace(after) ?? refuse('after', 'is not the id of a step');
      return createTransitionFeed({ filter, after: place, signals, repository, recorder, logger });
    },

    async prune() {
      const before = new Date(clock.now() - retention.days * dayMs);
      let deleted = retention.perStatement;
      while (deleted === retention.perStatement) deleted = await repository.prune({ before, keep: retention.steps, limit: retention.perStatement });
    },
  };
}

function toFilter(registry: Registry, { policy, agentId, episodeId }: Omit<TransitionsRequest, 'first' | 'after'>): TransitionFilter {
  const { name } = registry.require(policy);
  if (typeof episodeId === 'string' && !uuidPattern.test(episodeId)) refuse('episodeId', 'is not the id of an episode');
  if (typeof agentId === 'string') checkAgentId(agentId);
  return { policy: name, agentId, episodeId };
}

function pageSize(first: number | null | undefined): number {
  const size = first ?? defaultPageSize;
  return size >= 1 && size <= maxPageSize ? size : refuse('first', `must be 1 to ${maxPageSize}`);
}
