import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { builtUrl } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import { createBatch, type TensorSpec } from './batch.ts';
import type { ModelSession, RuntimeName } from './onnx-runtime.ts';
import { workerReply, type WorkerReply } from './worker-wire.ts';

/** What a worker needs to begin. */
export interface WorkerModel {
  readonly runtime: RuntimeName;
  readonly file: Uint8Array;
  readonly specs: readonly TensorSpec[];
}

/**
 * Runs a model on a thread of its own, for models that would hold up the event loop. State stays here; the batch travels there and back without being copied.
 * A worker that dies fails the run in progress, and the next run starts a new one.
 * @throws DomainError UNAVAILABLE when the model does not load there
 */
export async function createWorkerSession(model: WorkerModel): Promise<ModelSession & { readonly worker: Worker }> {
  let batch = createBatch(model.specs);
  let worker = await startWorker(model);
  let isDead = false;

  return {
    get batch() {
      return batch;
    },
    get worker() {
      return worker;
    },
    async run(rows) {
      if (isDead) worker = await startWorker(model);
      isDead = false;
      const answer = nextReply(worker);
      worker.postMessage({ rows, buffer: batch.buffer }, [batch.buffer]);
      try {
        const { buffer, isDone } = await answer;
        batch = createBatch(model.specs, buffer);
        if (!isDone) throw new DomainError('INTERNAL', 'The policy could not be run');
      } catch (cause) {
        if (DomainError.isInstance(cause)) throw cause;
        isDead = true;
        batch = createBatch(model.specs);
        throw new DomainError('UNAVAILABLE', 'The policy stopped during the step', { cause });
      }
    },
    async close() {
      if (isDead) return;
      // Ending a thread from outside while it runs native code aborts the process: it ends by itself.
      const ended = once(worker, 'exit');
      worker.postMessage(null);
      await ended;
    },
  };
}

/** Starts a worker and waits until it has loaded the model. */
async function startWorker(model: WorkerModel): Promise<Worker> {
  const worker = new Worker(builtUrl('./worker.js', import.meta.url), { workerData: model, execArgv: [] });
  try {
    await nextReply(worker);
    return worker;
  } catch (cause) {
    throw new DomainError('UNAVAILABLE', 'The policy does not load on a thread of its own', { cause });
  }
}

/** What the worker says next. Rejects when it dies instead. */
function nextReply(worker: Worker): Promise<WorkerReply> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
      settle();
    };
    const onMessage = (message: unknown): void => {
      const { success, data, error } = workerReply.safeParse(message);
      end(() => (success ? resolve(data) : reject(error)));
    };
    const onError = (error: Error): void => end(() => reject(error));
    const onExit = (code: number): void => end(() => reject(new Error(`the worker ended with ${code}`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
  });
}
