import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ModelFacts } from './backends/backend.ts';
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
  /** An instant, RFC 3339 in UTC with milliseconds. */
  DateTime: { input: string; output: Date | string; }
  _FieldSet: { input: string; output: string; }
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

/** A whole answer. */
export type ChatCompletion = {
  readonly createdAt: Scalars['DateTime']['output'];
  readonly finishReason: FinishReason;
  readonly id: Scalars['ID']['output'];
  readonly message: ChatCompletionMessage;
  readonly model: Model;
  /** The balance of the caller after this answer was settled. */
  readonly tokenBalance: Scalars['Int']['output'];
  readonly usage: CompletionUsage;
};

/**
 * A piece of an answer, as the model says it. The first event has the role and no text, the following ones text, and the last one the reason
 * why the answer ended, its usage and the balance.
 */
export type ChatCompletionDelta = {
  /** The next text; empty in the first and last event. */
  readonly content: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly finishReason?: Maybe<FinishReason>;
  /** The id of the answer, the same in all its events; also what `cancelChatCompletion` takes. */
  readonly id: Scalars['ID']['output'];
  readonly model: Model;
  readonly role?: Maybe<ChatRole>;
  /** The balance of the caller; in the first event before, in the last after this answer was settled. */
  readonly tokenBalance?: Maybe<Scalars['Int']['output']>;
  /** How many tokens `content` stands for. */
  readonly tokens: Scalars['Int']['output'];
  readonly usage?: Maybe<CompletionUsage>;
};

/** A chat to answer. Sampling parameters mean what they mean in the OpenAI API. */
export type ChatCompletionInput = {
  /** -2 to 2. */
  readonly frequencyPenalty?: InputMaybe<Scalars['Float']['input']>;
  /** The most tokens to generate; left out: at most 512, what the context leaves and what the balance covers. */
  readonly maxTokens?: InputMaybe<Scalars['Int']['input']>;
  /** At least one message, in order. */
  readonly messages: ReadonlyArray<ChatMessageInput>;
  /** 0 to 1: the least probability relative to the likeliest token. */
  readonly minP?: InputMaybe<Scalars['Float']['input']>;
  /** Id of the model. */
  readonly model: Scalars['ID']['input'];
  /** -2 to 2. */
  readonly presencePenalty?: InputMaybe<Scalars['Float']['input']>;
  /** The same seed, model and input give the same answer. */
  readonly seed?: InputMaybe<Scalars['Int']['input']>;
  /** Up to four texts that end the answer; they are not part of it. */
  readonly stop?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** 0 (greedy) to 2; left out: 0. */
  readonly temperature?: InputMaybe<Scalars['Float']['input']>;
  /** Sample from the k likeliest tokens; 0 means all. */
  readonly topK?: InputMaybe<Scalars['Int']['input']>;
  /** 0 to 1. */
  readonly topP?: InputMaybe<Scalars['Float']['input']>;
};

/** One message that a model said. */
export type ChatCompletionMessage = {
  readonly content: Scalars['String']['output'];
  readonly role: ChatRole;
};

/** One message of a chat. */
export type ChatMessageInput = {
  readonly content: Scalars['String']['input'];
  readonly role: ChatRole;
};

/** Who says a message of a chat. */
export type ChatRole =
  | 'ASSISTANT'
  | 'SYSTEM'
  | 'USER';

/** What an answer cost, in tokens. */
export type CompletionUsage = {
  /** Prompt tokens that did not have to be computed again. */
  readonly cachedPromptTokens: Scalars['Int']['output'];
  readonly completionTokens: Scalars['Int']['output'];
  readonly promptTokens: Scalars['Int']['output'];
  readonly totalTokens: Scalars['Int']['output'];
};

/** The answer to a chat. */
export type CreateChatCompletionPayload = {
  readonly completion: ChatCompletion;
};

/** Why an answer ended. */
export type FinishReason =
  /** The caller cancelled it. */
  | 'CANCELLED'
  /** The token limit was met. */
  | 'LENGTH'
  /** The model ended it, or a stop text was met. */
  | 'STOP';

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

/** One model of a page. */
export type ModelEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Model;
};

/** The root of all changes. */
export type Mutation = {
  /** Ends a running answer of the caller; what was generated is settled. */
  readonly cancelChatCompletion: CancelChatCompletionPayload;
  /** Answers a chat. Costs tokens of the caller. */
  readonly createChatCompletion: CreateChatCompletionPayload;
  /** Changes a token balance; it never goes below zero. */
  readonly grantTokens: GrantTokensPayload;
};


/** The root of all changes. */
export type MutationCancelChatCompletionArgs = {
  input: CancelChatCompletionInput;
};


/** The root of all changes. */
export type MutationCreateChatCompletionArgs = {
  input: ChatCompletionInput;
};


/** The root of all changes. */
export type MutationGrantTokensArgs = {
  input: GrantTokensInput;
};

/** Where a page lies in its list. */
export type PageInfo = {
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** The root of all reads. */
export type Query = {
  /** How many tokens a chat has as the model reads it, template included. */
  readonly countTokens: TokenCount;
  /** One model by its name; null when there is none. */
  readonly model?: Maybe<Model>;
  /** The models of this installation, by name. */
  readonly models: ModelConnection;
};


/** The root of all reads. */
export type QueryCountTokensArgs = {
  messages: ReadonlyArray<ChatMessageInput>;
  model: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryModelArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryModelsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** The root of all streams. */
export type Subscription = {
  /** Answers a chat piece by piece. Costs tokens of the caller; ending the subscription ends the generation. */
  readonly chatCompletionDelta: ChatCompletionDelta;
};


/** The root of all streams. */
export type SubscriptionChatCompletionDeltaArgs = {
  input: ChatCompletionInput;
};

/** The size of a text for a model. */
export type TokenCount = {
  readonly tokens: Scalars['Int']['output'];
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
  CancelChatCompletionInput: CancelChatCompletionInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CancelChatCompletionPayload: ResolverTypeWrapper<CancelChatCompletionPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ChatCompletion: ResolverTypeWrapper<Omit<ChatCompletion, 'model'> & { model: ResolversTypes['Model'] }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ChatCompletionDelta: ResolverTypeWrapper<Omit<ChatCompletionDelta, 'model'> & { model: ResolversTypes['Model'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ChatCompletionInput: ChatCompletionInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ChatCompletionMessage: ResolverTypeWrapper<ChatCompletionMessage>;
  ChatMessageInput: ChatMessageInput;
  ChatRole: ChatRole;
  CompletionUsage: ResolverTypeWrapper<CompletionUsage>;
  CreateChatCompletionPayload: ResolverTypeWrapper<Omit<CreateChatCompletionPayload, 'completion'> & { completion: ResolversTypes['ChatCompletion'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  FinishReason: FinishReason;
  GrantTokensInput: GrantTokensInput;
  GrantTokensPayload: ResolverTypeWrapper<Omit<GrantTokensPayload, 'user'> & { user: ResolversTypes['User'] }>;
  Model: ResolverTypeWrapper<ModelFacts>;
  ModelConnection: ResolverTypeWrapper<Omit<ModelConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ModelEdge']>, nodes: ReadonlyArray<ResolversTypes['Model']> }>;
  ModelEdge: ResolverTypeWrapper<Omit<ModelEdge, 'node'> & { node: ResolversTypes['Model'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TokenCount: ResolverTypeWrapper<TokenCount>;
  TokenUsage: ResolverTypeWrapper<UsageRow>;
  TokenUsageConnection: ResolverTypeWrapper<UsagePage>;
  TokenUsageEdge: ResolverTypeWrapper<Omit<TokenUsageEdge, 'node'> & { node: ResolversTypes['TokenUsage'] }>;
  User: ResolverTypeWrapper<UserReference>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CancelChatCompletionInput: CancelChatCompletionInput;
  ID: Scalars['ID']['output'];
  CancelChatCompletionPayload: CancelChatCompletionPayload;
  Boolean: Scalars['Boolean']['output'];
  ChatCompletion: Omit<ChatCompletion, 'model'> & { model: ResolversParentTypes['Model'] };
  Int: Scalars['Int']['output'];
  ChatCompletionDelta: Omit<ChatCompletionDelta, 'model'> & { model: ResolversParentTypes['Model'] };
  String: Scalars['String']['output'];
  ChatCompletionInput: ChatCompletionInput;
  Float: Scalars['Float']['output'];
  ChatCompletionMessage: ChatCompletionMessage;
  ChatMessageInput: ChatMessageInput;
  CompletionUsage: CompletionUsage;
  CreateChatCompletionPayload: Omit<CreateChatCompletionPayload, 'completion'> & { completion: ResolversParentTypes['ChatCompletion'] };
  DateTime: Scalars['DateTime']['output'];
  GrantTokensInput: GrantTokensInput;
  GrantTokensPayload: Omit<GrantTokensPayload, 'user'> & { user: ResolversParentTypes['User'] };
  Model: ModelFacts;
  ModelConnection: Omit<ModelConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ModelEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Model']> };
  ModelEdge: Omit<ModelEdge, 'node'> & { node: ResolversParentTypes['Model'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  TokenCount: TokenCount;
  TokenUsage: UsageRow;
  TokenUsageConnection: UsagePage;
  TokenUsageEdge: Omit<TokenUsageEdge, 'node'> & { node: ResolversParentTypes['TokenUsage'] };
  User: UserReference;
};

export type CancelChatCompletionPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CancelChatCompletionPayload'] = ResolversParentTypes['CancelChatCompletionPayload']> = {
  cancelled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ChatCompletionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ChatCompletion'] = ResolversParentTypes['ChatCompletion']> = {
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
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['ChatRole']>, ParentType, ContextType>;
  tokenBalance?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<Maybe<ResolversTypes['CompletionUsage']>, ParentType, ContextType>;
};

export type ChatCompletionMessageResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ChatCompletionMessage'] = ResolversParentTypes['ChatCompletionMessage']> = {
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['ChatRole'], ParentType, ContextType>;
};

export type CompletionUsageResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CompletionUsage'] = ResolversParentTypes['CompletionUsage']> = {
  cachedPromptTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completionTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  promptTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CreateChatCompletionPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CreateChatCompletionPayload'] = ResolversParentTypes['CreateChatCompletionPayload']> = {
  completion?: Resolver<ResolversTypes['ChatCompletion'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type GrantTokensPayloadResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['GrantTokensPayload'] = ResolversParentTypes['GrantTokensPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type ModelResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model'], FederationReferenceType extends FederationReferenceTypes['Model'] = FederationReferenceTypes['Model']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Model']> | FederationReferenceType, FederationReferenceType, ContextType>;
  architecture?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contextLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  loaded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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

export type ModelEdgeResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelEdge'] = ResolversParentTypes['ModelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelChatCompletion?: Resolver<ResolversTypes['CancelChatCompletionPayload'], ParentType, ContextType, RequireFields<MutationCancelChatCompletionArgs, 'input'>>;
  createChatCompletion?: Resolver<ResolversTypes['CreateChatCompletionPayload'], ParentType, ContextType, RequireFields<MutationCreateChatCompletionArgs, 'input'>>;
  grantTokens?: Resolver<ResolversTypes['GrantTokensPayload'], ParentType, ContextType, RequireFields<MutationGrantTokensArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  countTokens?: Resolver<ResolversTypes['TokenCount'], ParentType, ContextType, RequireFields<QueryCountTokensArgs, 'messages' | 'model'>>;
  model?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType, RequireFields<QueryModelArgs, 'id'>>;
  models?: Resolver<ResolversTypes['ModelConnection'], ParentType, ContextType, RequireFields<QueryModelsArgs, 'first'>>;
};

export type SubscriptionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  chatCompletionDelta?: SubscriptionResolver<ResolversTypes['ChatCompletionDelta'], "chatCompletionDelta", ParentType, ContextType, RequireFields<SubscriptionChatCompletionDeltaArgs, 'input'>>;
};

export type TokenCountResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['TokenCount'] = ResolversParentTypes['TokenCount']> = {
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
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

export type UserResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tokenBalance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['TokenUsageConnection'], ParentType, ContextType, RequireFields<UserUsageArgs, 'first'>>;
};

export type Resolvers<ContextType = InferenceContext> = {
  CancelChatCompletionPayload?: CancelChatCompletionPayloadResolvers<ContextType>;
  ChatCompletion?: ChatCompletionResolvers<ContextType>;
  ChatCompletionDelta?: ChatCompletionDeltaResolvers<ContextType>;
  ChatCompletionMessage?: ChatCompletionMessageResolvers<ContextType>;
  CompletionUsage?: CompletionUsageResolvers<ContextType>;
  CreateChatCompletionPayload?: CreateChatCompletionPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  GrantTokensPayload?: GrantTokensPayloadResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  ModelConnection?: ModelConnectionResolvers<ContextType>;
  ModelEdge?: ModelEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TokenCount?: TokenCountResolvers<ContextType>;
  TokenUsage?: TokenUsageResolvers<ContextType>;
  TokenUsageConnection?: TokenUsageConnectionResolvers<ContextType>;
  TokenUsageEdge?: TokenUsageEdgeResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

