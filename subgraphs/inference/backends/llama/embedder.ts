import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { DomainError } from '#kernel/errors';
import { contextLengthExceeded } from '../context-length.ts';

/** Turns texts into vectors of length 1. */
export interface Embedder {
  /**
   * The vectors of texts or tokens in their order, until `isCancelled`.
   * @throws DomainError BAD_USER_INPUT for an empty input or unknown tokens, CONTEXT_LENGTH_EXCEEDED, CANCELLED
   */
  embed(inputs: readonly (string | readonly number[])[], isCancelled: () => boolean): Promise<{ readonly vectors: readonly Float32Array[]; readonly promptTokens: number }>;
}

export interface EmbedderOptions {
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly threads: () => number;
}

/** An embedder of one model; its context is made at the first use and then stays. */
export function createEmbedder(model: LlamaModel, { contextLength, vocabularySize, threads }: EmbedderOptions): Embedder {
  let opening: Promise<LlamaEmbeddingContext> | undefined;
  // A mean is taken over one native batch, which must hold a whole input.
  const open = (): Promise<LlamaEmbeddingContext> => (opening ??= model.createEmbeddingContext({ contextSize: contextLength, batchSize: contextLength, threads: threads() }));
  const isToken = (value: number): value is Token => Number.isInteger(value) && value >= 0 && value < vocabularySize;

  const tokensOf = (input: string | readonly number[]): Token[] => {
    const tokens = typeof input === 'string' ? model.tokenize(input) : input.filter(isToken);
    if (typeof input !== 'string' && tokens.length < input.length) refuse('holds tokens that the model does not have');
    if (tokens.length === 0) refuse('must not be empty');
    return tokens;
  };

  return {
    async embed(inputs, isCancelled) {
      const prompts = inputs.map(tokensOf);
      const context = await open();
      const lengths = prompts.map((tokens) => context.calculateInputLength(tokens));
      const longest = Math.max(...lengths);
      if (longest >= contextLength) throw contextLengthExceeded(longest, contextLength);
      const vectors: Float32Array[] = [];
      for (const tokens of prompts) {
        if (isCancelled()) throw new DomainError('CANCELLED', 'The request was cancelled');
        vectors.push(normalised((await context.getEmbeddingFor(tokens)).vector));
      }
      return { vectors, promptTokens: lengths.reduce((sum, length) => sum + length, 0) };
    },
  };
}

function normalised(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}

function refuse(reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `An input ${reason}`, { details: { field: 'input', reason } });
}
