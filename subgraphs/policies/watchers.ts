import { pulled } from '#kernel/iteration';
import type { StepEvent, Watchers } from './policy.ts';

const queueSize = 256;

interface Queue {
  readonly events: StepEvent[];
  wake: (() => void) | null;
}

/** No watchers yet. */
export function createWatchers(): Watchers {
  const byAgent = new Map<string | null, Set<Queue>>();
  const tellThose = (queues: ReadonlySet<Queue> | undefined, event: StepEvent): void => {
    for (const queue of queues ?? []) {
      if (queue.events.push(event) > queueSize) queue.events.shift();
      queue.wake?.();
    }
  };

  return {
    get isEmpty() {
      return byAgent.size === 0;
    },
    tell(event) {
      tellThose(byAgent.get(event.agentId), event);
      tellThose(byAgent.get(null), event);
    },
    watch(agentId, signals) {
      const queue: Queue = { events: [], wake: null };
      const queues = byAgent.get(agentId) ?? new Set();
      byAgent.set(agentId, queues.add(queue));
      let closed = false;
      const close = (): void => {
        closed = true;
        for (const signal of signals) signal.removeEventListener('abort', close);
        if (queues.delete(queue) && queues.size === 0) byAgent.delete(agentId);
        queue.wake?.();
      };
      for (const signal of signals) signal.addEventListener('abort', close);
      if (signals.some(({ aborted }) => aborted)) close();
      return pulled({
        close,
        async take() {
          while (!closed && queue.events.length === 0) await new Promise<void>((resolve) => (queue.wake = resolve));
          return closed ? null : queue.events.shift() ?? null;
        },
      });
    },
  };
}
