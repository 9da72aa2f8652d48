import type { Clock } from '#kernel/clock';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import type { AgentTable } from './agent-table.ts';
import { checkAgentId, requireAgent } from './input-rules.ts';
import { defaultAgentId, type Agent, type Policy } from './policy.ts';
import type { Registry } from './registry.ts';
import { smallest } from './smallest.ts';

/** Which agent; without a policy: of the default one. */
export interface AgentName {
  readonly policy?: string | null | undefined;
  readonly agentId: string;
}

export interface AgentReset extends AgentName {
  readonly version?: string | null | undefined;
  readonly seed?: number | null | undefined;
  readonly record?: boolean | null | undefined;
}

/** All state of an agent. */
export interface AgentSnapshot {
  readonly policyName: string;
  readonly version: string;
  readonly stepCount: number;
  readonly state: Uint8Array;
}

/** The life of agents, between their steps. */
export interface AgentService {
  /** @throws DomainError NOT_FOUND, CONFLICT, UNAVAILABLE, BAD_USER_INPUT */
  reset(input: AgentReset): Agent;
  /** True unless there was none. The agent `default` begins anew. @throws DomainError NOT_FOUND */
  release(input: AgentName): boolean;
  /** @throws DomainError NOT_FOUND, AGENT_NOT_INITIALIZED */
  snapshot(input: AgentName): Promise<AgentSnapshot>;
  /** @throws DomainError NOT_FOUND, CONFLICT, UNAVAILABLE, BAD_USER_INPUT for a state that does not fit */
  restore(input: AgentName & { readonly version: string; readonly state: Uint8Array }): Agent;
  /** @throws DomainError NOT_FOUND, AGENT_NOT_INITIALIZED, CONFLICT, UNAVAILABLE, BAD_USER_INPUT */
  fork(input: AgentName & { readonly newAgentId: string }): Promise<Agent>;
  /** Null when there is none. @throws DomainError NOT_FOUND for a policy that there is not */
  find(input: AgentName): Agent | null;
  /** By their ids. @throws DomainError BAD_USER_INPUT */
  list(policy: Policy, page: PageRequest): Connection<Agent> & { readonly totalCount: number };
}

export interface AgentServiceDependencies {
  readonly registry: Registry;
  readonly agents: AgentTable;
  readonly clock: Clock;
}

const byId: PageOrder<Agent, string> = { valuesOf: ({ id }) => [id], positionOf: ([id]) => id ?? null };

export function createAgentService({ registry, agents, clock }: AgentServiceDependencies): AgentService {
  function reset({ policy: name, agentId, version: named, seed, record }: AgentReset): Agent {
    const policy = registry.require(name);
    const version = registry.requireLoaded(policy, named);
    const known = policy.agents.get(checkAgentId(agentId));
    const seeded = seed ?? undefined;
    const now = clock.now();
    if (known?.version === version) {
      known.engine.reset(known.state, seeded);
      agents.renew(known, now);
    }
    const agent = known?.version === version ? known : agents.place({ policy, id: agentId, version, make: (engine) => engine.createAgent({ seed: seeded }) }, now);
    if (record !== null && record !== undefined) agent.recording = record;
    return agent;
  }

  function restore({ policy: name, agentId, version: named, state }: AgentName & { readonly version: string; readonly state: Uint8Array }): Agent {
    const policy = registry.require(name);
    const version = registry.requireLoaded(policy, named);
    return agents.place({ policy, id: checkAgentId(agentId), version, make: (engine) => engine.createAgent({ state }) }, clock.now());
  }

  async function snapshot({ policy: name, agentId }: AgentName): Promise<AgentSnapshot> {
    const policy = registry.require(name);
    const { version, engine, state } = requireAgent(policy, agentId);
    const bytes = await engine.snapshot(state);
    return { policyName: policy.name, version: version.version, stepCount: state.stepCount, state: bytes };
  }

  return {
    reset,
    restore,
    snapshot,

    release({ policy: name, agentId }) {
      const policy = registry.require(name);
      const agent = policy.agents.get(checkAgentId(agentId));
      if (agent === undefined) return false;
      agents.forget(agent);
      if (agentId === defaultAgentId && policy.current !== null) reset({ policy: policy.name, agentId });
      return true;
    },

    async fork({ policy, agentId, newAgentId }) {
      checkAgentId(newAgentId, 'newAgentId');
      const { policyName, version, state } = await snapshot({ policy, agentId });
      return restore({ policy: policyName, agentId: newAgentId, version, state });
    },

    find: ({ policy: name, agentId }) => registry.require(name).agents.get(agentId) ?? null,

    list(policy, page) {
      const bounds = toPageBounds(page, byId);
      const { after } = bounds;
      const rows = smallest(policy.agents.values(), { count: bounds.size + 1, after });
      return { ...toConnection(rows, bounds, byId), totalCount: policy.agents.size };
    },
  };
}

