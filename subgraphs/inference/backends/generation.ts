/** A function that a model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** A JSON schema of its arguments. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A call that a model made. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON, as the model wrote it. */
  readonly arguments: string;
}

/** One message of a chat. */
export interface ChatMessage {
  readonly role: 'SYSTEM' | 'USER' | 'ASSISTANT' | 'TOOL';
  readonly content: string;
  /** What an assistant called, after its content. */
  readonly toolCalls?: readonly ToolCall[];
  /** Which call the content of a tool answers. */
  readonly toolCallId?: string;
}

/** What a model goes on from. */
export type Prompt =
  /** A chat in the template of the model; no text in it is read as a control token. */
  | { readonly kind: 'chat'; readonly messages: readonly ChatMessage[]; readonly tools: readonly ToolDefinition[] }
  /** A text as it is: names of control tokens in it are control tokens. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tokens'; readonly tokens: readonly number[] };

/** How the next token is chosen; what is left out is the backend's default. */
export interface Sampling {
  /** 0, the default, always takes the likeliest token. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly minP?: number;
  /** Any 32-bit integer. */
  readonly seed?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  /** Divides the logits of tokens that the answer has already; 1 changes nothing. */
  readonly repeatPenalty?: number;
  /** By token: added to its logit; -100 to 100. */
  readonly logitBias?: Readonly<Record<number, number>>;
}

/** What an answer must be, as it was asked for: for engines that make it so by means of their own. */
export interface AnswerShape {
  readonly toolChoice?: 'auto' | 'required' | { readonly name: string };
  readonly parallelToolCalls?: boolean;
  /** A JSON object, or JSON that meets a schema. */
  readonly format?: { readonly kind: 'json' } | { readonly kind: 'schema'; readonly schema: unknown };
}

/** A checked request for answers. */
export interface GenerationRequest {
  readonly model: string;
  readonly prompt: Prompt;
  /** The most tokens of each answer, at least 1. */
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Texts that end an answer and are not part of it. */
  readonly stop: readonly string[];
  /** What an answer must look like: GBNF, as llama.cpp documents it, with the rule `root`; null for anything. */
  readonly grammar: string | null;
  /** The same wish as `grammar`, for engines that take no grammar; left out: none, or a grammar is all there is. */
  readonly shape?: AnswerShape;
  /** How many alternatives to each token come with their probabilities, 0 to 20; null for no probabilities at all. */
  readonly logprobs: number | null;
  /** How many answers to this prompt, at least 1; the seed of each is one more than that of the one before. */
  readonly count: number;
  /** Whether each answer begins with the prompt; only for prompts of text or tokens. */
  readonly echo: boolean;
  /** Who waits is served by descending priority; 0 is usual. */
  readonly priority: number;
  /** When the request is worth nothing any more, in milliseconds since the epoch: what waits is refused, what runs ends as CANCELLED. */
  readonly deadline: number | null;
  /** For whom: the waiting queue is fair between owners, and computed prompts are only shared within one. */
  readonly owner: string;
}

/** One token and how probable the model itself held it, before any sampling parameter. */
export interface TokenAlternative {
  /** U+FFFD stands for bytes that are no whole character. */
  readonly token: string;
  readonly bytes: readonly number[];
  /** The natural logarithm of its probability. */
  readonly logprob: number;
}

/** A token of an answer with the likeliest ones at its place. */
export interface TokenLogprob extends TokenAlternative {
  readonly top: readonly TokenAlternative[];
}

/** The next text of one answer. */
export interface GenerationDelta {
  /** Which answer, from 0. */
  readonly index: number;
  readonly text: string;
  /** How many generated tokens the text stands for. */
  readonly tokens: number;
  /** One for each of these tokens; null when they were not asked for. */
  readonly logprobs: readonly TokenLogprob[] | null;
}

/** How an answer ended. */
export interface GenerationChoice {
  readonly finishReason: 'STOP' | 'LENGTH' | 'CANCELLED';
  readonly completionTokens: number;
}

/** How a request ended and what it cost. */
export interface GenerationResult {
  readonly promptTokens: number;
  /** Prompt tokens that did not have to be computed again. */
  readonly cachedPromptTokens: number;
  /** In the order of their index. */
  readonly choices: readonly GenerationChoice[];
}

export interface GenerationOptions {
  /**
   * Called with each piece of an answer. A promise is a slow reader: once it has more than a few pieces unread, this request pauses until
   * all promises are settled, and no other waits for it.
   */
  readonly onDelta: (delta: GenerationDelta) => void | Promise<void>;
  /** Ends the answers after their next token; the request then resolves with CANCELLED. */
  readonly signal: AbortSignal;
}
