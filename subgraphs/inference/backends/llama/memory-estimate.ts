import type { LoadSettings } from '../backend.ts';
import type { ModelShape } from './gguf-header.ts';

/** What is to be estimated. */
export interface EstimateInput {
  readonly sizeBytes: number;
  /** Sizes of files that are loaded with it: an adapter, a draft model. */
  readonly otherBytes: number;
  readonly shape: ModelShape;
  readonly contextLength: number;
  readonly sequences: number;
  readonly batchSize: number;
  readonly kvType?: LoadSettings['kvType'];
}

/** Bytes of a number by how the context is kept; quantised ones with their scales. */
const bytesPerNumber = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 };
/** Node, the library and its buffers, without any model. */
const processBytes = 170 * 2 ** 20;
/** llama.cpp keeps places for contexts in multiples of this many tokens. */
const contextUnit = 256;
/** Weights that the processor wants in another order are kept twice. */
const repackedShare = 0.05;

/** Bytes that one token of one sequence takes. Windows and compressed caches of some architectures take less: the estimate is on the safe side. */
export function contextBytesPerToken({ layers, keyValueHeads, keyWidth, valueWidth }: ModelShape, kvType: LoadSettings['kvType'] = 'f16'): number {
  return layers * keyValueHeads * (keyWidth + valueWidth) * bytesPerNumber[kvType];
}

/** What a model takes of the memory, in bytes. */
export function estimateMemory({ sizeBytes, otherBytes, shape, contextLength, sequences, batchSize, kvType }: EstimateInput): { readonly weights: number; readonly context: number; readonly overhead: number } {
  const places = Math.ceil(contextLength / contextUnit) * contextUnit;
  // The widest buffers of a batch: its logits, and the inner layer of the feed-forward part, which is about four times as wide as the model.
  const buffers = 4 * batchSize * (shape.vocabulary + 16 * shape.width) + 4 * shape.heads * batchSize * places;
  return {
    weights: Math.ceil(sizeBytes * (1 + repackedShare) + otherBytes),
    context: Math.ceil(contextBytesPerToken(shape, kvType) * places * sequences),
    overhead: Math.ceil(processBytes + buffers),
  };
}
