import { writeGguf, type FixtureTensor } from './gguf.fixture.ts';

/** What an adapter is made of. */
interface FixtureAdapter {
  /** Columns and rows of the matrices of the model that it changes. */
  readonly matrices: Readonly<Record<string, readonly [number, number]>>;
  readonly type?: string;
  readonly architecture?: string;
  /** How strongly it changes what the model says. */
  readonly alpha?: number;
  readonly rank?: number;
  /** Names that are left out. */
  readonly without?: readonly string[];
}

/** A LoRA adapter in GGUF: two thin matrices for each that it changes, filled with a wave. */
export function writeAdapter({ matrices, type = 'lora', architecture = 'llama', alpha = 4, rank = 2, without = [] }: FixtureAdapter): Buffer {
  const half = (name: string, dimensions: readonly [number, number]): FixtureTensor => ({ name, dimensions, values: Float32Array.from({ length: dimensions[0] * dimensions[1] }, (_, place) => Math.sin(place)) });
  const tensors = Object.entries(matrices).flatMap(([name, [columns, rows]]) => {
    // The table of tokens is read by rows, so that its halves stand the other way round.
    const [first, second] = name === 'token_embd.weight' ? [[rank, rows], [rank, columns]] as const : [[columns, rank], [rank, rows]] as const;
    return [half(`${name}.lora_a`, first), half(`${name}.lora_b`, second)];
  });
  return writeGguf(
    { 'general.type': 'adapter', 'general.architecture': architecture, 'adapter.type': type, 'adapter.lora.alpha': { float: alpha } },
    tensors.filter(({ name }) => !without.includes(name)),
  );
}
