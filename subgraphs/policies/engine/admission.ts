import { DomainError } from '#kernel/errors';
import type { AgentState } from './turn.ts';
import type { PolicyShape } from './policy-shape.ts';

/** Why something is not let in; null when it is. Nothing is thrown, so that a step costs no more than these comparisons. */
export interface Admission {
  agent(agent: AgentState): DomainError | null;
  observation(observation: ArrayLike<number>): DomainError | null;
  /** So many steps more. */
  more(steps: number): DomainError | null;
  /** From now on nothing is let in. */
  end(): void;
}

/** The most steps that may wait: a fraction of a second of work for the shipped policies. */
const maxWaiting = 65_536;
/** Beyond this, sums in single precision may overflow; nothing that is observed is as large. */
const largestObservation = 1e30;

/** The door of one engine, whose agents carry `owner`. */
export function createAdmission({ observationLength }: PolicyShape, owner: object, waiting: () => number): Admission {
  let isOpen = true;
  return {
    agent(agent) {
      if (agent.owner !== owner) return new DomainError('INTERNAL', 'The agent belongs to another version of the policy');
      return agent.isReleased ? new DomainError('NOT_FOUND', 'The agent was released') : null;
    },
    observation(observation) {
      if (observation.length !== observationLength) return badObservation(`Expected ${observationLength} numbers, got ${observation.length}`);
      for (let index = 0; index < observationLength; index += 1) {
        if (!(Math.abs(observation[index] ?? Number.NaN) <= largestObservation)) return badObservation(`Expected numbers between ${-largestObservation} and ${largestObservation}`);
      }
      return null;
    },
    more(steps) {
      if (!isOpen) return closed();
      return waiting() + steps > maxWaiting ? new DomainError('UNAVAILABLE', 'Too many steps wait already', { details: { maxWaiting } }) : null;
    },
    end: () => void (isOpen = false),
  };
}

/** Why an engine that was closed takes no calls. */
export const closed = (): DomainError => new DomainError('UNAVAILABLE', 'This version of the policy was taken out of service');

const badObservation = (reason: string): DomainError => new DomainError('BAD_USER_INPUT', reason, { details: { field: 'observation', reason } });

/** Throws a refusal. */
export function check(failure: DomainError | null): void {
  if (failure !== null) throw failure;
}
