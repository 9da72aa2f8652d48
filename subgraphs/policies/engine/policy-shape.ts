/** What goes in and out of a policy, as its model states it. */
export interface PolicyShape {
  /** Numbers per observation. */
  readonly observationLength: number;
  readonly actionKind: 'discrete' | 'continuous';
  /** Choices (discrete) or dimensions (continuous). */
  readonly actionSize: number;
  /** Numbers of recurrent state per agent. */
  readonly hiddenLength: number;
  /** Slots of external memory per agent. */
  readonly memorySlots: number;
  /** Numbers per slot. */
  readonly memoryWidth: number;
}

/** What a policy answers to one observation. */
export interface PolicyStep {
  /** A choice counted from 0, or one number per dimension (not clipped). */
  readonly action: number | readonly number[];
  readonly value: number;
  /** Natural logarithm of the probability (density) of the action under the whole distribution, in both modes. */
  readonly logProb: number;
  /** How full the memory of the agent is now, 0 to 1. */
  readonly pressure: number;
}
