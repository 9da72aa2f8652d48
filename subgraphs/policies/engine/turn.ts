import type { DomainError } from '#kernel/errors';
import type { PolicyStep } from './policy-shape.ts';
import type { RandomState } from './random.ts';
import type { StateSlot } from './state-arena.ts';

/** The state of one agent. A handle: outside the engine only `stepCount` and `pressure` are of use, and they show the last step that was answered. */
export interface AgentState {
  /** Steps since the last reset. */
  stepCount: number;
  /** How full its memory is, 0 to 1. */
  pressure: number;
  /** The engine that it belongs to. */
  readonly owner: object;
  readonly slot: StateSlot;
  /** Null: its actions cannot be repeated. */
  random: RandomState | null;
  /** State computed by a call that is not complete yet. */
  draft: StateSlot | null;
  /** What waits for this agent, oldest first. While something does, its state is spoken for. */
  first: Turn | null;
  last: Turn | null;
  isReleased: boolean;
}

/** A step that waits for its turn: one row of a call. */
export interface StepTurn {
  /** Null: zero state that is forgotten. */
  readonly agent: AgentState | null;
  readonly observation: ArrayLike<number>;
  readonly deterministic: boolean;
  readonly call: Call;
  /** Its place in the answer of the call. */
  readonly index: number;
  readonly act: null;
  /** What waits for the same agent behind it. */
  next: Turn | null;
}

/** Something else that waits for its turn, such as a reset; it is done at once when it has come. */
export interface ActTurn {
  readonly call: null;
  readonly act: () => void;
  next: Turn | null;
}

export type Turn = StepTurn | ActTurn;

/** One or more steps that are answered together: all of them, or none. */
export interface Call {
  readonly turns: StepTurn[];
  readonly results: PolicyStep[];
  /** Turns that were not computed yet. */
  remaining: number;
  isSettled: boolean;
  failure: DomainError | null;
  /** Agents to be reset, because their new state was not finite. */
  faulty: AgentState[] | null;
  /** Generators as they were before a call of several turns. */
  randomBefore: Map<AgentState, RandomState> | null;
  answer(results: PolicyStep[]): void;
  refuse(failure: DomainError): void;
}

/** Puts a turn behind what waits for its agent. True when it is its turn at once. */
export function enqueue(agent: AgentState, turn: Turn): boolean {
  const { last } = agent;
  agent.last = turn;
  if (last === null) agent.first = turn;
  else last.next = turn;
  return last === null;
}

/** Takes the first turn from its agent. */
export function dequeue(agent: AgentState): void {
  agent.first = agent.first?.next ?? null;
  if (agent.first === null) agent.last = null;
}
