import type { Run, Step } from '../run.ts';

/** One step after the other. */
export function inSequence(steps: readonly Step[]): Step {
  const from = (first: number, run: Run): Promise<void> | undefined => {
    for (let index = first; index < steps.length; index++) {
      const pending = steps[index]?.(run);
      if (pending !== undefined) return pending.then(() => from(index + 1, run));
    }
    return undefined;
  };
  return (run) => from(0, run);
}
