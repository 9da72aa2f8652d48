import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { DomainError } from '#kernel/errors';
import { createBatch, type Batch, type TensorSpec } from './batch.ts';

/** Which ONNX Runtime runs a model. */
export type RuntimeName = 'native' | 'wasm';

/** One loaded ONNX Runtime. */
export interface OnnxRuntime {
  readonly name: RuntimeName;
  readonly tensor: typeof Tensor;
  /** Loads a model. Rejects with whatever the library throws. */
  open(model: Uint8Array): Promise<InferenceSession>;
}

/** Imports the runtime that was chosen; `auto` is the native one where its library loads. @throws DomainError UNAVAILABLE */
export async function importOnnxRuntime(choice: RuntimeName | 'auto'): Promise<OnnxRuntime> {
  try {
    return choice === 'wasm' ? await importWasm() : await importNative();
  } catch (cause) {
    if (choice === 'auto') return importOnnxRuntime('wasm');
    throw new DomainError('UNAVAILABLE', `The ${choice} ONNX Runtime does not load here`, { cause });
  }
}

const options = { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all', executionMode: 'sequential', logSeverityLevel: 4 } as const;

async function importNative(): Promise<OnnxRuntime> {
  const { InferenceSession: sessions, Tensor: tensor } = await import('onnxruntime-node');
  return { name: 'native', tensor, open: (model) => sessions.create(model, { ...options, executionProviders: ['cpu'] }) };
}

async function importWasm(): Promise<OnnxRuntime> {
  const { InferenceSession: sessions, Tensor: tensor, env } = await import('onnxruntime-web');
  env.wasm.numThreads = 1;
  return { name: 'wasm', tensor, open: (model) => sessions.create(model, { ...options, executionProviders: ['wasm'] }) };
}

/** Runs the first rows of a batch: reads its inputs, fills its outputs. */
export type BatchRun = (rows: number) => Promise<unknown>;

type Tensors = Record<string, Tensor>;

/** Binds a session to a batch. The tensors of each number of rows are views, made once. */
export function bindBatch(runtime: OnnxRuntime, session: InferenceSession, { batch, specs }: { readonly batch: Batch; readonly specs: readonly TensorSpec[] }): BatchRun {
  const bound: ({ feeds: Tensors; fetches: Tensors } | undefined)[] = [];
  const outputs = specs.filter(({ direction }) => direction === 'output');
  const views = (direction: TensorSpec['direction'], rows: number): Tensors =>
    Object.fromEntries(
      specs.filter((spec) => spec.direction === direction).map(({ name, width, dims }) => [name, new runtime.tensor('float32', batch[name].subarray(0, rows * width), [rows, ...dims])]),
    );
  const bind = (rows: number): { feeds: Tensors; fetches: Tensors } => (bound[rows] ??= { feeds: views('input', rows), fetches: views('output', rows) });

  if (runtime.name === 'native') {
    return (rows) => {
      const { feeds, fetches } = bind(rows);
      return session.run(feeds, fetches);
    };
  }
  // The WebAssembly build does not write into tensors that it is handed.
  return async (rows) => {
    const results = await session.run(bind(rows).feeds);
    for (const { name, width } of outputs) {
      const data = results[name]?.data;
      if (!(data instanceof Float32Array) || data.length !== rows * width) throw new Error(`output ${name} has another size`);
      batch[name].set(data);
    }
  };
}

/** A batch and how to run it. While a run is in progress the batch belongs to the run. */
export interface ModelSession {
  readonly batch: Batch;
  run(rows: number): Promise<unknown>;
  close(): Promise<void>;
}

/** Runs the model on this thread. */
export function createLocalSession(runtime: OnnxRuntime, session: InferenceSession, specs: readonly TensorSpec[]): ModelSession {
  const batch = createBatch(specs);
  return { batch, run: bindBatch(runtime, session, { batch, specs }), close: () => session.release() };
}
