import type { GenerationRequest, GenerationOptions, GenerationResult, Prompt } from './generation.ts';

export type * from './generation.ts';

/** What is known of a model before and while it runs. */
export interface ModelFacts {
  /** The name that requests use. */
  readonly id: string;
  /** The most tokens of prompt and answer together. */
  readonly contextLength: number;
  readonly parameterCount: number | null;
  readonly sizeBytes: number | null;
  readonly architecture: string | null;
  readonly quantization: string | null;
  /** True while the model is in memory and answers. */
  readonly loaded: boolean;
  readonly createdAt: Date;
  readonly ownedBy: string;
}

/** How to load a model; what is left out is chosen for the model and the machine. */
export interface LoadSettings {
  /** Tokens of prompt and answer together. */
  readonly contextSize?: number;
  /** Answers at once. */
  readonly sequences?: number;
  /** CPU threads at most; a model below 100 M weights takes one unless this says more. */
  readonly threads?: number;
  /** Tokens that are computed together at most. */
  readonly batchSize?: number;
  /** Layers in the memory of a graphics card; more than 0 needs one. */
  readonly gpuLayers?: number;
  readonly flashAttention?: boolean;
  /** How the context is kept. */
  readonly kvType?: 'f16' | 'q8_0' | 'q4_0';
  /** The path of a LoRA adapter in GGUF; for what the model writes, not for vectors. */
  readonly loraFile?: string;
  /** The name of a smaller model with the same vocabulary that guesses ahead. */
  readonly draftModel?: string;
  /** How many tokens are guessed ahead, from the context itself or by the draft model; 0 for none. */
  readonly speculativeTokens?: number;
  /** Unloaded when idle for so long; null for never. */
  readonly keepAliveSeconds?: number | null;
}

/** What a model will take of the memory, in bytes. */
export interface MemoryEstimate {
  readonly weights: number;
  /** What all sequences remember when full. */
  readonly context: number;
  /** Buffers of computing and the process itself. */
  readonly overhead: number;
  readonly total: number;
  /** What can be taken now, with idle models put out. */
  readonly available: number;
  readonly fits: boolean;
}

/** The state of one model in memory. */
export interface LoadedModel {
  readonly id: string;
  /** True while it answers; false while it starts or recovers. */
  readonly ready: boolean;
  /** Sequences in work. */
  readonly running: number;
  /** Requests that wait for a free sequence. */
  readonly waiting: number;
  /** The process that runs it; null while it starts. */
  readonly pid: number | null;
  readonly restarts: number;
  readonly contextLength: number;
  readonly sequences: number;
  /** Threads of the last step, and the most that it may take. */
  readonly threads: { readonly now: number; readonly most: number };
  /** Layers in the memory of a graphics card; 0 where there is none. */
  readonly gpuLayers: number;
  readonly settings: LoadSettings;
  /** Decoding steps with several answers in flight, and how many of these steps served all of them at once. */
  readonly steps: { readonly shared: number; readonly complete: number };
  /** Guesses ahead, and how many of them were right. */
  readonly guesses: { readonly made: number; readonly right: number };
  readonly memory: { readonly estimatedBytes: number; readonly rssBytes: number | null };
  /** Tokens generated since the process started, and per second of the time in which it was busy. */
  readonly tokens: { readonly generated: number; readonly perSecond: number };
  readonly lastUsedAt: Date;
}

/** Texts or tokens to turn into vectors. */
export interface EmbeddingRequest {
  readonly model: string;
  /** At least one; each a text or the tokens of one. */
  readonly inputs: readonly (string | readonly number[])[];
  /** For whom: the waiting queue is fair between owners. */
  readonly owner: string;
}

/** Vectors of length 1 in the order of the inputs. */
export interface EmbeddingResult {
  readonly vectors: readonly Float32Array[];
  readonly promptTokens: number;
}

/** An engine that runs language models. */
export interface InferenceBackend {
  /** All models, by name. */
  models(): Promise<readonly ModelFacts[]>;
  /** One model. @throws DomainError MODEL_NOT_FOUND */
  model(id: string): Promise<ModelFacts>;
  /**
   * Brings a model into memory; idle models may be put out for it. With other settings than it runs with, it is loaded anew once its answers are done.
   * @throws DomainError MODEL_NOT_FOUND, BAD_USER_INPUT, UNAVAILABLE when it does not fit, MODEL_UNAVAILABLE
   */
  load(id: string, settings?: LoadSettings): Promise<LoadedModel>;
  /** Puts a model out of memory once its answers are done; with `force` they end now, as CANCELLED. @throws DomainError CONFLICT when it is not loaded */
  unload(id: string, options: { readonly force: boolean }): Promise<void>;
  /** What loading would take. @throws DomainError MODEL_NOT_FOUND, BAD_USER_INPUT */
  estimate(id: string, settings?: LoadSettings): Promise<MemoryEstimate>;
  /** The models in memory now. */
  loaded(): readonly LoadedModel[];
  /** Tokens of a prompt as the model reads it, template and tools included; loads the model. @throws DomainError as `generate` */
  countTokens(id: string, prompt: Prompt): Promise<number>;
  /** The tokens of a text, without any that the model adds; loads the model. @throws DomainError as `generate` */
  tokenize(id: string, text: string): Promise<readonly number[]>;
  /**
   * Answers a prompt; loads the model.
   * @throws DomainError MODEL_NOT_FOUND, BAD_USER_INPUT, CONTEXT_LENGTH_EXCEEDED, UNAVAILABLE when too many wait, DEADLINE_EXCEEDED when it waited too long,
   * MODEL_UNAVAILABLE when the model stopped
   */
  generate(request: GenerationRequest, options: GenerationOptions): Promise<GenerationResult>;
  /** Turns texts into vectors; loads the model. @throws DomainError as `generate`, and CANCELLED */
  embed(request: EmbeddingRequest, options: { readonly signal: AbortSignal }): Promise<EmbeddingResult>;
  /** Ends running answers and frees everything. */
  close(): Promise<void>;
}
