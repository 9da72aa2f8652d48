import { Worker } from 'node:worker_threads';
import type { Answer, Task } from './tasks.ts';

/** What a worker gives: an answer, or why there is none. */
export type WorkerEnd = Answer | { readonly kind: 'timed-out' | 'cancelled' | 'out-of-memory' };

export interface WorkOptions {
  readonly task: Task;
  /** Milliseconds until the worker is ended. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Workers, each for one task at a time. */
export interface WorkerPool {
  /** Settles only when the worker is free again or gone. */
  run(options: WorkOptions): Promise<WorkerEnd>;
}

/**
 * The heap holds little of a module, whose memory is bounded by itself. It is this large because V8 collects all garbage each time that
 * a memory grows to more than half of it.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1_200, maxYoungGenerationSizeMb: 8, stackSizeMb: 1 };

/** Workers are made as they are needed, and replaced when they had to be ended. */
export function createWorkerPool(): WorkerPool {
  const idle: Worker[] = [startWorker()];

  return {
    run: ({ task, timeoutMs, signal }) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve({ kind: 'cancelled' });
          return;
        }
        const worker = idle.pop() ?? startWorker();
        const settle = (end: WorkerEnd): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          worker.off('message', onAnswer).off('exit', onExit);
          resolve(end);
        };
        const onAnswer = (answer: Answer): void => {
          idle.push(worker);
          settle(answer);
        };
        const end = (kind: 'timed-out' | 'cancelled') => (): void => {
          worker.off('message', onAnswer).off('exit', onExit);
          void worker.terminate().then(() => {
            idle.push(startWorker());
            settle({ kind });
          });
        };
        const onExit = (): void => settle({ kind: 'out-of-memory' });
        const onAbort = end('cancelled');
        const timer = setTimeout(end('timed-out'), timeoutMs);
        signal.addEventListener('abort', onAbort, { once: true });
        worker.on('message', onAnswer).on('exit', onExit).postMessage(task);
      }),
  };
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { resourceLimits, env: {} });
  return worker.on('error', () => undefined); // it ends, which is heard of
}
