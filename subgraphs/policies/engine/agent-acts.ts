import { check, type Admission } from './admission.ts';
import { createAgentState, resetAgent } from './agent-state.ts';
import type { PolicyEngine } from './policy-engine.ts';
import { seedRandom } from './random.ts';
import type { RunLoop } from './run-loop.ts';
import { readSnapshot, writeSnapshot, type SnapshotModel } from './snapshot.ts';
import type { StateArena } from './state-arena.ts';
import { enqueue, type ActTurn, type AgentState } from './turn.ts';

export interface AgentActsParts {
  readonly model: SnapshotModel;
  readonly arena: StateArena;
  readonly loop: RunLoop;
  readonly admission: Admission;
  /** What the agents of this engine carry. */
  readonly owner: object;
}

/** What can be done with an agent beside stepping; each thing waits for its turn. */
export function createAgentActs({ model, arena, loop, admission, owner }: AgentActsParts): Pick<PolicyEngine, 'createAgent' | 'reset' | 'release' | 'snapshot'> {
  const actInTurn = (agent: AgentState, act: () => void): void => {
    if (enqueue(agent, actTurn(act))) loop.turns.proceed(agent);
  };
  const newAgent = (): AgentState => {
    check(admission.more(0));
    return createAgentState(owner, arena.take());
  };

  return {
    createAgent({ seed, state } = {}) {
      const agent = newAgent();
      try {
        if (state !== undefined) readSnapshot(model, agent, state);
      } catch (refusal) {
        arena.give(agent.slot);
        throw refusal;
      }
      if (seed !== undefined) agent.random = seedRandom(seed);
      return agent;
    },
    reset(agent, seed) {
      check(admission.agent(agent) ?? admission.more(1));
      actInTurn(agent, () => {
        resetAgent(agent);
        agent.random = seed === undefined ? null : seedRandom(seed);
      });
    },
    release(agent) {
      if (agent.isReleased || agent.owner !== owner) return;
      agent.isReleased = true;
      actInTurn(agent, () => arena.give(agent.slot));
    },
    async snapshot(agent) {
      check(admission.agent(agent) ?? admission.more(1));
      return new Promise((resolve) => actInTurn(agent, () => resolve(writeSnapshot(model, agent))));
    },
  };
}

const actTurn = (act: () => void): ActTurn => ({ call: null, act, next: null });
