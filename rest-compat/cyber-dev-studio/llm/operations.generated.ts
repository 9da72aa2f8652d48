/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A chat to answer. Sampling parameters mean what they mean in the OpenAI API. */
export type ChatCompletionInput = {
  /** -2 to 2. */
  readonly frequencyPenalty?: number | null | undefined;
  /** The most tokens to generate; left out: at most 512, what the context leaves and what the balance covers. */
  readonly maxTokens?: number | null | undefined;
  /** At least one message, in order. */
  readonly messages: ReadonlyArray<ChatMessageInput>;
  /** 0 to 1: the least probability relative to the likeliest token. */
  readonly minP?: number | null | undefined;
  /** Id of the model. */
  readonly model: string | number;
  /** -2 to 2. */
  readonly presencePenalty?: number | null | undefined;
  /** The same seed, model and input give the same answer. */
  readonly seed?: number | null | undefined;
  /** Up to four texts that end the answer; they are not part of it. */
  readonly stop?: ReadonlyArray<string> | null | undefined;
  /** 0 (greedy) to 2; left out: 0. */
  readonly temperature?: number | null | undefined;
  /** Sample from the k likeliest tokens; 0 means all. */
  readonly topK?: number | null | undefined;
  /** 0 to 1. */
  readonly topP?: number | null | undefined;
};

/** One message of a chat. */
export type ChatMessageInput = {
  readonly content: string;
  readonly role: ChatRole;
};

/** Who says a message of a chat. */
export type ChatRole =
  | 'ASSISTANT'
  | 'SYSTEM'
  | 'USER';

/** Why an answer ended. */
export type FinishReason =
  /** The caller cancelled it. */
  | 'CANCELLED'
  /** The token limit was met. */
  | 'LENGTH'
  /** The model ended it, or a stop text was met. */
  | 'STOP';

export type UsageFragment = { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number };

export type ModelEntryFragment = { readonly id: string, readonly createdAt: string, readonly ownedBy: string };

export type ChatMutationVariables = Exact<{
  input: ChatCompletionInput;
}>;


export type ChatMutation = { readonly createChatCompletion: { readonly completion: { readonly id: string, readonly createdAt: string, readonly finishReason: FinishReason, readonly tokenBalance: number, readonly model: { readonly id: string }, readonly message: { readonly content: string }, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number } } } };

export type ChatDeltasSubscriptionVariables = Exact<{
  input: ChatCompletionInput;
}>;


export type ChatDeltasSubscription = { readonly chatCompletionDelta: { readonly id: string, readonly createdAt: string, readonly role: ChatRole | null, readonly content: string, readonly finishReason: FinishReason | null, readonly tokenBalance: number | null, readonly model: { readonly id: string }, readonly usage: { readonly promptTokens: number, readonly completionTokens: number, readonly totalTokens: number, readonly cachedPromptTokens: number } | null } };

export type ListModelsQueryVariables = Exact<{ [key: string]: never; }>;


export type ListModelsQuery = { readonly models: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly createdAt: string, readonly ownedBy: string }> } };

export type GetModelQueryVariables = Exact<{
  id: string | number;
}>;


export type GetModelQuery = { readonly model: { readonly id: string, readonly createdAt: string, readonly ownedBy: string } | null };

export const UsageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<UsageFragment, unknown>;
export const ModelEntryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ownedBy"}}]}}]} as unknown as DocumentNode<ModelEntryFragment, unknown>;
export const ChatDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Chat"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatCompletionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createChatCompletion"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Usage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenBalance"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<ChatMutation, ChatMutationVariables>;
export const ChatDeltasDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ChatDeltas"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatCompletionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chatCompletionDelta"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"finishReason"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Usage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tokenBalance"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Usage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompletionUsage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"promptTokens"}},{"kind":"Field","name":{"kind":"Name","value":"completionTokens"}},{"kind":"Field","name":{"kind":"Name","value":"totalTokens"}},{"kind":"Field","name":{"kind":"Name","value":"cachedPromptTokens"}}]}}]} as unknown as DocumentNode<ChatDeltasSubscription, ChatDeltasSubscriptionVariables>;
export const ListModelsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ListModels"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelEntry"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ownedBy"}}]}}]} as unknown as DocumentNode<ListModelsQuery, ListModelsQueryVariables>;
export const GetModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GetModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelEntry"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ownedBy"}}]}}]} as unknown as DocumentNode<GetModelQuery, GetModelQueryVariables>;