/** One episode of a task that a policy is trained for. */
export interface Simulator {
  /** What is seen now. */
  observe(): readonly number[];
  /** Acts: a choice, or one number per dimension. Answers the reward, and whether the episode is over. */
  step(action: number | readonly number[]): SimulatorStep;
}

export interface SimulatorStep {
  readonly reward: number;
  readonly over: boolean;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32, Tommy Ettinger, public domain). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
