import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A field of a protobuf message: text, bytes or a message, or a number. */
type Field = readonly [number: number, value: string | Uint8Array | number];

const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);

/** A protobuf message. */
export function message(...fields: readonly Field[]): Uint8Array {
  const bytes = fields.flatMap(([number, value]) => {
    if (typeof value === 'number') return [...varint(number * 8), ...varint(value)];
    const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return [...varint(number * 8 + 2), ...varint(content.length), ...content];
  });
  return Uint8Array.from(bytes);
}

type Dims = readonly (number | string)[];

const tensorInfo = (name: string, dims: Dims): Uint8Array => {
  const shape = message(...dims.map((dim): Field => [1, message([typeof dim === 'number' ? 1 : 2, dim])]));
  return message([1, name], [2, message([1, message([1, 1], [2, shape])])]);
};
/** A node; its output and its attributes come last. */
const node = (operator: string, inputs: readonly string[], ...rest: readonly Field[]): Field => [1, message(...inputs.map((input): Field => [1, input]), [4, operator], ...rest)];
const to = (output: string): Field => [2, output];

export interface TinyModel {
  readonly inputs?: Readonly<Record<string, Dims>>;
  readonly outputs?: Readonly<Record<string, Dims>>;
  /** More fields of the graph. */
  readonly graph?: readonly Field[];
}

/**
 * A policy of two numbers: both are added up as square roots in `hidden`, which is the logits too, and the sum of which is value and pressure.
 * A negative observation therefore gives what is not a number.
 */
export function tinyModel({ inputs, outputs, graph = [] }: TinyModel = {}): Uint8Array {
  const oneAxis = message([1, 1], [2, 7], [7, Uint8Array.of(1)], [8, 'axes']);
  const sum = (output: string): Field => node('ReduceSum', ['hidden_out', 'axes'], to(output), [5, message([1, 'keepdims'], [3, 0], [20, 2])]);
  const information = (field: number, tensors: Readonly<Record<string, Dims>>): Field[] => Object.entries(tensors).map(([name, dims]): Field => [field, tensorInfo(name, dims)]);
  const content = message(
    node('Sqrt', ['observation'], to('root')),
    node('Add', ['hidden', 'root'], to('hidden_out')),
    node('Identity', ['hidden_out'], to('logits')),
    node('Identity', ['memory'], to('memory_out')),
    sum('value'),
    sum('pressure'),
    [2, 'tiny'],
    [5, oneAxis],
    ...information(11, { observation: ['batch', 2], hidden: ['batch', 2], memory: ['batch', 1, 2], ...inputs }),
    ...information(12, outputs ?? { logits: ['batch', 2], value: ['batch'], hidden_out: ['batch', 2], memory_out: ['batch', 1, 2], pressure: ['batch'] }),
    ...graph,
  );
  return message([1, 8], [7, content], [8, message([1, ''], [2, 13])]);
}

const tinyGolden = { steps: [{ observation: [[1, 4]], logits: [[1, 2]], value: [3], pressure: [3] }, { observation: [[0, 1]], logits: [[1, 3]], value: [4], pressure: [4] }] };

/** A folder with a version in it; left out: the tiny policy. */
export async function versionFolder({ model = tinyModel(), golden = JSON.stringify(tinyGolden) }: { readonly model?: Uint8Array; readonly golden?: string } = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'policy-'));
  await writeFile(join(folder, 'policy.onnx'), model);
  await writeFile(join(folder, 'golden.json'), golden);
  return folder;
}
