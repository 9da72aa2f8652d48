import { chatMlTemplate } from './chat-ml-template.ts';

/** A value as GGUF types it; lists are typed by their first item. */
type FixtureValue = string | number | boolean | { readonly float: number } | readonly string[] | readonly number[];

/** A tensor: 32-bit floats, or bytes that are blocks of q4_0 already. */
export interface FixtureTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly values: Float32Array | Uint8Array;
}

const alignment = 32;

/** The bytes of a GGUF file, version 3. */
export function writeGguf(metadata: Readonly<Record<string, FixtureValue>>, tensors: readonly FixtureTensor[]): Buffer {
  const head = [Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(Object.keys(metadata).length)];
  for (const [key, value] of Object.entries(metadata)) head.push(text(key), ...typed(value));
  let offset = 0;
  for (const { name, dimensions, values } of tensors) {
    head.push(text(name), uint32(dimensions.length), ...dimensions.map(uint64), uint32(values instanceof Float32Array ? 0 : 2), uint64(offset));
    offset += padded(values.byteLength);
  }
  return Buffer.concat([pad(Buffer.concat(head)), ...tensors.map(({ values }) => pad(Buffer.from(values.buffer, values.byteOffset, values.byteLength)))]);
}

/** A template that nobody else has. */
export const ownTemplate = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}{{ '<|im_start|>assistant\n' }}";

/** How large a random model is. */
interface RandomModel {
  readonly seed?: number;
  readonly contextLength?: number;
  readonly width?: number;
  readonly heads?: number;
  readonly keyHeads?: number;
  readonly inner?: number;
  readonly layers?: number;
  /** Tokens; those beyond the bytes are words that nobody says. */
  readonly vocabulary?: number;
  /** How many tokens it looks back; left out: all. */
  readonly window?: number;
  /** Whether it writes with the table by which it reads tokens, or with a matrix of its own. */
  readonly isTied?: boolean;
  /** Whether matrices are in q4_0: random nibbles under one scale. */
  readonly isQuantized?: boolean;
  /** How it writes a chat; left out: as most do. */
  readonly template?: string;
}

const tiny = { seed: 1, contextLength: 256, width: 32, heads: 1, inner: 64, layers: 2, vocabulary: 0, isTied: true, isQuantized: false, template: chatMlTemplate };

/** A model of the llama architecture with random weights that are the same each time for a seed: it loads, and speaks no sense. */
export function writeTinyModel(model: RandomModel = {}): Buffer {
  const { seed, contextLength, width, heads, inner, layers, vocabulary, window, isTied, isQuantized, template, keyHeads = heads } = { ...tiny, ...model };
  const known = [...specials, ...byteCharacters, 'ab'];
  const tokens = [...known, ...Array.from({ length: Math.max(0, vocabulary - known.length) }, (_, index) => `word${index}`)];
  const keyWidth = (width / heads) * keyHeads;
  const random = createRandom(seed);
  const values = (count: number): FixtureTensor['values'] => (isQuantized ? randomBlocks(count, random) : Float32Array.from({ length: count }, () => (random() - 0.5) * 0.4));
  const matrix = (name: string, columns: number, rows: number): FixtureTensor => ({ name, dimensions: [columns, rows], values: values(columns * rows) });
  const norm = (name: string): FixtureTensor => ({ name, dimensions: [width], values: new Float32Array(width).fill(1) });
  const blocks = Array.from({ length: layers }, (_, index) => `blk.${index}`).flatMap((block) => [
    norm(`${block}.attn_norm.weight`), matrix(`${block}.attn_q.weight`, width, width), matrix(`${block}.attn_k.weight`, width, keyWidth), matrix(`${block}.attn_v.weight`, width, keyWidth),
    matrix(`${block}.attn_output.weight`, width, width), norm(`${block}.ffn_norm.weight`), matrix(`${block}.ffn_gate.weight`, width, inner), matrix(`${block}.ffn_up.weight`, width, inner),
    matrix(`${block}.ffn_down.weight`, inner, width),
  ]);
  return writeGguf(
    {
      'general.architecture': 'llama', 'general.name': 'tiny', 'general.file_type': isQuantized ? 2 : 0, 'general.alignment': alignment,
      'llama.block_count': layers, 'llama.context_length': contextLength, 'llama.embedding_length': width, 'llama.feed_forward_length': inner, 'llama.attention.head_count': heads,
      'llama.attention.head_count_kv': keyHeads, 'llama.attention.layer_norm_rms_epsilon': { float: 1e-5 }, 'llama.rope.dimension_count': width / heads, 'llama.vocab_size': tokens.length,
      'llama.pooling_type': 1, ...(window !== undefined && { 'llama.attention.sliding_window': window }),
      'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.pre': 'smollm', 'tokenizer.ggml.tokens': tokens, 'tokenizer.ggml.token_type': tokens.map((_, id) => (id < specials.length ? 3 : 1)),
      'tokenizer.ggml.merges': ['a b'], 'tokenizer.ggml.bos_token_id': 1, 'tokenizer.ggml.eos_token_id': 2, 'tokenizer.ggml.add_bos_token': false,
      'tokenizer.chat_template': template,
    },
    [matrix('token_embd.weight', width, tokens.length), norm('output_norm.weight'), ...(isTied ? [] : [matrix('output.weight', width, tokens.length)]), ...blocks],
  );
}

const specials = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
/** A printable character for each byte, as byte-level vocabularies have it. */
const byteCharacters = Array.from({ length: 256 }, (_, byte) => byte).map((byte) => {
  const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  if (isPrintable) return String.fromCodePoint(byte);
  return String.fromCodePoint(256 + (byte <= 32 ? byte : byte <= 160 ? byte - 94 : 67));
});

/** Numerical Recipes' linear congruential generator: 0 to 1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Blocks of 32 weights (ggml's q4_0): a 16-bit scale, 0.0043, and sixteen bytes of two weights each. */
function randomBlocks(count: number, random: () => number): Uint8Array {
  const bytes = new Uint8Array((count / 32) * 18);
  for (let block = 0; block < bytes.length; block += 18) {
    bytes.set([0x67, 0x1c], block);
    for (let index = 2; index < 18; index += 1) bytes[block + index] = random() * 256;
  }
  return bytes;
}

const padded = (length: number): number => Math.ceil(length / alignment) * alignment;
const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

const text = (value: string): Buffer => Buffer.concat([uint64(Buffer.byteLength(value)), Buffer.from(value)]);

function typed(value: FixtureValue): readonly Buffer[] {
  if (typeof value === 'string') return [uint32(8), text(value)];
  if (typeof value === 'number') return [uint32(4), uint32(value)];
  if (typeof value === 'boolean') return [uint32(7), Buffer.from([value ? 1 : 0])];
  if ('float' in value) return [uint32(6), Buffer.from(Float32Array.of(value.float).buffer)];
  const items = value.map((item) => (typeof item === 'string' ? text(item) : uint32(item)));
  return [uint32(9), uint32(typeof value[0] === 'string' ? 8 : 5), uint64(items.length), ...items];
}
