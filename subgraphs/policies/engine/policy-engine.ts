import type { PolicyShape, PolicyStep } from './policy-shape.ts';
import type { AgentState } from './turn.ts';

/** One observation of one agent. The observation is read later: it must not be changed until the step is answered. */
export interface StepRequest {
  readonly agent: AgentState;
  readonly observation: ArrayLike<number>;
  /** True takes the likeliest action (the mean), false samples. */
  readonly deterministic: boolean;
}

/** How a new agent begins; without anything: zero state, actions that cannot be repeated. */
export interface AgentStart {
  /** Makes its sampled actions repeatable. */
  readonly seed?: number | undefined;
  /** A snapshot of an agent of this version. */
  readonly state?: Uint8Array | undefined;
}

/**
 * One loaded version of a policy. What is asked of one agent is done in the order in which it was asked; what waits is run together, once per turn of the event loop.
 * A call that fails moves no state, save that an agent whose new state would not be finite is reset.
 */
export interface PolicyEngine {
  readonly shape: PolicyShape;
  readonly runtime: 'native' | 'wasm';
  /** Largest difference between what the model answered at load and what was recorded. */
  readonly goldenDifference: number;
  /** An agent of its own. @throws DomainError UNAVAILABLE (as many agents as may be), BAD_USER_INPUT (a snapshot that does not fit) */
  createAgent(start?: AgentStart): AgentState;
  /** Zero state, after the steps that wait; without a seed the agent samples unrepeatably. @throws DomainError UNAVAILABLE (queue full) */
  reset(agent: AgentState, seed?: number): void;
  /** Gives its place to others once its waiting steps are done; later calls with it are refused. Twice is once. */
  release(agent: AgentState): void;
  /** All state of the agent, after the steps that wait. */
  snapshot(agent: AgentState): Promise<Uint8Array>;
  /** @throws DomainError (as a rejection) UNAVAILABLE, INTERNAL (not finite; the agent is reset), BAD_USER_INPUT (length or size of the observation) */
  step(request: StepRequest): Promise<PolicyStep>;
  /** All of them or none; an agent named twice takes both steps in order. Refused as `step` is. */
  stepAll(requests: readonly StepRequest[]): Promise<PolicyStep[]>;
  /** A step from zero state for each observation, forgotten at once. Refused as `step` is. */
  stepFresh(observations: readonly ArrayLike<number>[], deterministic: boolean): Promise<PolicyStep[]>;
  /** Refuses what waits, lets the run in progress end, and gives the model back. */
  close(): Promise<void>;
}
