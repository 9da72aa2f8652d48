import type { DomainError } from '#kernel/errors';
import type { Admission } from './admission.ts';
import { addTurn, createCall, type Step } from './call.ts';
import type { PolicyEngine } from './policy-engine.ts';
import type { RunLoop } from './run-loop.ts';
import { enqueue, type Call } from './turn.ts';

/** The calls that take steps. */
export function createStepCalls(loop: RunLoop, admission: Admission): Pick<PolicyEngine, 'step' | 'stepAll' | 'stepFresh'> {
  const refuse = ({ agent, observation }: Step): DomainError | null => (agent === null ? null : admission.agent(agent)) ?? admission.observation(observation);

  const add = (call: Call, step: Step): void => {
    const turn = addTurn(call, step);
    if (step.agent === null || enqueue(step.agent, turn)) loop.ready(turn);
  };

  const all = (steps: readonly Step[]): ReturnType<PolicyEngine['stepAll']> => {
    let failure = admission.more(steps.length);
    for (const step of steps) failure ??= refuse(step);
    if (failure !== null) return Promise.reject(failure);
    if (steps.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const call = createCall(resolve, reject);
      loop.turns.expect(steps.length);
      for (const step of steps) add(call, step);
    });
  };

  return {
    step(request) {
      const failure = admission.more(1) ?? refuse(request);
      if (failure !== null) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        const call = createCall((results) => {
          for (const result of results) resolve(result);
        }, reject);
        loop.turns.expect(1);
        add(call, request);
      });
    },
    stepAll: all,
    stepFresh: (observations, deterministic) => all(observations.map((observation) => ({ agent: null, observation, deterministic }))),
  };
}
