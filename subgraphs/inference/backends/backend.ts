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

/** One message of a chat. */
export interface ChatMessage {
  readonly role: 'SYSTEM' | 'USER' | 'ASSISTANT';
  readonly content: string;
}

/** How the next token is chosen; what is left out is the backend's default. */
export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly minP?: number;
  /** Any 32-bit integer. */
  readonly seed?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
}

/** A checked chat to answer. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** At least 1. */
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Texts that end the answer and are not part of it. */
  readonly stop: readonly string[];
  /** For whom: the waiting queue is fair between owners, and computed prompts are only shared within one. */
  readonly owner: string;
}

/** The next text of an answer and the number of tokens that it took. */
export interface ChatDelta {
  readonly text: string;
  readonly tokens: number;
}

/** How an answer ended and what it cost. */
export interface ChatResult {
  readonly finishReason: 'STOP' | 'LENGTH' | 'CANCELLED';
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Prompt tokens that did not have to be computed again. */
  readonly cachedPromptTokens: number;
}

export interface ChatOptions {
  /** Called with each piece of the answer; must not wait. */
  readonly onDelta: (delta: ChatDelta) => void;
  /** Ends the answer after the next token; the chat then resolves as CANCELLED. */
  readonly signal: AbortSignal;
}

/** The state of one model in memory. */
export interface LoadedModel {
  readonly id: string;
  /** True while it answers; false while it starts or recovers. */
  readonly ready: boolean;
  readonly running: number;
  readonly waiting: number;
  /** The process that runs it; null while it starts. */
  readonly pid: number | null;
  readonly restarts: number;
  /** Decoding steps with several answers in flight, and how many of these steps served all of them at once. */
  readonly steps: { readonly shared: number; readonly complete: number };
}

/** An engine that runs language models. */
export interface InferenceBackend {
  /** All models, by name. */
  models(): Promise<readonly ModelFacts[]>;
  /** One model. @throws DomainError MODEL_NOT_FOUND */
  model(id: string): Promise<ModelFacts>;
  /** Brings a model into memory. @throws DomainError MODEL_NOT_FOUND, MODEL_UNAVAILABLE */
  load(id: string): Promise<void>;
  /** Tokens of a chat as the model reads it, template included; loads the model. @throws DomainError MODEL_NOT_FOUND, MODEL_UNAVAILABLE */
  countTokens(id: string, messages: readonly ChatMessage[]): Promise<number>;
  /**
   * Answers a chat; loads the model.
   * @throws DomainError MODEL_NOT_FOUND, CONTEXT_LENGTH_EXCEEDED, UNAVAILABLE when too many wait, MODEL_UNAVAILABLE when the model stopped
   */
  chat(request: ChatRequest, options: ChatOptions): Promise<ChatResult>;
  /** The models in memory now. */
  loaded(): readonly LoadedModel[];
  /** Ends running answers and frees everything. */
  close(): Promise<void>;
}
