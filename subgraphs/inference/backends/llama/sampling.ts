import { randomInt } from 'node:crypto';
import type { Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.ts';
import type { LogitIndex, NativeContext, NativeSampler, NativeSampling } from './native.ts';

/** Chooses the tokens of one answer, one after the other. */
export interface TokenChooser {
  /** The next token; null when the model allows none. */
  choose(index: LogitIndex, generated: readonly Token[]): Promise<Token | null>;
  dispose(): void;
}

export interface TokenChooserOptions {
  readonly context: Pick<NativeContext, 'sampleToken'>;
  readonly sampler: NativeSampler;
  readonly sampling: Sampling;
  /** Which of several answers to one prompt. */
  readonly answer: number;
  /** The native state of a grammar of this answer alone. */
  readonly grammar: object | null;
  /** The most tokens that the answer can have. */
  readonly most: number;
}

/**
 * Each token is drawn with a seed made of the seed of the request and the place of the token: what is drawn depends on nothing else, so that an answer is the same
 * whether tokens are guessed ahead or not, alone or with others (as far as the model computes the same probabilities: floating point sums of
 * another batch can differ in the last digits). Greedy unless a temperature is given; the other defaults are those of llama.cpp.
 */
export function createTokenChooser({ context, sampler, sampling, answer, grammar, most }: TokenChooserOptions): TokenChooser {
  const { temperature = 0, topP = 0.95, topK = 40, minP = 0.05, seed = randomInt(2 ** 32) } = sampling;
  const fixed = { temperature, topP, topK, minP, ...biasOf(sampling), ...(grammar !== null && { grammarEvaluationState: grammar }) };
  const penalties = penaltiesOf(sampling, most);
  const isDrawn = temperature > 0;
  if (!isDrawn) sampler.applyConfig({ ...fixed, ...penalties, seed: 0 });

  return {
    async choose(index, generated) {
      if (isDrawn) {
        sampler.applyConfig({ ...fixed, ...(penalties !== null && { ...penalties, repeatPenaltyTokens: Uint32Array.from(generated) }), seed: seedAt(seed + answer, generated.length) });
      }
      const token = await context.sampleToken(index, sampler);
      return token === -1 ? null : token;
    },
    dispose: () => sampler.dispose(),
  };
}

/** A well-mixed number for a place of an answer: the finaliser of MurmurHash3 over both. */
function seedAt(seed: number, place: number): number {
  let mixed = (Math.imul(seed, 0x9e37_79b1) + place) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Penalties count the tokens of the answer; the sampler itself remembers those that it chose. */
function penaltiesOf({ repeatPenalty = 1, frequencyPenalty = 0, presencePenalty = 0 }: Sampling, most: number): Partial<NativeSampling> | null {
  if (repeatPenalty === 1 && frequencyPenalty === 0 && presencePenalty === 0) return null;
  return {
    repeatPenalty, repeatPenaltyFrequencyPenalty: frequencyPenalty, repeatPenaltyPresencePenalty: presencePenalty, repeatPenaltyMaxTokens: most, repeatPenaltyTokens: new Uint32Array(),
  };
}

function biasOf({ logitBias = {} }: Sampling): Partial<NativeSampling> {
  const entries = Object.entries(logitBias);
  if (entries.length === 0) return {};
  return { tokenBiasKeys: Uint32Array.from(entries, ([token]) => Number(token)), tokenBiasValues: Float32Array.from(entries, ([, bias]) => bias) };
}
