import { getLlama, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp';
import { inSequenceOrder } from './batch-order.ts';
import { createPromptWriter, type PromptWriter } from './prompt.ts';
import { createSequencePool, type SequencePool } from './sequence-pool.ts';
import { createStepBarrier, type StepBarrier } from './step-barrier.ts';
import type { LoadSettings, StepCount } from './wire.ts';

/** One model in memory, with all that its answers share. */
export interface Engine {
  readonly model: LlamaModel;
  /** The most tokens of prompt and answer together. */
  readonly contextLength: number;
  readonly pool: SequencePool;
  readonly barrier: StepBarrier;
  readonly writePrompt: PromptWriter;
  /** How well steps were shared so far. */
  readonly steps: StepCount;
}

/** Loads a model. Never builds or downloads native code: what npm brought must do. */
export async function loadEngine({ file, contextLength, sequences, threads, gpu }: LoadSettings): Promise<Engine> {
  const llama = await getLlama({
    gpu, build: 'never', skipDownload: true, maxThreads: threads, logLevel: LlamaLogLevel.warn,
    logger: (level, message) => process.stderr.write(`llama.cpp ${level}: ${message.trim()}\n`),
  });
  const model = await llama.loadModel({ modelPath: file });
  const barrier = createStepBarrier();
  const steps = { shared: 0, complete: 0 };
  const context = await model.createContext({
    sequences, threads, contextSize: contextLength,
    batching: {
      itemPrioritizationStrategy: (batch) => {
        if (barrier.members > 1) {
          steps.shared += 1;
          if (batch.items.length >= barrier.members) steps.complete += 1;
        }
        return inSequenceOrder(batch);
      },
    },
  });
  return { model, contextLength, barrier, steps, pool: createSequencePool(context), writePrompt: createPromptWriter(model) };
}
