import { z } from 'zod';
import type { TensorSpec } from './batch.ts';

/** What the worker is told at its start. */
export const workerStart = z.object({
  runtime: z.enum(['native', 'wasm']),
  file: z.instanceof(Uint8Array),
  specs: z.custom<TensorSpec[]>(Array.isArray),
});

/** One run: the batch comes with it and goes back with the reply. Null ends the worker. */
export const workerTask = z.object({ rows: z.int().min(1), buffer: z.instanceof(ArrayBuffer) }).nullable();

/** The batch with its outputs filled, unless the run failed. The first one, without numbers, says that the model is loaded. */
export const workerReply = z.object({ buffer: z.instanceof(ArrayBuffer), isDone: z.boolean() });

export type WorkerReply = z.infer<typeof workerReply>;
