import { stat } from 'node:fs/promises';
import { DomainError } from '#kernel/errors';
import { GgufFault, readGguf, type GgufFile } from './gguf-header.ts';

/** An adapter that fits its model. */
export interface Adapter {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Both of a pair of low-rank matrices, whose product is added to a matrix of the model. */
const halves = ['.lora_a', '.lora_b'] as const;

/**
 * Checks a LoRA adapter in GGUF (as convert_lora_to_gguf.py of llama.cpp writes it) against the model that it is for, before the native loader sees it.
 * @throws DomainError BAD_USER_INPUT with what is wrong with it
 */
export async function checkAdapter(path: string, model: string): Promise<Adapter> {
  try {
    const [{ size }, adapter] = await Promise.all([stat(path), readGguf(path)]);
    compare(adapter, await readGguf(model));
    return { path, sizeBytes: size };
  } catch (cause) {
    const reason = `cannot be used: ${cause instanceof GgufFault ? cause.message : 'it cannot be read'}`;
    throw new DomainError('BAD_USER_INPUT', `The adapter ${reason}`, { details: { field: 'adapter', reason }, cause });
  }
}

function compare(adapter: GgufFile, model: GgufFile): void {
  if (adapter.values.get('general.type') !== 'adapter' || adapter.values.get('adapter.type') !== 'lora') throw new GgufFault('it is not a LoRA adapter');
  if (typeof adapter.values.get('adapter.lora.alpha') !== 'number') throw new GgufFault('it has no alpha');
  if (adapter.values.has('adapter.alora.invocation_tokens')) throw new GgufFault('adapters that begin at an invocation are not supported');
  const [wanted, present] = [adapter, model].map(({ values }) => values.get('general.architecture'));
  if (wanted !== present) throw new GgufFault('it is for models of another architecture');
  const sizes = new Map(model.tensors.map(({ name, dimensions }) => [name, dimensions]));
  const parts = new Map(adapter.tensors.map(({ name, dimensions }) => [name, dimensions]));
  // Norms stand in some adapters; llama.cpp passes over them.
  const names = new Set([...parts.keys()].filter((name) => !name.endsWith('_norm.weight')).map(withoutHalf));
  if (names.size === 0) throw new GgufFault('it holds no weights');
  // llama.cpp would take its halves for those of the output, which is the same matrix there, and end the process.
  if (names.has(tokenTable) && !sizes.has('output.weight')) throw new GgufFault('it changes the table of tokens of a model that also writes with it');
  for (const name of names) checkPair({ name, parts, size: sizes.get(name) });
}

const tokenTable = 'token_embd.weight';

/** The matrix that a half changes. @throws GgufFault when it is no half */
function withoutHalf(name: string): string {
  const half = halves.find((end) => name.endsWith(end));
  if (half === undefined) throw new GgufFault('it changes something in a way that is not known');
  return name.slice(0, -half.length);
}

interface Pair {
  readonly name: string;
  readonly parts: ReadonlyMap<string, readonly number[]>;
  /** Of the matrix of the model; undefined when it has no such one. */
  readonly size: readonly number[] | undefined;
}

function checkPair({ name, parts, size }: Pair): void {
  const [first, second] = halves.map((half) => parts.get(name + half));
  if (first === undefined || second === undefined) throw new GgufFault('a half of a pair is missing');
  if (size === undefined) throw new GgufFault('it changes a matrix that the model does not have');
  // The table of tokens is read by rows, so that its pair stands the other way round.
  const isTable = name === tokenTable;
  const fits = isTable ? size[0] === second[1] && size[1] === first[1] && first[0] === second[0] : size[0] === first[0] && size[1] === second[1] && first[1] === second[0];
  const isStacked = [first, second].every((part) => part.slice(2).join() === size.slice(2).join()); // matrices of several experts
  if (!fits || !isStacked) throw new GgufFault('its matrices have other sizes than those of the model');
}
