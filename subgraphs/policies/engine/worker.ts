import { parentPort, workerData } from 'node:worker_threads';
import { createBatch } from './batch.ts';
import { bindBatch, importOnnxRuntime } from './onnx-runtime.ts';
import { workerStart, workerTask, type WorkerReply } from './worker-wire.ts';

const { runtime: name, file, specs } = workerStart.parse(workerData);
const runtime = await importOnnxRuntime(name);
const session = await runtime.open(file);

const run = async (message: unknown): Promise<void> => {
  const task = workerTask.parse(message);
  if (task === null) return end();
  const { rows, buffer } = task;
  const batch = createBatch(specs, buffer);
  const isDone = await bindBatch(runtime, session, { batch, specs })(rows).then(() => true, () => false);
  reply({ buffer, isDone });
};
const end = async (): Promise<void> => {
  await session.release();
  parentPort?.close();
};
const reply = (message: WorkerReply): void => parentPort?.postMessage(message, [message.buffer]);

parentPort?.on('message', (message) => void run(message));
reply({ buffer: new ArrayBuffer(0), isDone: true });
