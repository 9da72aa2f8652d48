import type { PolicyShape } from './policy-shape.ts';
import type { StateSlot } from './state-arena.ts';

/** The names that a policy model must use. */
export type TensorName = 'observation' | 'hidden' | 'memory' | 'logits' | 'mean' | 'log_std' | 'value' | 'hidden_out' | 'memory_out' | 'pressure';

/** One input or output of a model; its first dimension, the rows, is left out. */
export interface TensorSpec {
  readonly name: TensorName;
  readonly direction: 'input' | 'output';
  readonly dims: readonly number[];
  /** Numbers per row. */
  readonly width: number;
}

/** Room for the inputs and outputs of one run: a flat array per tensor, all in one buffer. Tensors that a model lacks are empty. */
export interface Batch extends Readonly<Record<TensorName, Float32Array>> {
  readonly buffer: ArrayBuffer;
  /** The state that row by row comes out, as far as somebody asked for it. */
  readonly stateOut: StateSlot[];
}

/** The most rows that one run takes. */
export const maxBatchRows = 256;

/** All inputs and outputs of a model of this shape. */
export function tensorSpecs(shape: PolicyShape): TensorSpec[] {
  const { observationLength, actionKind, actionSize, hiddenLength, memorySlots, memoryWidth } = shape;
  const spec = (direction: TensorSpec['direction'], name: TensorName, ...dims: number[]): TensorSpec => ({ name, direction, dims, width: dims.reduce((product, size) => product * size, 1) });
  const distribution = actionKind === 'discrete' ? [spec('output', 'logits', actionSize)] : [spec('output', 'mean', actionSize), spec('output', 'log_std', actionSize)];
  return [
    spec('input', 'observation', observationLength),
    spec('input', 'hidden', hiddenLength),
    spec('input', 'memory', memorySlots, memoryWidth),
    ...distribution,
    spec('output', 'value'),
    spec('output', 'hidden_out', hiddenLength),
    spec('output', 'memory_out', memorySlots, memoryWidth),
    spec('output', 'pressure'),
  ];
}

/** Arrays for up to `maxBatchRows` rows, over a new buffer or one that came back from a worker. */
export function createBatch(specs: readonly TensorSpec[], buffer = new ArrayBuffer(batchBytes(specs))): Batch {
  const none = new Float32Array(0);
  const batch = { buffer, stateOut: [], observation: none, hidden: none, memory: none, logits: none, mean: none, log_std: none, value: none, hidden_out: none, memory_out: none, pressure: none };
  let offset = 0;
  for (const { name, width } of specs) {
    batch[name] = new Float32Array(buffer, offset, maxBatchRows * width);
    offset += 4 * maxBatchRows * width;
  }
  return batch;
}

const batchBytes = (specs: readonly TensorSpec[]): number => specs.reduce((bytes, { width }) => bytes + 4 * maxBatchRows * width, 0);
