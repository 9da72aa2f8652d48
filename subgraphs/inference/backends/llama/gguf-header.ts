import { open } from 'node:fs/promises';
import { GgufCursor, GgufFault, HeaderTooShort, type GgufValue } from './gguf-cursor.ts';

export { GgufFault } from './gguf-cursor.ts';

/** What the header of a model file says. */
export interface GgufHeader {
  readonly architecture: string;
  readonly contextLength: number;
  readonly parameterCount: number;
  readonly quantization: string | null;
  readonly author: string | null;
  /** What decides how much memory a context takes. */
  readonly shape: ModelShape;
}

/** A file in GGUF, not yet taken for anything. */
export interface GgufFile {
  readonly values: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
}

/** A matrix of a file, its rows first. */
export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
}

/** Sizes of a model; 0 where the file does not say. */
export interface ModelShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Heads of keys and values, in the layer with most. */
  readonly keyValueHeads: number;
  readonly keyWidth: number;
  readonly valueWidth: number;
  readonly vocabulary: number;
}

const firstRead = 1 << 20;
/** Vocabularies make headers of a few megabytes; this is far beyond any. */
const largestHeader = 1 << 26;
const mostTensors = 100_000;
const mostEntries = 100_000;
const mostDimensions = 4;
const longestName = 63;
const largestAlignment = 65_536;

/** Reads the header of a model. @throws GgufFault when the file is none, as readGguf does */
export async function readGgufHeader(file: string): Promise<GgufHeader> {
  const { values, tensors } = await readGguf(file);
  return describe(values, tensors.reduce((sum, { dimensions }) => sum + weightsOf(dimensions), 0));
}

/**
 * Reads the header of a GGUF file (version 2 and 3, little-endian, as llama.cpp's gguf documentation gives it) without trusting any number in it, and checks
 * that all tensors lie in the file, one after the other, before the native loader sees it.
 * @throws GgufFault
 */
export async function readGguf(file: string): Promise<GgufFile> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    for (let length = firstRead; ; length *= 4) {
      const buffer = Buffer.alloc(Math.min(length, size, largestHeader));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      try {
        return parseGguf(buffer.subarray(0, bytesRead), size);
      } catch (error) {
        if (!(error instanceof HeaderTooShort)) throw error;
        if (buffer.length < length) throw new GgufFault('the header is cut off or too large');
      }
    }
  } finally {
    await handle.close();
  }
}

/** Parses the beginning of a file of `fileSize` bytes. @throws GgufFault, or HeaderTooShort when it needs more of the file */
function parseGguf(buffer: Buffer, fileSize: number): GgufFile {
  const cursor = new GgufCursor(buffer);
  if (cursor.bytes(4).toString('latin1') !== 'GGUF') throw new GgufFault('it is not a GGUF file');
  const version = cursor.uint32();
  if (version !== 2 && version !== 3) throw new GgufFault(`GGUF version ${version} is not known`);
  const tensorCount = cursor.length(mostTensors);
  const entries = cursor.length(mostEntries);
  const values = new Map<string, GgufValue>();
  for (let index = 0; index < entries; index += 1) {
    const key = cursor.text();
    if (values.has(key)) throw new GgufFault('a key comes twice');
    values.set(key, cursor.value(cursor.uint32()));
  }
  const alignment = values.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || alignment < 1 || alignment > largestAlignment || !Number.isInteger(Math.log2(alignment))) throw new GgufFault('its alignment is none');
  const { tensors, bytes } = readTensors(cursor, tensorCount, alignment);
  if (aligned(cursor.offset, alignment) + bytes > fileSize) throw new GgufFault('it is cut off');
  return { values, tensors };
}

const aligned = (offset: number, alignment: number): number => Math.ceil(offset / alignment) * alignment;

/** Reads what is said of all tensors. @throws GgufFault unless each begins where the one before ends */
function readTensors(cursor: GgufCursor, count: number, alignment: number): { readonly tensors: readonly GgufTensor[]; readonly bytes: number } {
  if (count === 0) throw new GgufFault('it holds no weights');
  const tensors = new Map<string, GgufTensor>();
  let weights = 0;
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const tensor = readTensor(cursor);
    if (tensors.has(tensor.name)) throw new GgufFault('a tensor comes twice');
    tensors.set(tensor.name, { name: tensor.name, dimensions: tensor.dimensions });
    if (tensor.offset !== aligned(bytes, alignment)) throw new GgufFault('a tensor lies in the wrong place');
    weights += tensor.weights;
    bytes = tensor.offset + tensor.bytes;
    if (!Number.isSafeInteger(bytes) || !Number.isSafeInteger(weights)) throw new GgufFault('its tensors are too large');
  }
  return { tensors: [...tensors.values()], bytes };
}

interface Tensor extends GgufTensor {
  readonly weights: number;
  readonly bytes: number;
  readonly offset: number;
}

function readTensor(cursor: GgufCursor): Tensor {
  const name = cursor.bytes(cursor.length(longestName)).toString('utf8');
  const dimensionCount = cursor.uint32();
  if (dimensionCount > mostDimensions) throw new GgufFault('a tensor has too many dimensions');
  const dimensions = Array.from({ length: dimensionCount }, () => cursor.uint64());
  const type = blockOf[cursor.uint32()];
  if (type === undefined) throw new GgufFault('a tensor has an unknown type');
  const [blockLength, blockBytes] = type;
  const weights = weightsOf(dimensions);
  const [row = 1] = dimensions;
  if (!Number.isSafeInteger(weights) || weights < 1 || row % blockLength !== 0) throw new GgufFault('a tensor has an impossible size');
  return { name, dimensions, weights, bytes: (weights / blockLength) * blockBytes, offset: cursor.uint64() };
}

const weightsOf = (dimensions: readonly number[]): number => dimensions.reduce((product, dimension) => product * dimension, 1);

function describe(values: ReadonlyMap<string, GgufValue>, parameterCount: number): GgufHeader {
  const textOf = (key: string): string | null => {
    const value = values.get(key);
    return typeof value === 'string' ? value : null;
  };
  const architecture = textOf('general.architecture');
  if (architecture === null) throw new GgufFault('it names no architecture');
  const sizeOf = (key: string): number => {
    const value = values.get(`${architecture}.${key}`);
    const size = typeof value === 'object' ? value.largest : value;
    return typeof size === 'number' && Number.isInteger(size) && size > 0 && size < largestSize ? size : 0;
  };
  const contextLength = sizeOf('context_length');
  if (contextLength === 0) throw new GgufFault('it is not a language model');
  const [width, heads] = [sizeOf('embedding_length'), sizeOf('attention.head_count')];
  const headWidth = heads === 0 ? width : Math.ceil(width / heads);
  const tokens = values.get('tokenizer.ggml.tokens');
  const fileType = values.get('general.file_type');
  return {
    architecture,
    contextLength,
    parameterCount,
    quantization: typeof fileType === 'number' ? (fileTypes[fileType] ?? null) : null,
    author: textOf('general.author') ?? textOf('general.organization'),
    shape: {
      layers: sizeOf('block_count'), width, heads,
      keyValueHeads: sizeOf('attention.head_count_kv') || heads,
      keyWidth: sizeOf('attention.key_length') || headWidth,
      valueWidth: sizeOf('attention.value_length') || headWidth,
      vocabulary: typeof tokens === 'object' ? tokens.length : 0,
    },
  };
}

/** No size of a model is larger. */
const largestSize = 2 ** 31;

/** Weights and bytes of a block by type, as ggml.h numbers types. */
const blockOf: Readonly<Record<number, readonly [weights: number, bytes: number]>> = {
  0: [1, 4], 1: [1, 2], 2: [32, 18], 3: [32, 20], 6: [32, 22], 7: [32, 24], 8: [32, 34], 9: [32, 36], 10: [256, 84], 11: [256, 110], 12: [256, 144], 13: [256, 176],
  14: [256, 210], 15: [256, 292], 16: [256, 66], 17: [256, 74], 18: [256, 98], 19: [256, 50], 20: [32, 18], 21: [256, 110], 22: [256, 82], 23: [256, 136], 24: [1, 1],
  25: [1, 2], 26: [1, 4], 27: [1, 8], 28: [1, 8], 29: [256, 56], 30: [1, 2], 34: [256, 54], 35: [256, 66], 39: [32, 17], 40: [64, 36], 41: [128, 18], 42: [64, 18],
};

/** `general.file_type`, as llama.h numbers it. */
const fileTypes: Readonly<Record<number, string>> = {
  0: 'F32', 1: 'F16', 2: 'Q4_0', 3: 'Q4_1', 7: 'Q8_0', 8: 'Q5_0', 9: 'Q5_1', 10: 'Q2_K', 11: 'Q3_K_S', 12: 'Q3_K_M', 13: 'Q3_K_L', 14: 'Q4_K_S', 15: 'Q4_K_M',
  16: 'Q5_K_S', 17: 'Q5_K_M', 18: 'Q6_K', 19: 'IQ2_XXS', 20: 'IQ2_XS', 21: 'Q2_K_S', 22: 'IQ3_XS', 23: 'IQ3_XXS', 24: 'IQ1_S', 25: 'IQ4_NL', 26: 'IQ3_S', 27: 'IQ3_M',
  28: 'IQ2_S', 29: 'IQ2_M', 30: 'IQ4_XS', 31: 'IQ1_M', 32: 'BF16', 36: 'TQ1_0', 37: 'TQ2_0', 38: 'MXFP4_MOE',
};
