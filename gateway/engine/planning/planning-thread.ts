import { builtUrl } from '#kernel/config';
import { startThread } from '../thread.ts';
import type { PlanningReply, PlanningStart, PlanningTask } from './wire.ts';

/** A thread that checks and plans, one task at a time. */
export interface PlanningThread {
  /** Settles once it can take a task. Rejects with the reason when it never will. */
  ready(): Promise<unknown>;
  /** Rejects when the thread ends before it has answered. */
  run(task: PlanningTask): Promise<PlanningReply>;
  /** Ends it at once, whatever it does. */
  end(): void;
}

interface Listener {
  readonly resolve: (reply: PlanningReply) => void;
  readonly reject: (fault: Error) => void;
}

/** Starts a thread. It does not keep the process alive while it has nothing to do. */
export function startPlanningThread(start: PlanningStart, memoryMb: number): PlanningThread {
  const worker = startThread({ module: builtUrl('./worker.js', import.meta.url), data: start, limits: { maxOldGenerationSizeMb: memoryMb } });
  let listener: Listener | null = null;
  let fault: Error | null = null;

  const heard = (tell: (to: Listener) => void): void => {
    worker.unref();
    const to = listener;
    listener = null;
    if (to !== null) tell(to);
  };
  const fail = (reason: Error): void => {
    fault ??= reason;
    heard(({ reject }) => reject(reason));
  };
  worker
    .on('message', (reply: PlanningReply) => {
      heard(({ resolve }) => resolve(reply));
      if (reply.kind === 'late') ready = nextReady();
    })
    .on('error', fail)
    .on('exit', (code) => fail(new Error(`The planning thread ended with ${code}`)));

  const nextReply = (): Promise<PlanningReply> => new Promise((resolve, reject) => {
    if (fault === null) {
      listener = { resolve, reject };
      worker.ref();
    } else {
      reject(fault);
    }
  });
  const nextReady = (): Promise<unknown> => {
    const settled = nextReply();
    // Whoever asks when it is ready hears of it.
    settled.catch(() => undefined);
    return settled;
  };
  let ready = nextReady();

  return {
    ready: () => ready,
    run(task) {
      const reply = nextReply();
      worker.postMessage(task);
      return reply;
    },
    end: () => void worker.terminate(),
  };
}
