import type { Step } from '../run.ts';

/** All steps at once. */
export function inParallel(steps: readonly Step[]): Step {
  return (run) => {
    const pending: Promise<void>[] = [];
    for (const step of steps) {
      const one = step(run);
      if (one !== undefined) pending.push(one);
    }
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => undefined);
  };
}
