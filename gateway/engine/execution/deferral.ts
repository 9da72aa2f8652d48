import { partOf, type DeferredStep, type Deferral, type PartEnd, type Run } from './run.ts';

/** Parts run as soon as they can, but in a turn of their own: what answers first comes first, even where subgraphs answer at once. */
export function createDeferral(): Deferral {
  const reached = new Set<string>();
  const waiting = new Map<DeferredStep, Run>();
  const states = new Map<string, PartEnd | 'running'>();
  let wake = (): void => undefined;

  const begin = async ({ label, step, fetches }: DeferredStep, run: Run): Promise<void> => {
    let fault: unknown;
    try {
      await step(run);
    } catch (thrown) {
      fault = thrown;
    }
    states.set(label, { run, fault });
    reach(fetches);
    wake();
  };

  const beginReady = (): void => {
    for (const [part, run] of waiting) {
      if (!part.depends.every((id) => reached.has(id))) continue;
      waiting.delete(part);
      setImmediate(() => void begin(part, run));
    }
  };

  const reach = (fetches: readonly string[]): void => {
    for (const id of fetches) reached.add(id);
    beginReady();
  };

  return {
    start(part, run) {
      states.set(part.label, 'running');
      waiting.set(part, partOf(run));
      beginReady();
    },
    reach,
    stateOf: (label) => states.get(label) ?? 'nothing to do',
    nextEnd: () => new Promise((resolve) => {
      wake = resolve;
    }),
  };
}
