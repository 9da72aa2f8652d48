import type { SequencePool } from './sequence-pool.ts';
import type { Lane, StepFigures, Stepper } from './step.ts';

/** Runs all answers of one context, step by step. */
export interface StepLoop {
  /** Runs `work` before the next step: only then may sequences be touched and lanes be added. */
  betweenSteps(work: () => void): void;
  add(lane: Lane): void;
  /** Goes on after a lane was held or ended from outside. */
  wake(): void;
  /** How many lanes write, beside those that read their prompts. */
  readonly writing: number;
  readonly figures: Readonly<StepFigures>;
}

/**
 * Continuous batching: each step computes the next tokens of all answers in one native batch, and answers come and go between steps. An answer that turns out
 * to be over while its text is given out has one step computed in vain.
 */
export function createStepLoop(stepper: Stepper, pool: Pick<SequencePool, 'give'>): StepLoop {
  const lanes: Lane[] = []; // in order of arrival
  const waiting: (() => void)[] = [];
  let isRunning = false;

  const settle = (): void => {
    for (const lane of lanes) lane.tidy();
    for (const lane of lanes.filter((each) => each.isOver())) {
      lane.deliver();
      lane.close();
      lanes.splice(lanes.indexOf(lane), 1);
      pool.give(lane.slot);
    }
    for (const work of waiting.splice(0)) work();
  };
  const run = async (): Promise<void> => {
    for (;;) {
      settle();
      if (await stepper.step(lanes)) continue;
      for (const lane of lanes) lane.deliver();
      if (lanes.some((lane) => lane.isOver()) || waiting.length > 0) continue;
      isRunning = false;
      return;
    }
  };
  const wake = (): void => {
    if (isRunning) return;
    isRunning = true;
    // In a turn of its own, so that requests that come together begin together.
    setImmediate(() => void run());
  };

  return {
    betweenSteps(work) {
      waiting.push(work);
      wake();
    },
    add: (lane) => void lanes.push(lane),
    wake,
    get writing() {
      return lanes.filter((lane) => !lane.isPrompt).length;
    },
    figures: stepper.figures,
  };
}
