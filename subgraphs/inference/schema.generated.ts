import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ModelFacts } from './backends/backend.ts';
import type { ChatAnswer, ChatChoice as ChatChoiceModel } from './chat-answers.ts';
import type { AnswerEvent } from './answer-events.ts';
import type { Embedding as EmbeddingModel } from './embedding-service.ts';
import type { UsageRow } from './repository.ts';
import type { UsagePage } from './usage-service.ts';
import type { UserReference, InferenceContext } from './context.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Bytes in base64. */
  Base64: { input: Uint8Array; output: Uint8Array; }
  /** An instant, RFC 3339 in UTC with milliseconds. */
  DateTime: { input: string; output: Date | string; }
  /** A JSON Schema (2020-12), as an object; what of it a model can be held to is bounded, and anything else is refused by name. */
  JSONSchema: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

/** How a caller stands with the limit of calls of language models, the present one counted. */
export type CallAllowance = {
  /** Calls per minute. */
  readonly limit: Scalars['Int']['output'];
  readonly remaining: Scalars['Int']['output'];
  /** When all of them are free again. */
  readonly resetsAt: Scalars['DateTime']['output'];
  /** Seconds to wait when the call is one too many; null when it may pass. */
  readonly retryAfterSeconds?: Maybe<Scalars['Int']['output']>;
};

/** An answer to cancel. */
export type CancelChatCompletionInput = {
  /** The id that the first delta gave. */
  readonly id: Scalars['ID']['input'];
};

/** Whether there was something to cancel. */
export type CancelChatCompletionPayload = {
  readonly cancelled: Scalars['Boolean']['output'];
};

/** A download to end. */
export type CancelModelDownloadInput = {
  readonly id: Scalars['ID']['input'];
};

/** A download that ends, or had ended. */
export type CancelModelDownloadPayload = {
  readonly download: ModelDownload;
};

/** One of the answers to a chat. */
export type ChatChoice = {
  readonly finishReason: FinishReason;
  /** From 0. */
  readonly index: Scalars['Int']['output'];
  /** One for each token; null unless `topLogprobs` was given. */
  readonly logprobs?: Maybe<ReadonlyArray<TokenLogprob>>;
  /** Whether the content is what `responseFormat` asked for, which an end by LENGTH or a stop text can prevent; null when it asked for TEXT. */
  readonly meetsFormat?: Maybe<Scalars['Boolean']['output']>;
  readonly message: ChatCompletionMessage;
};

/** A whole answer. */
export type ChatCompletion = {
  /** As many as `count` said, by index. */
  readonly choices: ReadonlyArray<ChatChoice>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** That of the first choice. */
  readonly finishReason: FinishReason;
  readonly id: Scalars['ID']['output'];
  /** That of the first choice. */
  readonly message: ChatCompletionMessage;
  readonly model: Model;
  /** The balance of the caller after this answer was settled. */
  readonly tokenBalance: Scalars['Int']['output'];
  readonly usage: CompletionUsage;
};

/**
 * A piece of an answer, as the model says it. The first event of each choice has the role and no text, the following ones text or calls, and its last one
 * the reason why it ended. The last event of all has the usage and the balance too.
 */
export type ChatCompletionDelta = {
  /** The next text; empty in the first and last event. */
  readonly content: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly finishReason?: Maybe<FinishReason>;
  /** The id of the answer, the same in all its events; also what `cancelChatCompletion` takes. */
  readonly id: Scalars['ID']['output'];
  /** Of which choice, from 0. */
  readonly index: Scalars['Int']['output'];
  readonly logprobs?: Maybe<ReadonlyArray<TokenLogprob>>;
  readonly model: Model;
  readonly role?: Maybe<ChatRole>;
  /** The balance of the caller; in the first event before, in the last after this answer was settled. */
  readonly tokenBalance?: Maybe<Scalars['Int']['output']>;
  /** How many tokens this event stands for. */
  readonly tokens: Scalars['Int']['output'];
  readonly toolCalls: ReadonlyArray<ToolCallDelta>;
  readonly usage?: Maybe<CompletionUsage>;
};

/** A chat to answer. Sampling parameters mean what they mean in the OpenAI API. */
export type ChatCompletionInput = {
  /** How many answers, 1 to as many as the model makes at once; left out: 1. The seed of each is one more than that of the one before. */
  readonly count?: InputMaybe<Scalars['Int']['input']>;
  /** -2 to 2. */
  readonly frequencyPenalty?: InputMaybe<Scalars['Float']['input']>;
  /** Up to 1024 tokens. */
  readonly logitBias?: InputMaybe<ReadonlyArray<LogitBiasInput>>;
  /** The most tokens to generate for each answer; left out: at most 512, what the context leaves and what the balance covers. */
  readonly maxTokens?: InputMaybe<Scalars['Int']['input']>;
  /** At least one message, in order. */
  readonly messages: ReadonlyArray<ChatMessageInput>;
  /** 0 to 1: the least probability relative to the likeliest token. */
  readonly minP?: InputMaybe<Scalars['Float']['input']>;
  /** Id of the model. */
  readonly model: Scalars['ID']['input'];
  /** Whether one answer may hold several calls; left out: yes with AUTO, no with REQUIRED. */
  readonly parallelToolCalls?: InputMaybe<Scalars['Boolean']['input']>;
  /** -2 to 2. */
  readonly presencePenalty?: InputMaybe<Scalars['Float']['input']>;
  /** -10 to 0, for administrators to 10: who waits is served by descending priority; left out: 0. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
  /** More than 0, up to 2: divides the logits of tokens that the answer has already; 1 changes nothing. */
  readonly repeatPenalty?: InputMaybe<Scalars['Float']['input']>;
  /** Left out: TEXT. Not together with tools. */
  readonly responseFormat?: InputMaybe<ResponseFormatInput>;
  /** The same seed, model and input give the same answer. */
  readonly seed?: InputMaybe<Scalars['Int']['input']>;
  /** Up to four texts that end the answer; they are not part of it. */
  readonly stop?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** 0 (greedy) to 2; left out: 0. */
  readonly temperature?: InputMaybe<Scalars['Float']['input']>;
  /** Left out: AUTO. */
  readonly toolChoice?: InputMaybe<ToolChoiceInput>;
  /** What the model may call. */
  readonly tools?: InputMaybe<ReadonlyArray<ToolInput>>;
  /** Sample from the k likeliest tokens; 0 means all. */
  readonly topK?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 20: tells how probable each token was, with so many alternatives; left out: does not. */
  readonly topLogprobs?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 1. */
  readonly topP?: InputMaybe<Scalars['Float']['input']>;
};

/** One message that a model said. */
export type ChatCompletionMessage = {
  readonly content: Scalars['String']['output'];
  readonly role: ChatRole;
  readonly toolCalls: ReadonlyArray<ToolCall>;
};

/** One message of a chat. */
export type ChatMessageInput = {
  /** Left out: empty. */
  readonly content?: InputMaybe<Scalars['String']['input']>;
  readonly role: ChatRole;
  /** Of a TOOL message: the call that it is the result of. */
  readonly toolCallId?: InputMaybe<Scalars['ID']['input']>;
  /** What an assistant asked for beside its content. */
  readonly toolCalls?: InputMaybe<ReadonlyArray<ToolCallInput>>;
};

/** Who says a message of a chat. */
export type ChatRole =
  | 'ASSISTANT'
  | 'SYSTEM'
  /** The result of a call that the assistant asked for. */
  | 'TOOL'
  | 'USER';

/** Whole texts. */
export type Completion = {
  /** By index. */
  readonly choices: ReadonlyArray<CompletionChoice>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly model: Model;
  /** The balance of the caller after this answer was settled. */
  readonly tokenBalance: Scalars['Int']['output'];
  readonly usage: CompletionUsage;
};

/** One of the texts that go on from prompts. */
export type CompletionChoice = {
  readonly finishReason: FinishReason;
  /** From 0: first those of the first prompt, then those of the next. */
  readonly index: Scalars['Int']['output'];
  /** One for each generated token; null unless `topLogprobs` was given. */
  readonly logprobs?: Maybe<ReadonlyArray<TokenLogprob>>;
  readonly text: Scalars['String']['output'];
};

/** A piece of a text, as the model says it. The last event of each choice has the reason why it ended, and the last event of all the usage and the balance too. */
export type CompletionDelta = {
  readonly createdAt: Scalars['DateTime']['output'];
  readonly finishReason?: Maybe<FinishReason>;
  /** The id of the answer, the same in all its events; also what `cancelChatCompletion` takes. */
  readonly id: Scalars['ID']['output'];
  /** Of which choice, from 0. */
  readonly index: Scalars['Int']['output'];
  readonly logprobs?: Maybe<ReadonlyArray<TokenLogprob>>;
  readonly model: Model;
  /** How many characters (UTF-16) of this choice came before. */
  readonly offset: Scalars['Int']['output'];
  /** The next text; empty in the first and last event. */
  readonly text: Scalars['String']['output'];
  /** The balance of the caller; in the first event before, in the last after this answer was settled. */
  readonly tokenBalance?: Maybe<Scalars['Int']['output']>;
  /** How many tokens this event stands for. */
  readonly tokens: Scalars['Int']['output'];
  readonly usage?: Maybe<CompletionUsage>;
};

/** Texts to go on from. Sampling parameters mean what they mean in the OpenAI API. */
export type CompletionInput = {
  /** How many answers, 1 to as many as the model makes at once; left out: 1. The seed of each is one more than that of the one before. */
  readonly count?: InputMaybe<Scalars['Int']['input']>;
  /** Whether each answer begins with its prompt; left out: no. */
  readonly echo?: InputMaybe<Scalars['Boolean']['input']>;
  /** -2 to 2. */
  readonly frequencyPenalty?: InputMaybe<Scalars['Float']['input']>;
  /** Up to 1024 tokens. */
  readonly logitBias?: InputMaybe<ReadonlyArray<LogitBiasInput>>;
  /** The most tokens to generate for each answer; left out: at most 512, what the context leaves and what the balance covers. */
  readonly maxTokens?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 1: the least probability relative to the likeliest token. */
  readonly minP?: InputMaybe<Scalars['Float']['input']>;
  /** Id of the model. */
  readonly model: Scalars['ID']['input'];
  /** -2 to 2. */
  readonly presencePenalty?: InputMaybe<Scalars['Float']['input']>;
  /** -10 to 0, for administrators to 10: who waits is served by descending priority; left out: 0. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 64, each answered by itself. */
  readonly prompts: ReadonlyArray<PromptInput>;
  /** More than 0, up to 2: divides the logits of tokens that the answer has already; 1 changes nothing. */
  readonly repeatPenalty?: InputMaybe<Scalars['Float']['input']>;
  /** The same seed, model and input give the same answer. */
  readonly seed?: InputMaybe<Scalars['Int']['input']>;
  /** Up to four texts that end the answer; they are not part of it. */
  readonly stop?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** 0 (greedy) to 2; left out: 0. */
  readonly temperature?: InputMaybe<Scalars['Float']['input']>;
  /** Sample from the k likeliest tokens; 0 means all. */
  readonly topK?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 20: tells how probable each token was, with so many alternatives; left out: does not. */
  readonly topLogprobs?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 1. */
  readonly topP?: InputMaybe<Scalars['Float']['input']>;
};

/** What an answer cost, in tokens. */
export type CompletionUsage = {
  /** Prompt tokens that did not have to be computed again. */
  readonly cachedPromptTokens: Scalars['Int']['output'];
  readonly completionTokens: Scalars['Int']['output'];
  readonly promptTokens: Scalars['Int']['output'];
  readonly totalTokens: Scalars['Int']['output'];
};

/** A counted call. */
export type CountModelCallPayload = {
  /** Null where calls are not limited. */
  readonly allowance?: Maybe<CallAllowance>;
};

/** The answer to a chat. */
export type CreateChatCompletionPayload = {
  readonly completion: ChatCompletion;
};

/** The texts that go on from prompts. */
export type CreateCompletionPayload = {
  readonly completion: Completion;
};

/** The vectors of texts, in their order. */
export type CreateEmbeddingsPayload = {
  readonly embeddings: ReadonlyArray<Embedding>;
  readonly id: Scalars['ID']['output'];
  readonly model: Model;
  /** The balance of the caller after this request was settled. */
  readonly tokenBalance: Scalars['Int']['output'];
  readonly usage: CompletionUsage;
};

/** A model whose file goes. */
export type DeleteModelInput = {
  readonly model: Scalars['ID']['input'];
};

/** The name of the model that is gone. */
export type DeleteModelPayload = {
  readonly id: Scalars['ID']['output'];
};

/** A GGUF file on the hub. */
export type DownloadModelInput = {
  /** The path in the repository; ends with `.gguf`. */
  readonly file: Scalars['String']['input'];
  /** `owner/name`. */
  readonly repository: Scalars['String']['input'];
  /** A branch, a tag or a commit; left out: `main`. */
  readonly revision?: InputMaybe<Scalars['String']['input']>;
};

/** A queued download. */
export type DownloadModelPayload = {
  readonly download: ModelDownload;
};

/** The vector of one text. */
export type Embedding = {
  /** The same as 32-bit floats, little-endian. */
  readonly bytes: Scalars['Base64']['output'];
  /** Which of the inputs, from 0. */
  readonly index: Scalars['Int']['output'];
  /** Of length 1. */
  readonly vector: ReadonlyArray<Scalars['Float']['output']>;
};

/** Texts to turn into vectors. */
export type EmbeddingsInput = {
  /** Keep so many first numbers of each vector, made length 1 again; left out: all. */
  readonly dimensions?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 2048. */
  readonly inputs: ReadonlyArray<PromptInput>;
  /** Id of the model. */
  readonly model: Scalars['ID']['input'];
};

/** Why an answer ended. */
export type FinishReason =
  /** The caller cancelled it. */
  | 'CANCELLED'
  /** The token limit was met. */
  | 'LENGTH'
  /** The model ended it, or a stop text was met. */
  | 'STOP'
  /** The model asked for calls of tools. */
  | 'TOOL_CALLS';

/** Tokens to give to a user, or to take with a negative amount. */
export type GrantTokensInput = {
  readonly amount: Scalars['Int']['input'];
  /** Kept in the ledger. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  readonly userId: Scalars['ID']['input'];
};

/** The changed account. */
export type GrantTokensPayload = {
  readonly user: User;
};

/** How the language models are doing. */
export type InferenceStatus = {
  /** Answers in work. */
  readonly activeSessions: Scalars['Int']['output'];
  readonly cpu: MachineCpu;
  readonly disk: ModelDisk;
  readonly loaded: ReadonlyArray<LoadedModel>;
  readonly memory: MachineMemory;
  /** Of all models, while they were busy. */
  readonly tokensPerSecond: Scalars['Float']['output'];
  /** Requests that wait. */
  readonly waiting: Scalars['Int']['output'];
};

/** How the context of a model is kept. */
export type KvType =
  | 'F16'
  | 'Q4_0'
  | 'Q8_0';

/** A model to load. */
export type LoadModelInput = {
  readonly model: Scalars['ID']['input'];
  /** Left out: as it is loaded now, or as the machine suggests. */
  readonly settings?: InputMaybe<LoadSettingsInput>;
};

/** The loaded model. */
export type LoadModelPayload = {
  readonly loaded: LoadedModel;
};

/** How a model was asked to be loaded; null where that was left open. */
export type LoadSettings = {
  readonly adapter?: Maybe<Scalars['String']['output']>;
  readonly batchSize?: Maybe<Scalars['Int']['output']>;
  readonly contextSize?: Maybe<Scalars['Int']['output']>;
  readonly draftModel?: Maybe<Scalars['ID']['output']>;
  readonly flashAttention?: Maybe<Scalars['Boolean']['output']>;
  readonly gpuLayers?: Maybe<Scalars['Int']['output']>;
  readonly keepAliveSeconds?: Maybe<Scalars['Int']['output']>;
  readonly kvType?: Maybe<KvType>;
  readonly sequences?: Maybe<Scalars['Int']['output']>;
  readonly speculativeTokens?: Maybe<Scalars['Int']['output']>;
  readonly threads?: Maybe<Scalars['Int']['output']>;
};

/** How to load a model; what is left out is chosen for the model and the machine. */
export type LoadSettingsInput = {
  /** The name of a LoRA adapter: a GGUF file in the folder `adapters` of the models, checked as models are. It changes what the model writes, and no vectors. */
  readonly adapter?: InputMaybe<Scalars['String']['input']>;
  /** Tokens that are computed together at most. */
  readonly batchSize?: InputMaybe<Scalars['Int']['input']>;
  /** Tokens of prompt and answer together. */
  readonly contextSize?: InputMaybe<Scalars['Int']['input']>;
  /** The name of a smaller model with the same vocabulary that guesses ahead. */
  readonly draftModel?: InputMaybe<Scalars['ID']['input']>;
  /** Left out: where the model and the machine can. Q8_0 and Q4_0 need it. */
  readonly flashAttention?: InputMaybe<Scalars['Boolean']['input']>;
  /** Layers in the memory of a graphics card; refused where none can be used. */
  readonly gpuLayers?: InputMaybe<Scalars['Int']['input']>;
  /** Unloaded when idle for so long; left out: never. */
  readonly keepAliveSeconds?: InputMaybe<Scalars['Int']['input']>;
  readonly kvType?: InputMaybe<KvType>;
  /** Answers at once. */
  readonly sequences?: InputMaybe<Scalars['Int']['input']>;
  /** How many tokens are guessed ahead; 0 for none. Refused for models that cannot take a guess back: recurrent ones and those with a sliding window. */
  readonly speculativeTokens?: InputMaybe<Scalars['Int']['input']>;
  /** CPU threads at most. */
  readonly threads?: InputMaybe<Scalars['Int']['input']>;
};

/** A model in memory. */
export type LoadedModel = {
  readonly contextLength: Scalars['Int']['output'];
  /** Layers in the memory of a graphics card; 0 where there is none. */
  readonly gpuLayers: Scalars['Int']['output'];
  readonly guesses: ModelGuesses;
  readonly lastUsedAt: Scalars['DateTime']['output'];
  readonly memory: ModelMemory;
  readonly model: Model;
  /** The process that runs it; null while it starts, and for one that runs elsewhere. */
  readonly pid?: Maybe<Scalars['Int']['output']>;
  /** False while it starts or recovers. */
  readonly ready: Scalars['Boolean']['output'];
  /** How often its process crashed and was replaced. */
  readonly restarts: Scalars['Int']['output'];
  /** Answers in work. */
  readonly running: Scalars['Int']['output'];
  /** Answers at once. */
  readonly sequences: Scalars['Int']['output'];
  readonly settings: LoadSettings;
  readonly steps: ModelSteps;
  readonly threads: ModelThreads;
  readonly tokens: ModelTokens;
  /** Requests that wait. */
  readonly waiting: Scalars['Int']['output'];
};

/** Makes a token likelier or less likely. */
export type LogitBiasInput = {
  /** -100 to 100, added to its logit. */
  readonly bias: Scalars['Float']['input'];
  /** The number of the token in the vocabulary of the model. */
  readonly token: Scalars['Int']['input'];
};

/** The processors of the machine. */
export type MachineCpu = {
  readonly cores: Scalars['Int']['output'];
  /** Over 1, 5 and 15 minutes. */
  readonly loadAverage: ReadonlyArray<Scalars['Float']['output']>;
  /** 0 to 1, of the last seconds. */
  readonly utilization: Scalars['Float']['output'];
};

/** The memory of the machine. */
export type MachineMemory = {
  readonly availableBytes: Scalars['Float']['output'];
  /** Of the processes of all models. */
  readonly modelBytes: Scalars['Float']['output'];
  /** Of this process. */
  readonly processBytes: Scalars['Float']['output'];
  readonly totalBytes: Scalars['Float']['output'];
};

/** What a model will take of the memory. */
export type MemoryEstimate = {
  /** Bytes that can be taken now, with idle models put out. */
  readonly available: Scalars['Float']['output'];
  /** Bytes of what all sequences remember when full. */
  readonly context: Scalars['Float']['output'];
  readonly fits: Scalars['Boolean']['output'];
  /** Bytes of buffers and the process itself. */
  readonly overhead: Scalars['Float']['output'];
  readonly total: Scalars['Float']['output'];
  /** Bytes of its weights. */
  readonly weights: Scalars['Float']['output'];
};

/** A language model that this installation can run. */
export type Model = {
  /** Such as `llama`. */
  readonly architecture?: Maybe<Scalars['String']['output']>;
  /** The most tokens of prompt and answer together. */
  readonly contextLength: Scalars['Int']['output'];
  /** When the model became known to this installation. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The name that requests use, such as `help`. */
  readonly id: Scalars['ID']['output'];
  /** True while the model is in memory and answers. */
  readonly loaded: Scalars['Boolean']['output'];
  /** Where its file was downloaded from; null for one that came otherwise. */
  readonly origin?: Maybe<ModelOrigin>;
  /** Who made it. */
  readonly ownedBy: Scalars['String']['output'];
  /** Number of weights. */
  readonly parameterCount?: Maybe<Scalars['Float']['output']>;
  /** Such as `Q8_0`. */
  readonly quantization?: Maybe<Scalars['String']['output']>;
  /** Size of the model file in bytes. */
  readonly sizeBytes?: Maybe<Scalars['Float']['output']>;
};

/** A page of models. */
export type ModelConnection = {
  readonly edges: ReadonlyArray<ModelEdge>;
  readonly nodes: ReadonlyArray<Model>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** The disk that models are on. */
export type ModelDisk = {
  readonly freeBytes: Scalars['Float']['output'];
  readonly totalBytes: Scalars['Float']['output'];
};

/** A model on its way to this installation. */
export type ModelDownload = {
  /** How often it was tried without progress. */
  readonly attempts: Scalars['Int']['output'];
  /** Of this attempt; 0 while it does not run. */
  readonly bytesPerSecond: Scalars['Float']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly error?: Maybe<ModelDownloadError>;
  readonly file: Scalars['String']['output'];
  readonly id: Scalars['ID']['output'];
  /** Whether the hub announced the same SHA-256; null until the file is there. */
  readonly isVerified?: Maybe<Scalars['Boolean']['output']>;
  /** The name that the model has, or will have. */
  readonly modelId: Scalars['ID']['output'];
  readonly receivedBytes: Scalars['Float']['output'];
  /** `owner/name` on the hub. */
  readonly repository: Scalars['String']['output'];
  readonly revision: Scalars['String']['output'];
  /** Of the file, in hexadecimal; null until it is there. */
  readonly sha256?: Maybe<Scalars['String']['output']>;
  readonly state: ModelDownloadState;
  /** Null until the hub has told it. */
  readonly totalBytes?: Maybe<Scalars['Float']['output']>;
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** Why a download has failed, or failed last. */
export type ModelDownloadError = {
  /** A code of the error catalogue. */
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** How far a download is. */
export type ModelDownloadState =
  | 'CANCELLED'
  | 'FAILED'
  /** It waits, for its turn or for another attempt. */
  | 'QUEUED'
  | 'RUNNING'
  /** The model is there. */
  | 'SUCCEEDED';

/** One model of a page. */
export type ModelEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Model;
};

/** Tokens that were guessed ahead. */
export type ModelGuesses = {
  readonly made: Scalars['Float']['output'];
  readonly right: Scalars['Float']['output'];
};

/** The memory of a model. */
export type ModelMemory = {
  readonly estimatedBytes: Scalars['Float']['output'];
  /** What its process takes; null while that is not known. */
  readonly rssBytes?: Maybe<Scalars['Float']['output']>;
};

/** Where the file of a model came from. */
export type ModelOrigin = {
  /** The commit that the revision stood for. */
  readonly commit?: Maybe<Scalars['String']['output']>;
  readonly downloadedAt: Scalars['DateTime']['output'];
  readonly file: Scalars['String']['output'];
  /** Whether the hub announced the same SHA-256. */
  readonly isVerified: Scalars['Boolean']['output'];
  /** `owner/name` on the hub. */
  readonly repository: Scalars['String']['output'];
  readonly revision: Scalars['String']['output'];
  /** Of the file, in hexadecimal. */
  readonly sha256: Scalars['String']['output'];
};

/** Decoding steps with several answers in flight. */
export type ModelSteps = {
  /** How many of them served all answers at once. */
  readonly complete: Scalars['Float']['output'];
  readonly shared: Scalars['Float']['output'];
};

/** The CPU threads of a model. */
export type ModelThreads = {
  /** The most that it may take. */
  readonly most: Scalars['Int']['output'];
  /** Those of the last step. */
  readonly now: Scalars['Int']['output'];
};

/** The tokens that a model has generated since its process started. */
export type ModelTokens = {
  readonly generated: Scalars['Float']['output'];
  /** Of the time in which it was busy. */
  readonly perSecond: Scalars['Float']['output'];
};

/** The root of all changes. */
export type Mutation = {
  /** Ends a running answer of the caller, to a chat or to texts; what was generated is settled. */
  readonly cancelChatCompletion: CancelChatCompletionPayload;
  /** Ends a download and removes what has come of it. */
  readonly cancelModelDownload: CancelModelDownloadPayload;
  /** Counts a call of a language model before it comes, for doors that tell their callers how they stand. One call of the same request is then not counted again. */
  readonly countModelCall: CountModelCallPayload;
  /** Answers a chat. Costs tokens of the caller. */
  readonly createChatCompletion: CreateChatCompletionPayload;
  /** Goes on from texts. Costs tokens of the caller. */
  readonly createCompletion: CreateCompletionPayload;
  /** Turns texts into vectors. Costs tokens of the caller. */
  readonly createEmbeddings: CreateEmbeddingsPayload;
  /** Deletes the file of a model that is not loaded. */
  readonly deleteModel: DeleteModelPayload;
  /** Queues the download of a model from the hub, once the hub has confirmed that it has the file. The same file asked for again is the same download. */
  readonly downloadModel: DownloadModelPayload;
  /** Changes a token balance; it never goes below zero. */
  readonly grantTokens: GrantTokensPayload;
  /** Brings a model into memory, unless it does not fit; idle models may be put out for it. */
  readonly loadModel: LoadModelPayload;
  /** Puts a model out of memory. It comes back at its next use. */
  readonly unloadModel: UnloadModelPayload;
};


/** The root of all changes. */
export type MutationCancelChatCompletionArgs = {
  input: CancelChatCompletionInput;
};


/** The root of all changes. */
export type MutationCancelModelDownloadArgs = {
  input: CancelModelDownloadInput;
};


/** The root of all changes. */
export type MutationCreateChatCompletionArgs = {
  input: ChatCompletionInput;
};


/** The root of all changes. */
export type MutationCreateCompletionArgs = {
  input: CompletionInput;
};


/** The root of all changes. */
export type MutationCreateEmbeddingsArgs = {
  input: EmbeddingsInput;
};


/** The root of all changes. */
export type MutationDeleteModelArgs = {
  input: DeleteModelInput;
};


/** The root of all changes. */
export type MutationDownloadModelArgs = {
  input: DownloadModelInput;
};


/** The root of all changes. */
export type MutationGrantTokensArgs = {
  input: GrantTokensInput;
};


/** The root of all changes. */
export type MutationLoadModelArgs = {
  input: LoadModelInput;
};


/** The root of all changes. */
export type MutationUnloadModelArgs = {
  input: UnloadModelInput;
};

/** Where a page lies in its list. */
export type PageInfo = {
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** A text, or the tokens of one: exactly one of them. */
export type PromptInput = {
  /** Names of control tokens in it are control tokens. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  readonly tokens?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
};

/** The root of all reads. */
export type Query = {
  /** How many tokens a chat has as the model reads it, template and tools included; or how many a text has: exactly one of them. */
  readonly countTokens: TokenCount;
  /** How the language models are doing. */
  readonly inferenceStatus: InferenceStatus;
  /** One model by its name; null when there is none. */
  readonly model?: Maybe<Model>;
  /** One download; null when there is none. */
  readonly modelDownload?: Maybe<ModelDownload>;
  /** Downloads of models, newest first; at most 100. */
  readonly modelDownloads: ReadonlyArray<ModelDownload>;
  /** What loading a model would take of the memory. */
  readonly modelMemoryEstimate: MemoryEstimate;
  /** The models of this installation, by name. */
  readonly models: ModelConnection;
};


/** The root of all reads. */
export type QueryCountTokensArgs = {
  messages?: InputMaybe<ReadonlyArray<ChatMessageInput>>;
  model: Scalars['ID']['input'];
  text?: InputMaybe<Scalars['String']['input']>;
  tools?: InputMaybe<ReadonlyArray<ToolInput>>;
};


/** The root of all reads. */
export type QueryModelArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryModelDownloadArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryModelDownloadsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** The root of all reads. */
export type QueryModelMemoryEstimateArgs = {
  model: Scalars['ID']['input'];
  settings?: InputMaybe<LoadSettingsInput>;
};


/** The root of all reads. */
export type QueryModelsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What the text of an answer must be. An answer that its token limit cuts off is not whole. */
export type ResponseFormatInput = {
  /** With JSON_SCHEMA. */
  readonly schema?: InputMaybe<Scalars['JSONSchema']['input']>;
  readonly type: ResponseFormatType;
};

/** What the text of an answer is. */
export type ResponseFormatType =
  /** A JSON object. */
  | 'JSON_OBJECT'
  /** JSON that meets `schema`. */
  | 'JSON_SCHEMA'
  | 'TEXT';

/** The root of all streams. */
export type Subscription = {
  /** Answers a chat piece by piece. Costs tokens of the caller; ending the subscription ends the generation. */
  readonly chatCompletionDelta: ChatCompletionDelta;
  /** Goes on from texts piece by piece. Costs tokens of the caller; ending the subscription ends the generation. */
  readonly completionDelta: CompletionDelta;
  /** A download now and after every change, until it is done. */
  readonly modelDownloadUpdated: ModelDownload;
};


/** The root of all streams. */
export type SubscriptionChatCompletionDeltaArgs = {
  input: ChatCompletionInput;
};


/** The root of all streams. */
export type SubscriptionCompletionDeltaArgs = {
  input: CompletionInput;
};


/** The root of all streams. */
export type SubscriptionModelDownloadUpdatedArgs = {
  id: Scalars['ID']['input'];
};

/** A token and how probable the model held it, before any sampling parameter. */
export type TokenAlternative = {
  /** Its bytes in UTF-8. */
  readonly bytes: ReadonlyArray<Scalars['Int']['output']>;
  /** The natural logarithm of its probability; -9999 for none. */
  readonly logprob: Scalars['Float']['output'];
  /** U+FFFD stands for bytes that are no whole character. */
  readonly token: Scalars['String']['output'];
};

/** The size of a text for a model. */
export type TokenCount = {
  readonly tokens: Scalars['Int']['output'];
};

/** A token of an answer, with the likeliest ones at its place. */
export type TokenLogprob = {
  readonly bytes: ReadonlyArray<Scalars['Int']['output']>;
  readonly logprob: Scalars['Float']['output'];
  readonly token: Scalars['String']['output'];
  readonly top: ReadonlyArray<TokenAlternative>;
};

/** One settled answer in the ledger. */
export type TokenUsage = {
  readonly completionTokens: Scalars['Int']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  /** The request identifier. */
  readonly id: Scalars['ID']['output'];
  readonly model: Model;
  readonly promptTokens: Scalars['Int']['output'];
  readonly totalTokens: Scalars['Int']['output'];
  readonly user: User;
};

/** A page of the usage ledger, newest first. */
export type TokenUsageConnection = {
  readonly edges: ReadonlyArray<TokenUsageEdge>;
  readonly nodes: ReadonlyArray<TokenUsage>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One ledger row of a page. */
export type TokenUsageEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: TokenUsage;
};

/** A call of a tool that a model asked for. */
export type ToolCall = {
  /** A JSON text, as the model wrote it: check it before use, unless the call was REQUIRED and the answer is whole. */
  readonly arguments: Scalars['String']['output'];
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
};

/** The next piece of a call: its id and name come once, then pieces of its arguments. */
export type ToolCallDelta = {
  readonly arguments: Scalars['String']['output'];
  readonly id?: Maybe<Scalars['ID']['output']>;
  /** Which call of the answer, from 0. */
  readonly index: Scalars['Int']['output'];
  readonly name?: Maybe<Scalars['String']['output']>;
};

/** A call of a tool that an assistant asked for. */
export type ToolCallInput = {
  /** A JSON text. */
  readonly arguments: Scalars['String']['input'];
  readonly id: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
};

/** Which tools an answer calls. */
export type ToolChoiceInput = {
  readonly mode: ToolChoiceMode;
  /** With REQUIRED: the tool that is called; left out: any. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** Whether an answer calls tools. */
export type ToolChoiceMode =
  /** The model decides. */
  | 'AUTO'
  /** It is a text. */
  | 'NONE'
  /** It is one call, or several in parallel, whose arguments meet the schema. */
  | 'REQUIRED';

/** A function that a model may ask to call. */
export type ToolInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 64 letters, digits, `_` or `-`. */
  readonly name: Scalars['String']['input'];
  /** The schema of its arguments, an object; left out: it takes none. */
  readonly parameters?: InputMaybe<Scalars['JSONSchema']['input']>;
};

/** A model to put out of memory. */
export type UnloadModelInput = {
  /** End its answers now, as CANCELLED, instead of waiting for them. */
  readonly force?: InputMaybe<Scalars['Boolean']['input']>;
  /** Left out: the one that was used last. */
  readonly model?: InputMaybe<Scalars['ID']['input']>;
};

/** The model that is in memory no more. */
export type UnloadModelPayload = {
  readonly model: Model;
};

/** The token account of a user; seen by the user and by administrators. */
export type User = {
  readonly id: Scalars['ID']['output'];
  /** Tokens left for language models. */
  readonly tokenBalance: Scalars['Int']['output'];
  /** What this user spent, newest first. */
  readonly usage: TokenUsageConnection;
};


/** The token account of a user; seen by the user and by administrators. */
export type UserUsageArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Model: Model;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Model:
    ( { __typename: 'Model' }
    & GraphQLRecursivePick<FederationTypes['Model'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  CallAllowance: ResolverTypeWrapper<CallAllowance>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CancelChatCompletionInput: CancelChatCompletionInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CancelChatCompletionPayload: ResolverTypeWrapper<CancelChatCompletionPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CancelModelDownloadInput: CancelModelDownloadInput;
  CancelModelDownloadPayload: ResolverTypeWrapper<CancelModelDownloadPayload>;
  ChatChoice: ResolverTypeWrapper<ChatChoiceModel>;
  ChatCompletion: ResolverTypeWrapper<ChatAnswer>;
  ChatCompletionDelta: ResolverTypeWrapper<AnswerEvent>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ChatCompletionInput: ChatCompletionInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ChatCompletionMessage: ResolverTypeWrapper<ChatCompletionMessage>;
  ChatMessageInput: ChatMessageInput;
  ChatRole: ChatRole;
  Completion: ResolverTypeWrapper<ChatAnswer>;
  CompletionChoice: ResolverTypeWrapper<ChatChoiceModel>;
  CompletionDelta: ResolverTypeWrapper<AnswerEvent>;
  CompletionInput: CompletionInput;
  CompletionUsage: ResolverTypeWrapper<CompletionUsage>;
  CountModelCallPayload: ResolverTypeWrapper<CountModelCallPayload>;
  CreateChatCompletionPayload: ResolverTypeWrapper<Omit<CreateChatCompletionPayload, 'completion'> & { completion: ResolversTypes['ChatCompletion'] }>;
  CreateCompletionPayload: ResolverTypeWrapper<Omit<CreateCompletionPayload, 'completion'> & { completion: ResolversTypes['Completion'] }>;
  CreateEmbeddingsPayload: ResolverTypeWrapper<Omit<CreateEmbeddingsPayload, 'embeddings' | 'model'> & { embeddings: ReadonlyArray<ResolversTypes['Embedding']>, model: ResolversTypes['Model'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteModelInput: DeleteModelInput;
  DeleteModelPayload: ResolverTypeWrapper<DeleteModelPayload>;
  DownloadModelInput: DownloadModelInput;
  DownloadModelPayload: ResolverTypeWrapper<DownloadModelPayload>;
  Embedding: ResolverTypeWrapper<EmbeddingModel>;
  EmbeddingsInput: EmbeddingsInput;
  FinishReason: FinishReason;
  GrantTokensInput: GrantTokensInput;
  GrantTokensPayload: ResolverTypeWrapper<Omit<GrantTokensPayload, 'user'> & { user: ResolversTypes['User'] }>;
  InferenceStatus: ResolverTypeWrapper<Omit<InferenceStatus, 'loaded'> & { loaded: ReadonlyArray<ResolversTypes['LoadedModel']> }>;
  JSONSchema: ResolverTypeWrapper<Scalars['JSONSchema']['output']>;
  KvType: KvType;
  LoadModelInput: LoadModelInput;
  LoadModelPayload: ResolverTypeWrapper<Omit<LoadModelPayload, 'loaded'> & { loaded: ResolversTypes['LoadedModel'] }>;
  LoadSettings: ResolverTypeWrapper<LoadSettings>;
  LoadSettingsInput: LoadSettingsInput;
  LoadedModel: ResolverTypeWrapper<Omit<LoadedModel, 'model'> & { model: ResolversTypes['Model'] }>;
  LogitBiasInput: LogitBiasInput;
  MachineCpu: ResolverTypeWrapper<MachineCpu>;
  MachineMemory: ResolverTypeWrapper<MachineMemory>;
  MemoryEstimate: ResolverTypeWrapper<MemoryEstimate>;
  Model: ResolverTypeWrapper<ModelFacts>;
  ModelConnection: ResolverTypeWrapper<Omit<ModelConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ModelEdge']>, nodes: ReadonlyArray<ResolversTypes['Model']> }>;
  ModelDisk: ResolverTypeWrapper<ModelDisk>;
  ModelDownload: ResolverTypeWrapper<ModelDownload>;
  ModelDownloadError: ResolverTypeWrapper<ModelDownloadError>;
  ModelDownloadState: ModelDownloadState;
  ModelEdge: ResolverTypeWrapper<Omit<ModelEdge, 'node'> & { node: ResolversTypes['Model'] }>;
  ModelGuesses: ResolverTypeWrapper<ModelGuesses>;
  ModelMemory: ResolverTypeWrapper<ModelMemory>;
  ModelOrigin: ResolverTypeWrapper<ModelOrigin>;
  ModelSteps: ResolverTypeWrapper<ModelSteps>;
  ModelThreads: ResolverTypeWrapper<ModelThreads>;
  ModelTokens: ResolverTypeWrapper<ModelTokens>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PromptInput: PromptInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ResponseFormatInput: ResponseFormatInput;
  ResponseFormatType: ResponseFormatType;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TokenAlternative: ResolverTypeWrapper<TokenAlternative>;
  TokenCount: ResolverTypeWrapper<TokenCount>;
  TokenLogprob: ResolverTypeWrapper<TokenLogprob>;
  TokenUsage: ResolverTypeWrapper<UsageRow>;
  TokenUsageConnection: ResolverTypeWrapper<UsagePage>;
  TokenUsageEdge: ResolverTypeWrapper<Omit<TokenUsageEdge, 'node'> & { node: ResolversTypes['TokenUsage'] }>;
  ToolCall: ResolverTypeWrapper<ToolCall>;
  ToolCallDelta: ResolverTypeWrapper<ToolCallDelta>;
  ToolCallInput: ToolCallInput;
  ToolChoiceInput: ToolChoiceInput;
  ToolChoiceMode: ToolChoiceMode;
  ToolInput: ToolInput;
  UnloadModelInput: UnloadModelInput;
  UnloadModelPayload: ResolverTypeWrapper<Omit<UnloadModelPayload, 'model'> & { model: ResolversTypes['Model'] }>;
  User: ResolverTypeWrapper<UserReference>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Base64: Scalars['Base64']['output'];
  CallAllowance: CallAllowance;
  Int: Scalars['Int']['output'];
  CancelChatCompletionInput: CancelChatCompletionInput;
  ID: Scalars['ID']['output'];
  CancelChatCompletionPayload: CancelChatCompletionPayload;
  Boolean: Scalars['Boolean']['output'];
  CancelModelDownloadInput: CancelModelDownloadInput;
  CancelModelDownloadPayload: CancelModelDownloadPayload;
  ChatChoice: ChatChoiceModel;
  ChatCompletion: ChatAnswer;
  ChatCompletionDelta: AnswerEvent;
  String: Scalars['String']['output'];
  ChatCompletionInput: ChatCompletionInput;
  Float: Scalars['Float']['output'];
  ChatCompletionMessage: ChatCompletionMessage;
  ChatMessageInput: ChatMessageInput;
  Completion: ChatAnswer;
  CompletionChoice: ChatChoiceModel;
  CompletionDelta: AnswerEvent;
  CompletionInput: CompletionInput;
  CompletionUsage: CompletionUsage;
  CountModelCallPayload: CountModelCallPayload;
  CreateChatCompletionPayload: Omit<CreateChatCompletionPayload, 'completion'> & { completion: ResolversParentTypes['ChatCompletion'] };
  CreateCompletionPayload: Omit<CreateCompletionPayload, 'completion'> & { completion: ResolversParentTypes['Completion'] };
  CreateEmbeddingsPayload: Omit<CreateEmbeddingsPayload, 'embeddings' | 'model'> & { embeddings: ReadonlyArray<ResolversParentTypes['Embedding']>, model: ResolversParentTypes['Model'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteModelInput: DeleteModelInput;
  DeleteModelPayload: DeleteModelPayload;
  DownloadModelInput: DownloadModelInput;
  DownloadModelPayload: DownloadModelPayload;
  Embedding: EmbeddingModel;
  EmbeddingsInput: EmbeddingsInput;
  GrantTokensInput: GrantTokensInput;
  GrantTokensPayload: Omit<GrantTokensPayload, 'user'> & { user: ResolversParentTypes['User'] };
  InferenceStatus: Omit<InferenceStatus, 'loaded'> & { loaded: ReadonlyArray<ResolversParentTypes['LoadedModel']> };
  JSONSchema: Scalars['JSONSchema']['output'];
  LoadModelInput: LoadModelInput;
  LoadModelPayload: Omit<LoadModelPayload, 'loaded'> & { loaded: ResolversParentTypes['LoadedModel'] };
  LoadSettings: LoadSettings;
  LoadSettingsInput: LoadSettingsInput;
  LoadedModel: Omit<LoadedModel, 'model'> & { model: ResolversParentTypes['Model'] };
  LogitBiasInput: LogitBiasInput;
  MachineCpu: MachineCpu;
  MachineMemory: MachineMemory;
  MemoryEstimate: MemoryEstimate;
  Model: ModelFacts;
  ModelConnection: Omit<ModelConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ModelEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Model']> };
  ModelDisk: ModelDisk;
  ModelDownload: ModelDownload;
  ModelDownloadError: ModelDownloadError;
  ModelEdge: Omit<ModelEdge, 'node'> & { node: ResolversParentTypes['Model'] };
  ModelGuesses: ModelGuesses;
  ModelMemory: ModelMemory;
  ModelOrigin: ModelOrigin;
  ModelSteps: ModelSteps;
  ModelThreads: ModelThreads;
  ModelTokens: ModelTokens;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PromptInput: PromptInput;
  Query: Record<PropertyKey, never>;
  ResponseFormatInput: ResponseFormatInput;
  Subscription: Record<PropertyKey, never>;
  TokenAlternative: TokenAlternative;
  TokenCount: TokenCount;
  TokenLogprob: TokenLogprob;
  TokenUsage: UsageRow;
  TokenUsageConnection: UsagePage;
  TokenUsageEdge: Omit<TokenUsageEdge, 'node'> & { node: ResolversParentTypes['TokenUsage'] };
  ToolCall: ToolCall;
  ToolCallDelta: ToolCallDelta;
  ToolCallInput: ToolCallInput;
  ToolChoiceInput: ToolChoiceInput;
  ToolInput: ToolInput;
  UnloadModelInput: UnloadModelInput;
  UnloadModelPayload: Omit<UnloadModelPayload, 'model'> & { model: ResolversParentTypes['Model'] };
  User: UserReference;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CallAllowanceResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CallAllowance'] = ResolversParentTypes['CallAllowance']> = {
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  resetsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CancelChatCompletionPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CancelChatCompletionPayload'] = ResolversParentTypes['CancelChatCompletionPayload']> = {
  cancelled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CancelModelDownloadPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CancelModelDownloadPayload'] = ResolversParentTypes['CancelModelDownloadPayload']> = {
  download?: Resolver<ResolversTypes['ModelDownload'], ParentType, ContextType>;
};

export type ChatChoiceResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ChatChoice'] = ResolversParentTypes['ChatChoice']> = {
  finishReason?: Resolver<ResolversTypes['FinishReason'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  logprobs?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TokenLogprob']>>, ParentType, ContextType>;
  meetsFormat?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['ChatCompletionMessage'], ParentType, ContextType>;
};

export type ChatCompletionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ChatCompletion'] = ResolversParentTypes['ChatCompletion']> = {
  choices?: Resolver<ReadonlyArray<ResolversTypes['ChatChoice']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishReason?: Resolver<ResolversTypes['FinishReason'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['ChatCompletionMessage'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  tokenBalance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['CompletionUsage'], ParentType, ContextType>;
};

export type ChatCompletionDeltaResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ChatCompletionDelta'] = ResolversParentTypes['ChatCompletionDelta']> = {
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishReason?: Resolver<Maybe<ResolversTypes['FinishReason']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  logprobs?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TokenLogprob']>>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['ChatRole']>, ParentType, ContextType>;
  tokenBalance?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  toolCalls?: Resolver<ReadonlyArray<ResolversTypes['ToolCallDelta']>, ParentType, ContextType>;
  usage?: Resolver<Maybe<ResolversTypes['CompletionUsage']>, ParentType, ContextType>;
};

export type ChatCompletionMessageResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ChatCompletionMessage'] = ResolversParentTypes['ChatCompletionMessage']> = {
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['ChatRole'], ParentType, ContextType>;
  toolCalls?: Resolver<ReadonlyArray<ResolversTypes['ToolCall']>, ParentType, ContextType>;
};

export type CompletionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Completion'] = ResolversParentTypes['Completion']> = {
  choices?: Resolver<ReadonlyArray<ResolversTypes['CompletionChoice']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  tokenBalance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['CompletionUsage'], ParentType, ContextType>;
};

export type CompletionChoiceResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CompletionChoice'] = ResolversParentTypes['CompletionChoice']> = {
  finishReason?: Resolver<ResolversTypes['FinishReason'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  logprobs?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TokenLogprob']>>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CompletionDeltaResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CompletionDelta'] = ResolversParentTypes['CompletionDelta']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishReason?: Resolver<Maybe<ResolversTypes['FinishReason']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  logprobs?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TokenLogprob']>>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  offset?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokenBalance?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<Maybe<ResolversTypes['CompletionUsage']>, ParentType, ContextType>;
};

export type CompletionUsageResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CompletionUsage'] = ResolversParentTypes['CompletionUsage']> = {
  cachedPromptTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completionTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  promptTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CountModelCallPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CountModelCallPayload'] = ResolversParentTypes['CountModelCallPayload']> = {
  allowance?: Resolver<Maybe<ResolversTypes['CallAllowance']>, ParentType, ContextType>;
};

export type CreateChatCompletionPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CreateChatCompletionPayload'] = ResolversParentTypes['CreateChatCompletionPayload']> = {
  completion?: Resolver<ResolversTypes['ChatCompletion'], ParentType, ContextType>;
};

export type CreateCompletionPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CreateCompletionPayload'] = ResolversParentTypes['CreateCompletionPayload']> = {
  completion?: Resolver<ResolversTypes['Completion'], ParentType, ContextType>;
};

export type CreateEmbeddingsPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CreateEmbeddingsPayload'] = ResolversParentTypes['CreateEmbeddingsPayload']> = {
  embeddings?: Resolver<ReadonlyArray<ResolversTypes['Embedding']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  tokenBalance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['CompletionUsage'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteModelPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['DeleteModelPayload'] = ResolversParentTypes['DeleteModelPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type DownloadModelPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['DownloadModelPayload'] = ResolversParentTypes['DownloadModelPayload']> = {
  download?: Resolver<ResolversTypes['ModelDownload'], ParentType, ContextType>;
};

export type EmbeddingResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Embedding'] = ResolversParentTypes['Embedding']> = {
  bytes?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vector?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type GrantTokensPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['GrantTokensPayload'] = ResolversParentTypes['GrantTokensPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type InferenceStatusResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['InferenceStatus'] = ResolversParentTypes['InferenceStatus']> = {
  activeSessions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cpu?: Resolver<ResolversTypes['MachineCpu'], ParentType, ContextType>;
  disk?: Resolver<ResolversTypes['ModelDisk'], ParentType, ContextType>;
  loaded?: Resolver<ReadonlyArray<ResolversTypes['LoadedModel']>, ParentType, ContextType>;
  memory?: Resolver<ResolversTypes['MachineMemory'], ParentType, ContextType>;
  tokensPerSecond?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface JsonSchemaScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONSchema'], any> {
  name: 'JSONSchema';
}

export type LoadModelPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['LoadModelPayload'] = ResolversParentTypes['LoadModelPayload']> = {
  loaded?: Resolver<ResolversTypes['LoadedModel'], ParentType, ContextType>;
};

export type LoadSettingsResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['LoadSettings'] = ResolversParentTypes['LoadSettings']> = {
  adapter?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  batchSize?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  contextSize?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  draftModel?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  flashAttention?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  gpuLayers?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  keepAliveSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  kvType?: Resolver<Maybe<ResolversTypes['KvType']>, ParentType, ContextType>;
  sequences?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  speculativeTokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  threads?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type LoadedModelResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['LoadedModel'] = ResolversParentTypes['LoadedModel']> = {
  contextLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  gpuLayers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  guesses?: Resolver<ResolversTypes['ModelGuesses'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  memory?: Resolver<ResolversTypes['ModelMemory'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  pid?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ready?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  restarts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sequences?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['LoadSettings'], ParentType, ContextType>;
  steps?: Resolver<ResolversTypes['ModelSteps'], ParentType, ContextType>;
  threads?: Resolver<ResolversTypes['ModelThreads'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['ModelTokens'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MachineCpuResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['MachineCpu'] = ResolversParentTypes['MachineCpu']> = {
  cores?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  loadAverage?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  utilization?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MachineMemoryResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['MachineMemory'] = ResolversParentTypes['MachineMemory']> = {
  availableBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  modelBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  processBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MemoryEstimateResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['MemoryEstimate'] = ResolversParentTypes['MemoryEstimate']> = {
  available?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  context?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  fits?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  overhead?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  weights?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ModelResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model'], FederationReferenceType extends FederationReferenceTypes['Model'] = FederationReferenceTypes['Model']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Model']> | FederationReferenceType, FederationReferenceType, ContextType>;
  architecture?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contextLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  loaded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  origin?: Resolver<Maybe<ResolversTypes['ModelOrigin']>, ParentType, ContextType>;
  ownedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parameterCount?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  quantization?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sizeBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ModelConnectionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelConnection'] = ResolversParentTypes['ModelConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ModelEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Model']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ModelDiskResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelDisk'] = ResolversParentTypes['ModelDisk']> = {
  freeBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ModelDownloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelDownload'] = ResolversParentTypes['ModelDownload']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  bytesPerSecond?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['ModelDownloadError']>, ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isVerified?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  modelId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  receivedBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  repository?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ModelDownloadState'], ParentType, ContextType>;
  totalBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ModelDownloadErrorResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelDownloadError'] = ResolversParentTypes['ModelDownloadError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ModelEdgeResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelEdge'] = ResolversParentTypes['ModelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
};

export type ModelGuessesResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelGuesses'] = ResolversParentTypes['ModelGuesses']> = {
  made?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  right?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ModelMemoryResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelMemory'] = ResolversParentTypes['ModelMemory']> = {
  estimatedBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rssBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ModelOriginResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelOrigin'] = ResolversParentTypes['ModelOrigin']> = {
  commit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  downloadedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isVerified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  repository?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ModelStepsResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelSteps'] = ResolversParentTypes['ModelSteps']> = {
  complete?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  shared?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ModelThreadsResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelThreads'] = ResolversParentTypes['ModelThreads']> = {
  most?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  now?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ModelTokensResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelTokens'] = ResolversParentTypes['ModelTokens']> = {
  generated?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  perSecond?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelChatCompletion?: Resolver<ResolversTypes['CancelChatCompletionPayload'], ParentType, ContextType, RequireFields<MutationCancelChatCompletionArgs, 'input'>>;
  cancelModelDownload?: Resolver<ResolversTypes['CancelModelDownloadPayload'], ParentType, ContextType, RequireFields<MutationCancelModelDownloadArgs, 'input'>>;
  countModelCall?: Resolver<ResolversTypes['CountModelCallPayload'], ParentType, ContextType>;
  createChatCompletion?: Resolver<ResolversTypes['CreateChatCompletionPayload'], ParentType, ContextType, RequireFields<MutationCreateChatCompletionArgs, 'input'>>;
  createCompletion?: Resolver<ResolversTypes['CreateCompletionPayload'], ParentType, ContextType, RequireFields<MutationCreateCompletionArgs, 'input'>>;
  createEmbeddings?: Resolver<ResolversTypes['CreateEmbeddingsPayload'], ParentType, ContextType, RequireFields<MutationCreateEmbeddingsArgs, 'input'>>;
  deleteModel?: Resolver<ResolversTypes['DeleteModelPayload'], ParentType, ContextType, RequireFields<MutationDeleteModelArgs, 'input'>>;
  downloadModel?: Resolver<ResolversTypes['DownloadModelPayload'], ParentType, ContextType, RequireFields<MutationDownloadModelArgs, 'input'>>;
  grantTokens?: Resolver<ResolversTypes['GrantTokensPayload'], ParentType, ContextType, RequireFields<MutationGrantTokensArgs, 'input'>>;
  loadModel?: Resolver<ResolversTypes['LoadModelPayload'], ParentType, ContextType, RequireFields<MutationLoadModelArgs, 'input'>>;
  unloadModel?: Resolver<ResolversTypes['UnloadModelPayload'], ParentType, ContextType, RequireFields<MutationUnloadModelArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  countTokens?: Resolver<ResolversTypes['TokenCount'], ParentType, ContextType, RequireFields<QueryCountTokensArgs, 'model'>>;
  inferenceStatus?: Resolver<ResolversTypes['InferenceStatus'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType, RequireFields<QueryModelArgs, 'id'>>;
  modelDownload?: Resolver<Maybe<ResolversTypes['ModelDownload']>, ParentType, ContextType, RequireFields<QueryModelDownloadArgs, 'id'>>;
  modelDownloads?: Resolver<ReadonlyArray<ResolversTypes['ModelDownload']>, ParentType, ContextType, RequireFields<QueryModelDownloadsArgs, 'first'>>;
  modelMemoryEstimate?: Resolver<ResolversTypes['MemoryEstimate'], ParentType, ContextType, RequireFields<QueryModelMemoryEstimateArgs, 'model'>>;
  models?: Resolver<ResolversTypes['ModelConnection'], ParentType, ContextType, RequireFields<QueryModelsArgs, 'first'>>;
};

export type SubscriptionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  chatCompletionDelta?: SubscriptionResolver<ResolversTypes['ChatCompletionDelta'], "chatCompletionDelta", ParentType, ContextType, RequireFields<SubscriptionChatCompletionDeltaArgs, 'input'>>;
  completionDelta?: SubscriptionResolver<ResolversTypes['CompletionDelta'], "completionDelta", ParentType, ContextType, RequireFields<SubscriptionCompletionDeltaArgs, 'input'>>;
  modelDownloadUpdated?: SubscriptionResolver<ResolversTypes['ModelDownload'], "modelDownloadUpdated", ParentType, ContextType, RequireFields<SubscriptionModelDownloadUpdatedArgs, 'id'>>;
};

export type TokenAlternativeResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['TokenAlternative'] = ResolversParentTypes['TokenAlternative']> = {
  bytes?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  logprob?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TokenCountResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['TokenCount'] = ResolversParentTypes['TokenCount']> = {
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TokenLogprobResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['TokenLogprob'] = ResolversParentTypes['TokenLogprob']> = {
  bytes?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  logprob?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  top?: Resolver<ReadonlyArray<ResolversTypes['TokenAlternative']>, ParentType, ContextType>;
};

export type TokenUsageResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['TokenUsage'] = ResolversParentTypes['TokenUsage']> = {
  completionTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  promptTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type TokenUsageConnectionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['TokenUsageConnection'] = ResolversParentTypes['TokenUsageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TokenUsageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['TokenUsage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TokenUsageEdgeResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['TokenUsageEdge'] = ResolversParentTypes['TokenUsageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TokenUsage'], ParentType, ContextType>;
};

export type ToolCallResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ToolCall'] = ResolversParentTypes['ToolCall']> = {
  arguments?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ToolCallDeltaResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ToolCallDelta'] = ResolversParentTypes['ToolCallDelta']> = {
  arguments?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UnloadModelPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['UnloadModelPayload'] = ResolversParentTypes['UnloadModelPayload']> = {
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tokenBalance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['TokenUsageConnection'], ParentType, ContextType, RequireFields<UserUsageArgs, 'first'>>;
};

export type Resolvers<ContextType = InferenceContext> = {
  Base64?: GraphQLScalarType;
  CallAllowance?: CallAllowanceResolvers<ContextType>;
  CancelChatCompletionPayload?: CancelChatCompletionPayloadResolvers<ContextType>;
  CancelModelDownloadPayload?: CancelModelDownloadPayloadResolvers<ContextType>;
  ChatChoice?: ChatChoiceResolvers<ContextType>;
  ChatCompletion?: ChatCompletionResolvers<ContextType>;
  ChatCompletionDelta?: ChatCompletionDeltaResolvers<ContextType>;
  ChatCompletionMessage?: ChatCompletionMessageResolvers<ContextType>;
  Completion?: CompletionResolvers<ContextType>;
  CompletionChoice?: CompletionChoiceResolvers<ContextType>;
  CompletionDelta?: CompletionDeltaResolvers<ContextType>;
  CompletionUsage?: CompletionUsageResolvers<ContextType>;
  CountModelCallPayload?: CountModelCallPayloadResolvers<ContextType>;
  CreateChatCompletionPayload?: CreateChatCompletionPayloadResolvers<ContextType>;
  CreateCompletionPayload?: CreateCompletionPayloadResolvers<ContextType>;
  CreateEmbeddingsPayload?: CreateEmbeddingsPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteModelPayload?: DeleteModelPayloadResolvers<ContextType>;
  DownloadModelPayload?: DownloadModelPayloadResolvers<ContextType>;
  Embedding?: EmbeddingResolvers<ContextType>;
  GrantTokensPayload?: GrantTokensPayloadResolvers<ContextType>;
  InferenceStatus?: InferenceStatusResolvers<ContextType>;
  JSONSchema?: GraphQLScalarType;
  LoadModelPayload?: LoadModelPayloadResolvers<ContextType>;
  LoadSettings?: LoadSettingsResolvers<ContextType>;
  LoadedModel?: LoadedModelResolvers<ContextType>;
  MachineCpu?: MachineCpuResolvers<ContextType>;
  MachineMemory?: MachineMemoryResolvers<ContextType>;
  MemoryEstimate?: MemoryEstimateResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  ModelConnection?: ModelConnectionResolvers<ContextType>;
  ModelDisk?: ModelDiskResolvers<ContextType>;
  ModelDownload?: ModelDownloadResolvers<ContextType>;
  ModelDownloadError?: ModelDownloadErrorResolvers<ContextType>;
  ModelEdge?: ModelEdgeResolvers<ContextType>;
  ModelGuesses?: ModelGuessesResolvers<ContextType>;
  ModelMemory?: ModelMemoryResolvers<ContextType>;
  ModelOrigin?: ModelOriginResolvers<ContextType>;
  ModelSteps?: ModelStepsResolvers<ContextType>;
  ModelThreads?: ModelThreadsResolvers<ContextType>;
  ModelTokens?: ModelTokensResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TokenAlternative?: TokenAlternativeResolvers<ContextType>;
  TokenCount?: TokenCountResolvers<ContextType>;
  TokenLogprob?: TokenLogprobResolvers<ContextType>;
  TokenUsage?: TokenUsageResolvers<ContextType>;
  TokenUsageConnection?: TokenUsageConnectionResolvers<ContextType>;
  TokenUsageEdge?: TokenUsageEdgeResolvers<ContextType>;
  ToolCall?: ToolCallResolvers<ContextType>;
  ToolCallDelta?: ToolCallDeltaResolvers<ContextType>;
  UnloadModelPayload?: UnloadModelPayloadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

