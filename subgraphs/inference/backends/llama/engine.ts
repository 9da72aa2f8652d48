import { getLlama, LlamaGrammar, LlamaGrammarEvaluationState, LlamaLogLevel, LlamaVocabularyType, type Llama, type LlamaModel, type Token } from 'node-llama-cpp';
import { createTextCache } from '../../text-cache.ts';
import { createEmbedder, type Embedder } from './embedder.ts';
import { createDraftGuesses } from './draft-guesses.ts';
import { createGuesserSource, lookUpGuesses, type GuesserSource, type GuessOrigin } from './guesser.ts';
import { LoadFault } from './load-fault.ts';
import { createLogprobReader, type LogprobReader } from './logprobs.ts';
import { nativeContextOf, nativeGrammarOf, nativeVocabularyOf, type NativeContext, type NativeVocabulary } from './native.ts';
import { createPromptWriter, type PromptWriter } from './prompt.ts';
import { createSequencePool, type SequencePool } from './sequence-pool.ts';
import { createStepper } from './step.ts';
import { createStepLoop, type StepLoop } from './step-loop.ts';
import { createThreadGovernor, type ThreadGovernor } from './thread-governor.ts';
import { tokenBytes } from './token-bytes.ts';
import type { ProcessSettings } from './wire.ts';

/** One model in memory, with all that its answers share. */
export interface Engine {
  readonly model: LlamaModel;
  /** The most tokens of prompt and answer together. */
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly context: NativeContext;
  readonly vocabulary: NativeVocabulary;
  readonly pool: SequencePool;
  readonly loop: StepLoop;
  readonly governor: ThreadGovernor;
  readonly guessers: GuesserSource;
  readonly writePrompt: PromptWriter;
  readonly readLogprob: LogprobReader;
  readonly embedder: Embedder;
  /** Layers in the memory of a graphics card. */
  readonly gpuLayers: number;
  /** Parses a grammar, or knows it from before. @throws Error when it is none */
  readGrammar(text: string): PreparedGrammar;
}

/** A grammar that is ready for any number of answers. */
export interface PreparedGrammar {
  /** The native state of one answer. */
  begin(): object;
}

/** Characters of grammars that are kept parsed: in memory a few tens of times as many bytes. */
const mostGrammarCharacters = 2_000_000;

/** Prompts take at most this many tokens of a step in which answers are written: they wait for about as long as for one step more. */
const promptShare = 128;

/** Loads a model. Never builds or downloads native code: what npm brought must do. @throws LoadFault when that cannot be done as it was asked for */
export async function loadEngine(settings: ProcessSettings): Promise<Engine> {
  const { file, contextLength, sequences, threads, gpu, batchSize, gpuLayers, flashAttention, kvType, loraFile, speculativeTokens } = settings;
  const llama = await getLlama({
    gpu, build: 'never', skipDownload: true, maxThreads: threads, logLevel: LlamaLogLevel.warn,
    logger: (level, message) => process.stderr.write(`llama.cpp ${level}: ${message.trim()}\n`),
  });
  if ((gpuLayers ?? 0) > 0 && llama.gpu === false) throw new LoadFault('there is no graphics card that can be used');
  const model = await llama.loadModel({ modelPath: file, ...(gpuLayers !== undefined && { gpuLayers }) });
  if (!canForget(model) && guessesAhead(settings)) throw new LoadFault('this kind of model cannot guess ahead');
  const publicContext = await model.createContext({
    sequences, threads, batchSize, contextSize: contextLength, failedCreationRemedy: false,
    ...(flashAttention !== undefined && { flashAttention }),
    ...(kvType !== undefined && { experimentalKvCacheKeyType: kvTypes[kvType], experimentalKvCacheValueType: kvTypes[kvType] }),
    ...(loraFile !== undefined && { lora: loraFile }),
  });
  const context = nativeContextOf(publicContext);
  const vocabulary = nativeVocabularyOf(model);
  const vocabularySize = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
  const spelling = model.vocabularyType === LlamaVocabularyType.bpe ? 'byte-level' : 'sentence-piece';
  const bytesOf = (token: Token): Buffer => tokenBytes(vocabulary.tokenString(token), spelling);
  const pool = createSequencePool(context, sequences);
  const governor = createThreadGovernor({ most: threads });
  const loop = createStepLoop(createStepper({ context, governor, limits: { batchSize: publicContext.batchSize, promptShare } }), pool);
  return {
    model, contextLength, context, vocabulary, vocabularySize, pool, loop, governor,
    gpuLayers: model.gpuLayers,
    guessers: createGuesserSource({ origin: await guessOrigin(llama, context, settings), most: speculativeTokens, writing: () => loop.writing }),
    writePrompt: createPromptWriter(model, vocabularySize),
    readLogprob: createLogprobReader({ context, bytesOf, createSampler: () => vocabulary.createSampler() }),
    embedder: createEmbedder(model, { contextLength, vocabularySize, threads: () => governor.threads }),
    readGrammar: createGrammarReader(llama, model),
  };
}

function createGrammarReader(llama: Llama, model: LlamaModel): Engine['readGrammar'] {
  const parsed = createTextCache<PreparedGrammar>({ most: mostGrammarCharacters, weigh: (text) => text.length });
  return (text) =>
    parsed.get(text, () => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the new way is a promise, and a request is taken in the turn in which it comes
      const first = new LlamaGrammarEvaluationState({ model, grammar: new LlamaGrammar(llama, { grammar: text }) });
      return { begin: () => nativeGrammarOf(first.clone()) };
    });
}

const kvTypes = { f16: 'F16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;

/** Guesses that turn out wrong must be forgotten, which models with a state or a sliding window cannot. */
const canForget = ({ fileInsights: { isRecurrent, isHybrid, swaSize } }: LlamaModel): boolean => !isRecurrent && !isHybrid && swaSize === undefined;

const guessesAhead = ({ draftFile, speculativeTokens }: ProcessSettings): boolean => draftFile !== null || speculativeTokens > 0;

/** @throws LoadFault when the draft model cannot guess for the other */
async function guessOrigin(llama: Llama, target: NativeContext, { draftFile, contextLength, sequences, threads, batchSize }: ProcessSettings): Promise<GuessOrigin> {
  if (draftFile === null) return lookUpGuesses;
  const model = await llama.loadModel({ modelPath: draftFile });
  if (!canForget(model)) throw new LoadFault('the draft model is of a kind that cannot guess ahead');
  const publicContext = await model.createContext({ sequences, threads, batchSize, contextSize: contextLength, failedCreationRemedy: false });
  const context = nativeContextOf(publicContext);
  try {
    target.ensureDraftContextIsCompatibleForSpeculative(context);
  } catch (cause) {
    throw new LoadFault('the draft model has another vocabulary', { cause });
  }
  return createDraftGuesses({ context, sampler: nativeVocabularyOf(model).createSampler(), batchSize: publicContext.batchSize });
}
