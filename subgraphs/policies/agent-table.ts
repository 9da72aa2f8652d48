import type { AgentState, PolicyEngine } from './engine/index.ts';
import { defaultAgentId, Episode, type Agent, type Policy, type PolicyVersion } from './policy.ts';
import { createUseOrder } from './use-order.ts';

/** New state for the agent of an id. */
export interface Placement {
  readonly policy: Policy;
  readonly id: string;
  /** It is loaded. */
  readonly version: PolicyVersion;
  /** Makes the state; called once there is room. */
  readonly make: (engine: PolicyEngine) => AgentState;
}

/** Every agent with state. */
export interface AgentTable {
  /** Gives an agent new state, and makes it when it is new. The state that it had is forgotten. @throws DomainError UNAVAILABLE, and what `make` throws */
  place(placement: Placement, now: number): Agent;
  /** Notes that an agent begins anew in its version; its state has been reset. */
  renew(agent: Agent, now: number): void;
  /** Notes that an agent is used. */
  touch(agent: Agent, now: number): void;
  /** True unless there is none of that id. */
  forget(agent: Agent): boolean;
  /** Forgets agents that were not used for too long, a bounded number at a time. */
  sweep(now: number): void;
}

export interface AgentTableOptions {
  /** Most agents, those called `default` not counted; beyond them those are forgotten that were not used for longest. */
  readonly maxAgents: number;
  /** Milliseconds that an agent is kept without being used. */
  readonly ttlMs: number;
  /** Told when a version has lost its last agent. */
  readonly onDeserted: (version: PolicyVersion) => void;
  readonly onEvicted: (reason: 'ttl' | 'capacity') => void;
}

/** So that a sweep after a burst does not hold up those who wait for a step. */
const maxSwept = 2_000;

/** No agents yet. */
export function createAgentTable({ maxAgents, ttlMs, onDeserted, onEvicted }: AgentTableOptions): AgentTable {
  // Those that may be forgotten.
  const order = createUseOrder();

  function touch(agent: Agent, now: number): void {
    agent.usedAt = now;
    if (agent.id !== defaultAgentId) order.renew(agent);
  }

  function leave({ version, engine, state }: Pick<Agent, 'version' | 'engine' | 'state'>): void {
    engine.release(state);
    version.agentCount -= 1;
    if (version.agentCount === 0) onDeserted(version);
  }

  function forget(agent: Agent): boolean {
    if (!agent.policy.agents.delete(agent.id)) return false;
    if (agent.id !== defaultAgentId) order.remove(agent);
    leave(agent);
    return true;
  }

  function evict(agent: Agent, reason: 'ttl' | 'capacity'): void {
    forget(agent);
    onEvicted(reason);
  }

  function sweep(now: number): void {
    for (let count = 0; count < maxSwept && order.oldest !== null && now - order.oldest.usedAt > ttlMs; count += 1) evict(order.oldest, 'ttl');
  }

  function add({ policy, id }: Placement, place: ReturnType<typeof toPlace>): Agent {
    const agent: Agent = { id, policy, ...place, recording: null, usedAt: place.resetAt, older: null, newer: null };
    policy.agents.set(id, agent);
    if (id !== defaultAgentId) order.add(agent);
    return agent;
  }

  return {
    touch,
    forget,
    sweep,

    place(placement, now) {
      const { policy, id, version } = placement;
      const known = policy.agents.get(id);
      if (known === undefined && id !== defaultAgentId) while (order.oldest !== null && order.size >= maxAgents) evict(order.oldest, 'capacity');
      const place = toPlace(placement, now);
      version.agentCount += 1;
      if (known === undefined) return add(placement, place);
      const before = { version: known.version, engine: known.engine, state: known.state };
      Object.assign(known, place);
      leave(before);
      touch(known, now);
      return known;
    },

    renew(agent, now) {
      agent.episode = new Episode(0);
      agent.resetAt = now;
      touch(agent, now);
    },
  };
}

function toPlace({ version, make }: Placement, resetAt: number): Pick<Agent, 'version' | 'engine' | 'state' | 'episode' | 'resetAt'> {
  const { engine } = version;
  if (engine === null) throw new Error('An agent was placed in a version that is not loaded');
  const state = make(engine);
  return { version, engine, state, episode: new Episode(state.stepCount), resetAt };
}
