/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A chat to answer. Sampling parameters mean what they mean in the OpenAI API. */
export type ChatCompletionInput = {
  /** How many answers, 1 to as many as the model makes at once; left out: 1. The seed of each is one more than that of the one before. */
  readonly count?: number | null | undefined;
  /** -2 to 2. */
  readonly frequencyPenalty?: number | null | undefined;
  /** Up to 1024 tokens. */
  readonly logitBias?: ReadonlyArray<LogitBiasInput> | null | undefined;
  /** The most tokens to generate for each answer; left out: at most 512, what the context leaves and what the balance covers. */
  readonly maxTokens?: number | null | undefined;
  /** At least one message, in order. */
  readonly messages: ReadonlyArray<ChatMessageInput>;
  /** 0 to 1: the least probability relative to the likeliest token. */
  readonly minP?: number | null | undefined;
  /** Id of the model. */
  readonly model: string | number;
  /** Whether one answer may hold several calls; left out: yes with AUTO, no with REQUIRED. */
  readonly parallelToolCalls?: boolean | null | undefined;
  /** -2 to 2. */
  readonly presencePenalty?: number | null | undefined;
  /** -10 to 0, for administrators to 10: who waits is served by descending priority; left out: 0. */
  readonly priority?: number | null | undefined;
  /** More than 0, up to 2: divides the logits of tokens that the answer has already; 1 changes nothing. */
  readonly repeatPenalty?: number | null | undefined;
  /** Left out: TEXT. Not together with tools. */
  readonly responseFormat?: ResponseFormatInput | null | undefined;
  /** The same seed, model and input give the same answer. */
  readonly seed?: number | null | undefined;
  /** Up to four texts that end the answer; they are not part of it. */
  readonly stop?: ReadonlyArray<string> | null | undefined;
  /** 0 (greedy) to 2; left out: 0. */
  readonly temperature?: number | null | undefined;
  /** Left out: AUTO. */
  readonly toolChoice?: ToolChoiceInput | null | undefined;
  /** What the model may call. */
  readonly tools?: ReadonlyArray<ToolInput> | null | undefined;
  /** Sample from the k likeliest tokens; 0 means all. */
  readonly topK?: number | null | undefined;
  /** 0 to 20: tells how probable each token was, with so many alternatives; left out: does not. */
  readonly topLogprobs?: number | null | undefined;
  /** 0 to 1. */
  readonly topP?: number | null | undefined;
};

/** One message of a chat. */
export type ChatMessageInput = {
  /** Left out: empty. */
  readonly content?: string | null | undefined;
  readonly role: ChatRole;
  /** Of a TOOL message: the call that it is the result of. */
  readonly toolCallId?: string | number | null | undefined;
  /** What an assistant asked for beside its content. */
  readonly toolCalls?: ReadonlyArray<ToolCallInput> | null | undefined;
};

/** Who says a message of a chat. */
export type ChatRole =
  | 'ASSISTANT'
  | 'SYSTEM'
  /** The result of a call that the assistant asked for. */
  | 'TOOL'
  | 'USER';

/** Texts to go on from. Sampling parameters mean what they mean in the OpenAI API. */
export type CompletionInput = {
  /** How many answers, 1 to as many as the model makes at once; left out: 1. The seed of each is one more than that of the one before. */
  readonly count?: number | null | undefined;
  /** Whether each answer begins with its prompt; left out: no. */
  readonly echo?: boolean | null | undefined;
  /** -2 to 2. */
  readonly frequencyPenalty?: number | null | undefined;
  /** Up to 1024 tokens. */
  readonly logitBias?: ReadonlyArray<LogitBiasInput> | null | undefined;
  /** The most tokens to generate for each answer; left out: at most 512, what the context leaves and what the balance covers. */
  readonly maxTokens?: number | null | undefined;
  /** 0 to 1: the least probability relative to the likeliest token. */
  readonly minP?: number | null | undefined;
  /** Id of the model. */
  readonly model: string | number;
  /** -2 to 2. */
  readonly presencePenalty?: number | null | undefined;
  /** -10 to 0, for administrators to 10: who waits is served by descending priority; left out: 0. */
  readonly priority?: number | null | undefined;
  /** 1 to 64, each answered by itself. */
  readonly prompts: ReadonlyArray<PromptInput>;
  /** More than 0, up to 2: divides the logits of tokens that the answer has already; 1 changes nothing. */
  readonly repeatPenalty?: number | null | undefined;
  /** The same seed, model and input give the same answer. */
  readonly seed?: number | null | undefined;
  /** Up to four texts that end the answer; they are not part of it. */
  readonly stop?: ReadonlyArray<string> | null | undefined;
  /** 0 (greedy) to 2; left out: 0. */
  readonly temperature?: number | null | undefined;
  /** Sample from the k likeliest tokens; 0 means all. */
  readonly topK?: number | null | undefined;
  /** 0 to 20: tells how probable each token was, with so many alternatives; left out: does not. */
  readonly topLogprobs?: number | null | undefined;
  /** 0 to 1. */
  readonly topP?: number | null | undefined;
};

/** A GGUF file on the hub. */
export type DownloadModelInput = {
  /** The path in the repository; ends with `.gguf`. */
  readonly file: string;
  /** `owner/name`. */
  readonly repository: string;
  /** A branch, a tag or a commit; left out: `main`. */
  readonly revision?: string | null | undefined;
};

/** Texts to turn into vectors. */
export type EmbeddingsInput = {
  /** Keep so many first numbers of each vector, made length 1 again; left out: all. */
  readonly dimensions?: number | null | undefined;
  /** 1 to 2048. */
  readonly inputs: ReadonlyArray<PromptInput>;
  /** Id of the model. */
  readonly model: string | number;
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

/** How the context of a model is kept. */
export type KvType =
  | 'F16'
  | 'Q4_0'
  | 'Q8_0';

/** A model to load. */
export type LoadModelInput = {
  readonly model: string | number;
  /** Left out: as it is loaded now, or as the machine suggests. */
  readonly settings?: LoadSettingsInput | null | undefined;
};

/** How to load a model; what is left out is chosen for the model and the machine. */
export type LoadSettingsInput = {
  /** The name of a LoRA adapter: a GGUF file in the folder `adapters` of the models, checked as models are. It changes what the model writes, and no vectors. */
  readonly adapter?: string | null | undefined;
  /** Tokens that are computed together at most. */
  readonly batchSize?: number | null | undefined;
  /** Tokens of prompt and answer together. */
  readonly contextSize?: number | null | undefined;
  /** The name of a smaller model with the same vocabulary that guesses ahead. */
  readonly draftModel?: string | number | null | undefined;
  /** Left out: where the model and the machine can. Q8_0 and Q4_0 need it. */
  readonly flashAttention?: boolean | null | undefined;
  /** Layers in the memory of a graphics card; refused where none can be used. */
  readonly gpuLayers?: number | null | undefined;
  /** Unloaded when idle for so long; left out: never. */
  readonly keepAliveSeconds?: number | null | undefined;
  readonly kvType?: KvType | null | undefined;
  /** Answers at once. */
  readonly sequences?: number | null | undefined;
  /** How many tokens are guessed ahead; 0 for none. Refused for models that cannot take a guess back: recurrent ones and those with a sliding window. */
  readonly speculativeTokens?: number | null | undefined;
  /** CPU threads at most. */
  readonly threads?: number | null | undefined;
};

/** Makes a token likelier or less likely. */
export type LogitBiasInput = {
  /** -100 to 100, added to its logit. */
  readonly bias: number;
  /** The number of the token in the vocabulary of the model. */
  readonly token: number;
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

/** A text, or the tokens of one: exactly one of them. */
export type PromptInput = {
  /** Names of control tokens in it are control tokens. */
  readonly text?: string | null | undefined;
  readonly tokens?: ReadonlyArray<number> | null | undefined;
};

/** What the text of an answer must be. An answer that its token limit cuts off is not whole. */
export type ResponseFormatInput = {
  /** With JSON_SCHEMA. */
  readonly schema?: unknown;
  readonly type: ResponseFormatType;
};

/** What the text of an answer is. */
export type ResponseFormatType =
  /** A JSON object. */
  | 'JSON_OBJECT'
  /** JSON that meets `schema`. */
  | 'JSON_SCHEMA'
  | 'TEXT';

/** A call of a tool that an assistant asked for. */
export type ToolCallInput = {
  /** A JSON text. */
  readonly arguments: string;
  readonly id: string | number;
  readonly name: string;
};

/** Which tools an answer calls. */
export type ToolChoiceInput = {
  readonly mode: ToolChoiceMode;
  /** With REQUIRED: the tool that is called; left out: any. */
  readonly name?: string | null | undefined;
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
  readonly description?: string | null | undefined;
  /** 1 to 64 letters, digits, `_` or `-`. */
  readonly name: string;
  /** The schema of its arguments, an object; left out: it takes none. */
  readonly parameters?: unknown;
};

/** A model to put out of memory. */
export type UnloadModelInput = {
  /** End its answers now, as CANCELLED, instead of waiting for them. */
  readonly force?: boolean | null | undefined;
  /** Left out: the one that was used last. */
  readonly model?: string | number | null | undefined;
};

export type UsageFragment = { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number };

export type LogprobFragment = { readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number, readonly top: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number }> };

export type ModelEntryFragment = { readonly id: string, readonly createdAt: string, readonly ownedBy: string };

export type ChatMutationVariables = Exact<{
  input: ChatCompletionInput;
}>;


export type ChatMutation = { readonly createChatCompletion: { readonly completion: { readonly id: string, readonly createdAt: string, readonly tokenBalance: number, readonly model: { readonly id: string }, readonly choices: ReadonlyArray<{ readonly index: number, readonly finishReason: FinishReason, readonly message: { readonly content: string, readonly toolCalls: ReadonlyArray<{ readonly id: string, readonly name: string, readonly arguments: string }> }, readonly logprobs: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number, readonly top: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number }> }> | null }>, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number } } } };

export type ChatDeltasSubscriptionVariables = Exact<{
  input: ChatCompletionInput;
}>;


export type ChatDeltasSubscription = { readonly chatCompletionDelta: { readonly id: string, readonly createdAt: string, readonly index: number, readonly role: ChatRole | null, readonly content: string, readonly tokens: number, readonly finishReason: FinishReason | null, readonly tokenBalance: number | null, readonly model: { readonly id: string }, readonly toolCalls: ReadonlyArray<{ readonly index: number, readonly id: string | null, readonly name: string | null, readonly arguments: string }>, readonly logprobs: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number, readonly top: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number }> }> | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number } | null } };

export type CompleteMutationVariables = Exact<{
  input: CompletionInput;
}>;


export type CompleteMutation = { readonly createCompletion: { readonly completion: { readonly id: string, readonly createdAt: string, readonly tokenBalance: number, readonly model: { readonly id: string }, readonly choices: ReadonlyArray<{ readonly index: number, readonly text: string, readonly finishReason: FinishReason, readonly logprobs: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number, readonly top: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number }> }> | null }>, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number } } } };

export type CompletionDeltasSubscriptionVariables = Exact<{
  input: CompletionInput;
}>;


export type CompletionDeltasSubscription = { readonly completionDelta: { readonly id: string, readonly createdAt: string, readonly index: number, readonly text: string, readonly offset: number, readonly tokens: number, readonly finishReason: FinishReason | null, readonly tokenBalance: number | null, readonly model: { readonly id: string }, readonly logprobs: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number, readonly top: ReadonlyArray<{ readonly token: string, readonly bytes: ReadonlyArray<number>, readonly logprob: number }> }> | null, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number } | null } };

export type EmbedMutationVariables = Exact<{
  input: EmbeddingsInput;
}>;


export type EmbedMutation = { readonly createEmbeddings: { readonly tokenBalance: number, readonly model: { readonly id: string }, readonly embeddings: ReadonlyArray<{ readonly index: number, readonly bytes: string }>, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number } } };

export type ListModelsQueryVariables = Exact<{ [key: string]: never; }>;


export type ListModelsQuery = { readonly models: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly createdAt: string, readonly ownedBy: string }> } };

export type GetModelQueryVariables = Exact<{
  id: string | number;
}>;


export type GetModelQuery = { readonly model: { readonly id: string, readonly createdAt: string, readonly ownedBy: string } | null };

export type DownloadFragment = { readonly id: string, readonly repository: string, readonly file: string, readonly revision: string, readonly modelId: string, readonly state: ModelDownloadState, readonly receivedBytes: number, readonly totalBytes: number | null, readonly bytesPerSecond: number, readonly sha256: string | null, readonly isVerified: boolean | null, readonly createdAt: string, readonly updatedAt: string, readonly error: { readonly code: string, readonly message: string } | null };

export type LoadedFragment = { readonly ready: boolean, readonly running: number, readonly waiting: number, readonly pid: number | null, readonly restarts: number, readonly contextLength: number, readonly sequences: number, readonly gpuLayers: number, readonly lastUsedAt: string, readonly model: { readonly id: string }, readonly threads: { readonly now: number, readonly most: number }, readonly settings: { readonly contextSize: number | null, readonly sequences: number | null, readonly threads: number | null, readonly batchSize: number | null, readonly gpuLayers: number | null, readonly flashAttention: boolean | null, readonly kvType: KvType | null, readonly adapter: string | null, readonly draftModel: string | null, readonly speculativeTokens: number | null, readonly keepAliveSeconds: number | null }, readonly memory: { readonly estimatedBytes: number, readonly rssBytes: number | null }, readonly tokens: { readonly generated: number, readonly perSecond: number } };

export type DownloadModelMutationVariables = Exact<{
  input: DownloadModelInput;
}>;


export type DownloadModelMutation = { readonly downloadModel: { readonly download: { readonly id: string, readonly repository: string, readonly file: string, readonly revision: string, readonly modelId: string, readonly state: ModelDownloadState, readonly receivedBytes: number, readonly totalBytes: number | null, readonly bytesPerSecond: number, readonly sha256: string | null, readonly isVerified: boolean | null, readonly createdAt: string, readonly updatedAt: string, readonly error: { readonly code: string, readonly message: string } | null } } };

export type CancelDownloadMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelDownloadMutation = { readonly cancelModelDownload: { readonly download: { readonly id: string, readonly repository: string, readonly file: string, readonly revision: string, readonly modelId: string, readonly state: ModelDownloadState, readonly receivedBytes: number, readonly totalBytes: number | null, readonly bytesPerSecond: number, readonly sha256: string | null, readonly isVerified: boolean | null, readonly createdAt: string, readonly updatedAt: string, readonly error: { readonly code: string, readonly message: string } | null } } };

export type ListDownloadsQueryVariables = Exact<{ [key: string]: never; }>;


export type ListDownloadsQuery = { readonly modelDownloads: ReadonlyArray<{ readonly id: string, readonly repository: string, readonly file: string, readonly revision: string, readonly modelId: string, readonly state: ModelDownloadState, readonly receivedBytes: number, readonly totalBytes: number | null, readonly bytesPerSecond: number, readonly sha256: string | null, readonly isVerified: boolean | null, readonly createdAt: string, readonly updatedAt: string, readonly error: { readonly code: string, readonly message: string } | null }> };

export type GetDownloadQueryVariables = Exact<{
  id: string | number;
}>;


export type GetDownloadQuery = { readonly modelDownload: { readonly id: string, readonly repository: string, readonly file: string, readonly revision: string, readonly modelId: string, readonly state: ModelDownloadState, readonly receivedBytes: number, readonly totalBytes: number | null, readonly bytesPerSecond: number, readonly sha256: string | null, readonly isVerified: boolean | null, readonly createdAt: string, readonly updatedAt: string, readonly error: { readonly code: string, readonly message: string } | null } | null };

export type LoadModelMutationVariables = Exact<{
  input: LoadModelInput;
}>;


export type LoadModelMutation = { readonly loadModel: { readonly loaded: { readonly ready: boolean, readonly running: number, readonly waiting: number, readonly pid: number | null, readonly restarts: number, readonly contextLength: number, readonly sequences: number, readonly gpuLayers: number, readonly lastUsedAt: string, readonly model: { readonly id: string }, readonly threads: { readonly now: number, readonly most: number }, readonly settings: { readonly contextSize: number | null, readonly sequences: number | null, readonly threads: number | null, readonly batchSize: number | null, readonly gpuLayers: number | null, readonly flashAttention: boolean | null, readonly kvType: KvType | null, readonly adapter: string | null, readonly draftModel: string | null, readonly speculativeTokens: number | null, readonly keepAliveSeconds: number | null }, readonly memory: { readonly estimatedBytes: number, readonly rssBytes: number | null }, readonly tokens: { readonly generated: number, readonly perSecond: number } } } };

export type UnloadModelMutationVariables = Exact<{
  input: UnloadModelInput;
}>;


export type UnloadModelMutation = { readonly unloadModel: { readonly model: { readonly id: string } } };

export type DeleteModelMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteModelMutation = { readonly deleteModel: { readonly id: string } };

export type AdminModelsQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminModelsQuery = { readonly models: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly sizeBytes: number | null, readonly architecture: string | null, readonly quantization: string | null, readonly parameterCount: number | null, readonly contextLength: number, readonly loaded: boolean, readonly createdAt: string, readonly ownedBy: string, readonly origin: { readonly repository: string, readonly file: string, readonly revision: string, readonly commit: string | null, readonly sha256: string, readonly isVerified: boolean } | null }> }, readonly inferenceStatus: { readonly loaded: ReadonlyArray<{ readonly ready: boolean, readonly running: number, readonly waiting: number, readonly pid: number | null, readonly restarts: number, readonly contextLength: number, readonly sequences: number, readonly gpuLayers: number, readonly lastUsedAt: string, readonly model: { readonly id: string }, readonly threads: { readonly now: number, readonly most: number }, readonly settings: { readonly contextSize: number | null, readonly sequences: number | null, readonly threads: number | null, readonly batchSize: number | null, readonly gpuLayers: number | null, readonly flashAttention: boolean | null, readonly kvType: KvType | null, readonly adapter: string | null, readonly draftModel: string | null, readonly speculativeTokens: number | null, readonly keepAliveSeconds: number | null }, readonly memory: { readonly estimatedBytes: number, readonly rssBytes: number | null }, readonly tokens: { readonly generated: number, readonly perSecond: number } }> } };

export type AdminStatusQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminStatusQuery = { readonly inferenceStatus: { readonly activeSessions: number, readonly waiting: number, readonly tokensPerSecond: number, readonly memory: { readonly totalBytes: number, readonly availableBytes: number, readonly processBytes: number, readonly modelBytes: number }, readonly cpu: { readonly cores: number, readonly utilization: number, readonly loadAverage: ReadonlyArray<number> }, readonly disk: { readonly totalBytes: number, readonly freeBytes: number }, readonly loaded: ReadonlyArray<{ readonly ready: boolean, readonly running: number, readonly waiting: number, readonly pid: number | null, readonly restarts: number, readonly contextLength: number, readonly sequences: number, readonly gpuLayers: number, readonly lastUsedAt: string, readonly model: { readonly id: string }, readonly threads: { readonly now: number, readonly most: number }, readonly settings: { readonly contextSize: number | null, readonly sequences: number | null, readonly threads: number | null, readonly batchSize: number | null, readonly gpuLayers: number | null, readonly flashAttention: boolean | null, readonly kvType: KvType | null, readonly adapter: string | null, readonly draftModel: string | null, readonly speculativeTokens: number | null, readonly keepAliveSeconds: number | null }, readonly memory: { readonly estimatedBytes: number, readonly rssBytes: number | null }, readonly tokens: { readonly generated: number, readonly perSecond: number } }> } };

export type CountModelCallMutationVariables = Exact<{ [key: string]: never; }>;


export type CountModelCallMutation = { readonly countModelCall: { readonly allowance: { readonly limit: number, readonly remaining: number, readonly resetsAt: string, readonly retryAfterSeconds: number | null } | null } };

export const UsageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<UsageFragment, unknown>;
export const LogprobFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Logprob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenLogprob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}}]}}]}}]} as unknown as DocumentNode<LogprobFragment, unknown>;
export const ModelEntryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ownedBy"}}]}}]} as unknown as DocumentNode<ModelEntryFragment, unknown>;
export const DownloadFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Download"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelDownload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"repository"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"modelId"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"receivedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"totalBytes"}},{"kind":"Field","name":{"kind":"Name","value":"bytesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<DownloadFragment, unknown>;
export const LoadedFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Loaded"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoadedModel"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ready"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"restarts"}},{"kind":"Field","name":{"kind":"Name","value":"contextLength"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"now"}},{"kind":"Field","name":{"kind":"Name","value":"most"}}]}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contextSize"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"flashAttention"}},{"kind":"Field","name":{"kind":"Name","value":"kvType"}},{"kind":"Field","name":{"kind":"Name","value":"adapter"}},{"kind":"Field","name":{"kind":"Name","value":"draftModel"}},{"kind":"Field","name":{"kind":"Name","value":"speculativeTokens"}},{"kind":"Field","name":{"kind":"Name","value":"keepAliveSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"memory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"estimatedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"rssBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generated"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<LoadedFragment, unknown>;
export const ChatDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Chat"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatCompletionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createChatCompletion"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"choices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"toolCalls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"logprobs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Logprob"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Usage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenBalance"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Logprob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenLogprob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<ChatMutation, ChatMutationVariables>;
export const ChatDeltasDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ChatDeltas"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatCompletionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chatCompletionDelta"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"toolCalls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"arguments"}}]}},{"kind":"Field","name":{"kind":"Name","value":"logprobs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Logprob"}}]}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Usage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenBalance"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Logprob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenLogprob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<ChatDeltasSubscription, ChatDeltasSubscriptionVariables>;
export const CompleteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Complete"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createCompletion"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"choices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"logprobs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Logprob"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Usage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenBalance"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Logprob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenLogprob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<CompleteMutation, CompleteMutationVariables>;
export const CompletionDeltasDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"CompletionDeltas"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completionDelta"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"offset"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"logprobs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Logprob"}}]}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Usage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenBalance"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Logprob"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenLogprob"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}},{"kind":"Field","name":{"kind":"Name","value":"top"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"logprob"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<CompletionDeltasSubscription, CompletionDeltasSubscriptionVariables>;
export const EmbedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Embed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmbeddingsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createEmbeddings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"embeddings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Usage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenBalance"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<EmbedMutation, EmbedMutationVariables>;
export const ListModelsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ListModels"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelEntry"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ownedBy"}}]}}]} as unknown as DocumentNode<ListModelsQuery, ListModelsQueryVariables>;
export const GetModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GetModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelEntry"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ownedBy"}}]}}]} as unknown as DocumentNode<GetModelQuery, GetModelQueryVariables>;
export const DownloadModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DownloadModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DownloadModelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"downloadModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Download"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Download"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelDownload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"repository"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"modelId"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"receivedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"totalBytes"}},{"kind":"Field","name":{"kind":"Name","value":"bytesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<DownloadModelMutation, DownloadModelMutationVariables>;
export const CancelDownloadDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelDownload"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelModelDownload"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Download"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Download"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelDownload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"repository"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"modelId"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"receivedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"totalBytes"}},{"kind":"Field","name":{"kind":"Name","value":"bytesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<CancelDownloadMutation, CancelDownloadMutationVariables>;
export const ListDownloadsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ListDownloads"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelDownloads"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Download"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Download"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelDownload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"repository"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"modelId"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"receivedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"totalBytes"}},{"kind":"Field","name":{"kind":"Name","value":"bytesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<ListDownloadsQuery, ListDownloadsQueryVariables>;
export const GetDownloadDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GetDownload"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelDownload"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Download"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Download"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelDownload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"repository"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"modelId"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"receivedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"totalBytes"}},{"kind":"Field","name":{"kind":"Name","value":"bytesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<GetDownloadQuery, GetDownloadQueryVariables>;
export const LoadModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LoadModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoadModelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loadModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loaded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Loaded"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Loaded"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoadedModel"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ready"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"restarts"}},{"kind":"Field","name":{"kind":"Name","value":"contextLength"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"now"}},{"kind":"Field","name":{"kind":"Name","value":"most"}}]}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contextSize"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"flashAttention"}},{"kind":"Field","name":{"kind":"Name","value":"kvType"}},{"kind":"Field","name":{"kind":"Name","value":"adapter"}},{"kind":"Field","name":{"kind":"Name","value":"draftModel"}},{"kind":"Field","name":{"kind":"Name","value":"speculativeTokens"}},{"kind":"Field","name":{"kind":"Name","value":"keepAliveSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"memory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"estimatedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"rssBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generated"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<LoadModelMutation, LoadModelMutationVariables>;
export const UnloadModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UnloadModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UnloadModelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"unloadModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<UnloadModelMutation, UnloadModelMutationVariables>;
export const DeleteModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"model"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<DeleteModelMutation, DeleteModelMutationVariables>;
export const AdminModelsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AdminModels"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"architecture"}},{"kind":"Field","name":{"kind":"Name","value":"quantization"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"contextLength"}},{"kind":"Field","name":{"kind":"Name","value":"loaded"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ownedBy"}},{"kind":"Field","name":{"kind":"Name","value":"origin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"repository"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"commit"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"isVerified"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"inferenceStatus"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loaded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Loaded"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Loaded"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoadedModel"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ready"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"restarts"}},{"kind":"Field","name":{"kind":"Name","value":"contextLength"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"now"}},{"kind":"Field","name":{"kind":"Name","value":"most"}}]}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contextSize"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"flashAttention"}},{"kind":"Field","name":{"kind":"Name","value":"kvType"}},{"kind":"Field","name":{"kind":"Name","value":"adapter"}},{"kind":"Field","name":{"kind":"Name","value":"draftModel"}},{"kind":"Field","name":{"kind":"Name","value":"speculativeTokens"}},{"kind":"Field","name":{"kind":"Name","value":"keepAliveSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"memory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"estimatedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"rssBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generated"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<AdminModelsQuery, AdminModelsQueryVariables>;
export const AdminStatusDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AdminStatus"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inferenceStatus"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeSessions"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"tokensPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"memory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalBytes"}},{"kind":"Field","name":{"kind":"Name","value":"availableBytes"}},{"kind":"Field","name":{"kind":"Name","value":"processBytes"}},{"kind":"Field","name":{"kind":"Name","value":"modelBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cpu"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cores"}},{"kind":"Field","name":{"kind":"Name","value":"utilization"}},{"kind":"Field","name":{"kind":"Name","value":"loadAverage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"disk"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalBytes"}},{"kind":"Field","name":{"kind":"Name","value":"freeBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"loaded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Loaded"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Loaded"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoadedModel"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ready"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"restarts"}},{"kind":"Field","name":{"kind":"Name","value":"contextLength"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"now"}},{"kind":"Field","name":{"kind":"Name","value":"most"}}]}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contextSize"}},{"kind":"Field","name":{"kind":"Name","value":"sequences"}},{"kind":"Field","name":{"kind":"Name","value":"threads"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"gpuLayers"}},{"kind":"Field","name":{"kind":"Name","value":"flashAttention"}},{"kind":"Field","name":{"kind":"Name","value":"kvType"}},{"kind":"Field","name":{"kind":"Name","value":"adapter"}},{"kind":"Field","name":{"kind":"Name","value":"draftModel"}},{"kind":"Field","name":{"kind":"Name","value":"speculativeTokens"}},{"kind":"Field","name":{"kind":"Name","value":"keepAliveSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"memory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"estimatedBytes"}},{"kind":"Field","name":{"kind":"Name","value":"rssBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generated"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]} as unknown as DocumentNode<AdminStatusQuery, AdminStatusQueryVariables>;
export const CountModelCallDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CountModelCall"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countModelCall"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<CountModelCallMutation, CountModelCallMutationVariables>;