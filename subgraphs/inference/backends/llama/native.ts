import type { LlamaContext, LlamaGrammarEvaluationState, LlamaModel, Token } from 'node-llama-cpp';

/*
 * The one door to what lies below the public API of node-llama-cpp, whose version is therefore pinned. Its own evaluation loop cannot batch all sequences of a
 * step, reads no probabilities under a grammar and copies no sequence; the native calls can. Nothing may be called on a context while it decodes.
 */

/** Where in the last batch the probabilities of a next token are. */
export type LogitIndex = number;

/** How the native sampler chooses; a call leaves nothing of the one before. */
export interface NativeSampling {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly minP: number;
  /** 0 to 2^32 - 1. */
  readonly seed: number;
  readonly repeatPenalty?: number;
  readonly repeatPenaltyFrequencyPenalty?: number;
  readonly repeatPenaltyPresencePenalty?: number;
  readonly repeatPenaltyMaxTokens?: number;
  readonly repeatPenaltyTokens?: Uint32Array;
  readonly tokenBiasKeys?: Uint32Array;
  readonly tokenBiasValues?: Float32Array;
  readonly grammarEvaluationState?: object;
}

export interface NativeSampler {
  applyConfig(sampling: NativeSampling): void;
  dispose(): void;
}

type LogitFilter = readonly [tokens: readonly Token[], highest: boolean, lowest: boolean, selected: boolean, top: number];
type Sampled = readonly [token: Token | -1, probabilities: undefined, confidence: undefined, logits: readonly number[] | undefined, totalLogitWeight: number | undefined];

/** A native context: all sequences of a model. */
export interface NativeContext {
  initBatch(size: number): void;
  /** Returns the logit index for each position of `logits`. */
  addToBatch(sequence: number, firstPosition: number, tokens: Uint32Array, logits: Uint32Array): Uint32Array;
  /** @throws Error when the model fails at it */
  decodeBatch(): Promise<void>;
  /** The next token; -1 when there is none. The sampler remembers it. */
  sampleToken(index: LogitIndex, sampler: NativeSampler): Promise<Token | -1>;
  sampleToken(index: LogitIndex, ...rest: readonly [NativeSampler, false, false, LogitFilter, true]): Promise<Sampled>;
  /** False when this kind of model cannot forget a part. */
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
  disposeSequence(sequence: number): void;
  /** The first position that is still remembered. */
  getSequenceKvCacheMinPosition(sequence: number): number;
  copySequenceStateFromOtherSequence(target: number, source: number): Promise<number>;
  setThreads(threads: number): void;
  /** @throws Error when the other model has another vocabulary */
  ensureDraftContextIsCompatibleForSpeculative(draft: NativeContext): void;
}

interface NativeModel {
  getTokenString(token: Token): string;
}

type SamplerConstructor = new (model: NativeModel) => NativeSampler;

const contextMethods = [
  'initBatch', 'addToBatch', 'decodeBatch', 'sampleToken', 'removeTokenCellsFromSequence', 'disposeSequence', 'getSequenceKvCacheMinPosition', 'copySequenceStateFromOtherSequence', 'setThreads', 'ensureDraftContextIsCompatibleForSpeculative',
];

const hasMethods = (value: unknown, names: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && names.every((name) => typeof Reflect.get(value, name) === 'function');
const isNativeContext = (value: unknown): value is NativeContext => hasMethods(value, contextMethods);
const isNativeModel = (value: unknown): value is NativeModel => hasMethods(value, ['getTokenString']);
const isSamplerConstructor = (value: unknown): value is SamplerConstructor => typeof value === 'function' && hasMethods(value.prototype, ['applyConfig', 'dispose']);

/** The library is not the version that this was written for. */
const unknownLibrary = (what: string): Error => new Error(`node-llama-cpp has no ${what} where its version 3.22 has it`);

/** What lies below a context. @throws Error with another version of the library */
export function nativeContextOf(context: LlamaContext): NativeContext {
  const native: unknown = Reflect.get(context, '_ctx');
  if (!isNativeContext(native)) throw unknownLibrary('native context');
  return native;
}

/** What a model needs for choosing and naming tokens. */
export interface NativeVocabulary {
  createSampler(): NativeSampler;
  /** A token as the vocabulary spells it, which is not its text. */
  tokenString(token: Token): string;
}

/** What lies below a model. @throws Error with another version of the library */
export function nativeVocabularyOf(model: LlamaModel): NativeVocabulary {
  const native: unknown = Reflect.get(model, '_model');
  const bindings: unknown = Reflect.get(model.llama, '_bindings');
  if (!isNativeModel(native)) throw unknownLibrary('native model');
  const Sampler: unknown = typeof bindings === 'object' && bindings !== null ? Reflect.get(bindings, 'AddonSampler') : undefined;
  if (!isSamplerConstructor(Sampler)) throw unknownLibrary('native sampler');
  return { createSampler: () => new Sampler(native), tokenString: (token) => native.getTokenString(token) };
}

/** What lies below the state of a grammar. @throws Error with another version of the library */
export function nativeGrammarOf(state: LlamaGrammarEvaluationState): object {
  const native: unknown = Reflect.get(state, '_state');
  if (typeof native !== 'object' || native === null) throw unknownLibrary('native state of a grammar');
  return native;
}
