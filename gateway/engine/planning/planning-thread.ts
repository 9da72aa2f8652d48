import type { Worker } from 'node:worker_threads';
import { builtUrl } from '#kernel/config';
import { startThread } from '../thread.ts';
import type { PlanningReply, PlanningStart, PlanningTask } from './wire.ts';

/** A thread that checks and plans, one task at a time. */
export interface PlanningThread {
  /** Settles once it has read the supergraph. Rejects with the reason when it cannot. */
  readonly ready: Promise<void>;
  /** Rejects when the thread ends before it has answered. */
  run(task: PlanningTask): Promise<PlanningReply>;
  /** Ends it at once, whatever it does. */
  end(): void;
}

/** Starts a thread. It does not keep the process alive while it has nothing to do. */
export function startPlanningThread(start: PlanningStart, memoryMb: number): PlanningThread {
  const worker = startWorker(start, memoryMb);
  const state = { hasEnded: false };
  worker.on('error', () => undefined).on('exit', () => {
    state.hasEnded = true;
  });
  const ready = nextReply(worker).then(() => undefined);
  // Whoever runs a task hears of it.
  ready.catch(() => undefined);
  return {
    ready,
    run(task) {
      if (state.hasEnded) return Promise.reject(new Error('The planning thread has ended'));
      const reply = nextReply(worker);
      worker.postMessage(task);
      return reply;
    },
    end: () => void worker.terminate(),
  };
}

const startWorker = (data: PlanningStart, memoryMb: number): Worker => startThread({
  module: builtUrl('./worker.js', import.meta.url),
  data,
  limits: { maxOldGenerationSizeMb: memoryMb },
});

/** What the thread says next. Rejects when it ends instead, by its own fault or by `end`. */
function nextReply(worker: Worker): Promise<PlanningReply> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
      done();
    };
    const onMessage = (reply: PlanningReply): void => settle(() => resolve(reply));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void => settle(() => reject(new Error(`The planning thread ended with ${code}`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
  });
}
