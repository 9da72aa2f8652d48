import type { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { AgentTable } from './agent-table.ts';
import type { PolicyStep } from './engine/index.ts';
import { checkAgentId, checkLength, maxRows, refuse, requireAgent } from './input-rules.ts';
import type { Agent, Policy } from './policy.ts';
import type { Recorder } from './recorder.ts';
import type { Registry } from './registry.ts';
import { createStepTaker, toStepRow, type StepAnswer } from './step-taker.ts';

export interface StepInput {
  readonly policy?: string | null | undefined;
  readonly agentId: string;
  readonly observation: readonly number[];
  readonly deterministic: boolean;
}

export interface StepsInput {
  readonly policy?: string | null | undefined;
  readonly observations: readonly (readonly number[])[];
  readonly agentIds?: readonly string[] | null | undefined;
  /** For fresh agents. */
  readonly version?: string | null | undefined;
  readonly deterministic: boolean;
  readonly createMissing: boolean;
}

/** What several agents do, in lists of equal length. */
export interface StepsAnswer {
  readonly agentIds: readonly string[];
  readonly actions: readonly PolicyStep['action'][];
  readonly values: readonly number[];
  readonly logProbs: readonly number[];
  readonly pressures: readonly number[];
}

/** The hot path: what can be done once per policy, agent or batch is not done per step, and nothing waits that need not. */
export interface StepService {
  /** @throws DomainError, at once or as a rejection: NOT_FOUND, OBSERVATION_LENGTH_MISMATCH, AGENT_NOT_INITIALIZED, BAD_USER_INPUT, UNAVAILABLE, INTERNAL */
  step(input: StepInput): Promise<StepAnswer>;
  /** All of them or none. @throws DomainError as `step` */
  stepAll(input: StepsInput): Promise<StepsAnswer>;
}

export interface StepServiceDependencies {
  readonly registry: Registry;
  readonly agents: AgentTable;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

const freshIds = Array.from({ length: maxRows }, (_, index) => `batch_${index}`);

export function createStepService({ registry, agents, recorder, clock }: StepServiceDependencies): StepService {
  const taker = createStepTaker({ agents, recorder, clock });

  function createMissing(policy: Policy, ids: readonly string[], now: number): void {
    for (const id of ids) if (!policy.agents.has(id)) checkAgentId(id, 'agentIds');
    const made: Agent[] = [];
    try {
      for (const id of ids) {
        if (policy.agents.has(id)) continue;
        made.push(agents.place({ policy, id, version: registry.requireLoaded(policy, null), make: (engine) => engine.createAgent() }, now));
      }
    } catch (fault) {
      for (const agent of made) agents.forget(agent);
      throw fault;
    }
  }

  return {
    step({ policy: name, agentId, observation, deterministic }) {
      const policy = registry.require(name);
      checkLength(policy, observation);
      const agent = requireAgent(policy, agentId);
      agents.touch(agent, clock.now());
      return taker.take(toStepRow(agent, observation, deterministic));
    },

    stepAll({ policy: name, observations, agentIds, version = null, deterministic, createMissing: mayCreate }) {
      const policy = registry.require(name);
      if (observations.length > maxRows) refuse('observations', `must be ${maxRows} at most`);
      for (const observation of observations) checkLength(policy, observation);
      if (agentIds === null || agentIds === undefined) {
        const { engine } = registry.requireLoaded(policy, version);
        if (engine === null) throw new DomainError('UNAVAILABLE', 'The policy is being unloaded');
        return engine.stepFresh(observations, deterministic).then((steps) => toAnswer(freshIds.slice(0, steps.length), steps));
      }
      if (version !== null) refuse('version', 'is for fresh agents only: an agent keeps its own');
      if (agentIds.length !== observations.length) refuse('agentIds', `must be as many as observations: expected ${observations.length}, got ${agentIds.length}`);
      const now = clock.now();
      if (mayCreate) createMissing(policy, agentIds, now);
      const rows = observations.map((observation, index) => toStepRow(requireAgent(policy, agentIds[index] ?? ''), observation, deterministic));
      for (const { by } of rows) agents.touch(by, now);
      return taker.takeAll(rows).then((steps) => toAnswer(agentIds, steps));
    },
  };
}

function toAnswer(agentIds: readonly string[], steps: readonly PolicyStep[]): StepsAnswer {
  return {
    agentIds,
    actions: steps.map(({ action }) => action),
    values: steps.map(({ value }) => value),
    logProbs: steps.map(({ logProb }) => logProb),
    pressures: steps.map(({ pressure }) => pressure),
  };
}
