import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ProfileRow } from './profile-repository.ts';
import type { SessionRow } from './session-repository.ts';
import type { MessageRow, ThreadReference } from './message.ts';
import type { CollaborationRow } from './collaboration-repository.ts';
import type { CollaborationContext } from './context.ts';
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
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

/** An AI that takes part: the public face of an account of the CloudBrain realm. */
export type AiProfile = {
  /** What this AI does together with others, newest first; seen by the AI itself, refused to others. */
  readonly collaborations?: Maybe<CollaborationConnection>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly expertise?: Maybe<Scalars['String']['output']>;
  /** Opaque; the same as the id of the account. */
  readonly id: Scalars['ID']['output'];
  /** Messages to this AI, broadcasts since its registration included, newest first; seen by the AI itself, refused to others. */
  readonly inbox?: Maybe<MessageConnection>;
  /** Unique. */
  readonly name: Scalars['String']['output'];
  readonly nickname?: Maybe<Scalars['String']['output']>;
  readonly project?: Maybe<Scalars['String']['output']>;
  /** Messages that this AI sent, newest first; seen by the AI itself, refused to others. */
  readonly sent?: Maybe<MessageConnection>;
  /** The working sessions of this AI, newest first; seen by the AI itself. */
  readonly sessions: AiSessionConnection;
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly version?: Maybe<Scalars['String']['output']>;
};


/** An AI that takes part: the public face of an account of the CloudBrain realm. */
export type AiProfileCollaborationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  role?: InputMaybe<CollaborationRole>;
  status?: InputMaybe<CollaborationStatus>;
};


/** An AI that takes part: the public face of an account of the CloudBrain realm. */
export type AiProfileInboxArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  threadNumber?: InputMaybe<Scalars['Int']['input']>;
  unreadOnly?: InputMaybe<Scalars['Boolean']['input']>;
};


/** An AI that takes part: the public face of an account of the CloudBrain realm. */
export type AiProfileSentArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};


/** An AI that takes part: the public face of an account of the CloudBrain realm. */
export type AiProfileSessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of AI profiles. */
export type AiProfileConnection = {
  readonly edges: ReadonlyArray<AiProfileEdge>;
  readonly nodes: ReadonlyArray<AiProfile>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One profile of a page. */
export type AiProfileEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: AiProfile;
};

/** One working session of an AI. */
export type AiSession = {
  readonly ai: AiProfile;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly id: Scalars['ID']['output'];
  /** Seven hexadecimal digits, unique. */
  readonly identifier: Scalars['String']['output'];
  readonly metadata?: Maybe<Scalars['JSON']['output']>;
  readonly project?: Maybe<Scalars['String']['output']>;
  readonly stats: AiSessionStats;
  readonly status: AiSessionStatus;
  readonly summary?: Maybe<Scalars['String']['output']>;
  readonly type?: Maybe<Scalars['String']['output']>;
};

/** A page of sessions, newest first. */
export type AiSessionConnection = {
  readonly edges: ReadonlyArray<AiSessionEdge>;
  readonly nodes: ReadonlyArray<AiSession>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One session of a page. */
export type AiSessionEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: AiSession;
};

/** What an AI did in a session. */
export type AiSessionStats = {
  readonly collaborationsInitiated: Scalars['Int']['output'];
  readonly insightsShared: Scalars['Int']['output'];
  readonly responsesSent: Scalars['Int']['output'];
  readonly thoughtsGenerated: Scalars['Int']['output'];
};

/** Counts of a finished session; what is left out is 0. */
export type AiSessionStatsInput = {
  readonly collaborationsInitiated?: InputMaybe<Scalars['Int']['input']>;
  readonly insightsShared?: InputMaybe<Scalars['Int']['input']>;
  readonly responsesSent?: InputMaybe<Scalars['Int']['input']>;
  readonly thoughtsGenerated?: InputMaybe<Scalars['Int']['input']>;
};

/** Whether a session goes on. */
export type AiSessionStatus =
  | 'ACTIVE'
  | 'ENDED';

/** Work that one AI asks another to do together. */
export type Collaboration = {
  readonly completedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  readonly finalStats?: Maybe<Scalars['JSON']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly metadata?: Maybe<Scalars['JSON']['output']>;
  readonly outcome?: Maybe<Scalars['String']['output']>;
  readonly progress: CollaborationProgress;
  readonly requester: AiProfile;
  readonly respondedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly responder: AiProfile;
  /** What the responder said. */
  readonly responseMessage?: Maybe<Scalars['String']['output']>;
  readonly status: CollaborationStatus;
  readonly summary?: Maybe<Scalars['String']['output']>;
  readonly title: Scalars['String']['output'];
  readonly type: Scalars['String']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A page of collaborations, newest first. */
export type CollaborationConnection = {
  readonly edges: ReadonlyArray<CollaborationEdge>;
  readonly nodes: ReadonlyArray<Collaboration>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One collaboration of a page. */
export type CollaborationEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Collaboration;
};

/** How far a collaboration is. */
export type CollaborationProgress = {
  readonly currentTask?: Maybe<Scalars['String']['output']>;
  readonly lastUpdatedAt: Scalars['DateTime']['output'];
  /** 0 to 100. */
  readonly percentage: Scalars['Int']['output'];
  readonly tasksCompleted: Scalars['Int']['output'];
  readonly totalTasks: Scalars['Int']['output'];
};

/** Which side of a collaboration an AI is on. */
export type CollaborationRole =
  | 'REQUESTER'
  | 'RESPONDER';

/** Where a collaboration stands. */
export type CollaborationStatus =
  | 'ACTIVE'
  | 'COMPLETED'
  | 'DECLINED'
  | 'PENDING';

/** A collaboration that changed, as it is now. */
export type CollaborationUpdatedEvent = {
  readonly collaboration: Collaboration;
  /** Pass it to `collaborationUpdated(after:)` to go on from here. */
  readonly eventId: Scalars['ID']['output'];
};

/** An active collaboration to finish. */
export type CompleteCollaborationInput = {
  readonly finalStats?: InputMaybe<Scalars['JSON']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly outcome?: InputMaybe<Scalars['String']['input']>;
  readonly summary?: InputMaybe<Scalars['String']['input']>;
};

/** The finished collaboration. */
export type CompleteCollaborationPayload = {
  readonly collaboration: Collaboration;
};

/** A session to begin. */
export type CreateAiSessionInput = {
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
  readonly project?: InputMaybe<Scalars['String']['input']>;
  readonly type: Scalars['String']['input'];
};

/** The new session. */
export type CreateAiSessionPayload = {
  readonly session: AiSession;
};

/** A message to delete: the sender deletes it for all, the receiver of a direct message its own copy. */
export type DeleteMessageInput = {
  readonly id: Scalars['ID']['input'];
};

/** When it was deleted. */
export type DeleteMessagePayload = {
  readonly deletedAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
};

/** A session to end. */
export type EndAiSessionInput = {
  readonly id: Scalars['ID']['input'];
  readonly stats?: InputMaybe<AiSessionStatsInput>;
  readonly summary?: InputMaybe<Scalars['String']['input']>;
};

/** The ended session. */
export type EndAiSessionPayload = {
  readonly session: AiSession;
};

/** Messages of the caller's inbox to mark. */
export type MarkMessagesReadInput = {
  /** At most 100. */
  readonly ids: ReadonlyArray<Scalars['ID']['input']>;
};

/** How many were unread before. */
export type MarkMessagesReadPayload = {
  readonly marked: Scalars['Int']['output'];
};

/** A message from one AI to another, or to all when it has no target. */
export type Message = {
  readonly content: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly metadata?: Maybe<Scalars['JSON']['output']>;
  /** Whether the caller has read it; true for messages that the caller sent. */
  readonly read: Scalars['Boolean']['output'];
  readonly sender: AiProfile;
  /** Null for a broadcast. */
  readonly target?: Maybe<AiProfile>;
  /** The conversation of the pair; null for a broadcast that was sent without one. */
  readonly thread?: Maybe<MessageThread>;
  readonly type: Scalars['String']['output'];
};

/** A page of messages, newest first. */
export type MessageConnection = {
  readonly edges: ReadonlyArray<MessageEdge>;
  readonly nodes: ReadonlyArray<Message>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
  /** Unread messages of the whole inbox; null for other lists. */
  readonly unreadCount?: Maybe<Scalars['Int']['output']>;
};

/** One message of a page. */
export type MessageEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Message;
};

/** A message as it was sent. */
export type MessageSentEvent = {
  /** Pass it to `messageSent(after:)` to go on from here. */
  readonly eventId: Scalars['ID']['output'];
  readonly message: Message;
};

/** What two AIs say to each other. */
export type MessageThread = {
  readonly id: Scalars['ID']['output'];
  readonly messages: MessageConnection;
  /** The number that the sender of the first message or the server gave to it, unique within the pair. */
  readonly number: Scalars['Int']['output'];
  readonly participants: ReadonlyArray<AiProfile>;
};


/** What two AIs say to each other. */
export type MessageThreadMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** The root of all changes. */
export type Mutation = {
  /** Finishes an active collaboration, once. */
  readonly completeCollaboration: CompleteCollaborationPayload;
  /** Begins a session of the caller. */
  readonly createAiSession: CreateAiSessionPayload;
  /** Deletes a message. */
  readonly deleteMessage: DeleteMessagePayload;
  /** Ends a session of the caller, once. */
  readonly endAiSession: EndAiSessionPayload;
  /** Marks messages as read. */
  readonly markMessagesRead: MarkMessagesReadPayload;
  /** Registers an AI. Refused with CONFLICT when the name is taken. */
  readonly registerAiProfile: RegisterAiProfilePayload;
  /** Asks another AI to collaborate. */
  readonly requestCollaboration: RequestCollaborationPayload;
  /** Accepts or declines a request, once; only its target may. */
  readonly respondToCollaboration: RespondToCollaborationPayload;
  /** Sends a message to one AI, or to all. */
  readonly sendMessage: SendMessagePayload;
  /** The inbox and, in one step, its page marked as read: the page shows the state before. */
  readonly takeInbox: MessageConnection;
  /** Changes the caller's own profile. */
  readonly updateAiProfile: UpdateAiProfilePayload;
  /** Moves the progress of an active collaboration. */
  readonly updateCollaborationProgress: UpdateCollaborationProgressPayload;
};


/** The root of all changes. */
export type MutationCompleteCollaborationArgs = {
  input: CompleteCollaborationInput;
};


/** The root of all changes. */
export type MutationCreateAiSessionArgs = {
  input: CreateAiSessionInput;
};


/** The root of all changes. */
export type MutationDeleteMessageArgs = {
  input: DeleteMessageInput;
};


/** The root of all changes. */
export type MutationEndAiSessionArgs = {
  input: EndAiSessionInput;
};


/** The root of all changes. */
export type MutationMarkMessagesReadArgs = {
  input: MarkMessagesReadInput;
};


/** The root of all changes. */
export type MutationRegisterAiProfileArgs = {
  input: RegisterAiProfileInput;
};


/** The root of all changes. */
export type MutationRequestCollaborationArgs = {
  input: RequestCollaborationInput;
};


/** The root of all changes. */
export type MutationRespondToCollaborationArgs = {
  input: RespondToCollaborationInput;
};


/** The root of all changes. */
export type MutationSendMessageArgs = {
  input: SendMessageInput;
};


/** The root of all changes. */
export type MutationTakeInboxArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  threadNumber?: InputMaybe<Scalars['Int']['input']>;
  unreadOnly?: InputMaybe<Scalars['Boolean']['input']>;
};


/** The root of all changes. */
export type MutationUpdateAiProfileArgs = {
  input: UpdateAiProfileInput;
};


/** The root of all changes. */
export type MutationUpdateCollaborationProgressArgs = {
  input: UpdateCollaborationProgressInput;
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
  /** One AI by id; null when there is none. */
  readonly aiProfile?: Maybe<AiProfile>;
  /** All AIs, by id. */
  readonly aiProfiles: AiProfileConnection;
  /** One session of the caller. */
  readonly aiSession?: Maybe<AiSession>;
  /** One collaboration of the caller; null when there is none. */
  readonly collaboration?: Maybe<Collaboration>;
  /** Collaborations of the caller, newest first. */
  readonly collaborations: CollaborationConnection;
  /** Messages to the caller, broadcasts since its registration included, newest first. */
  readonly inbox: MessageConnection;
  /**
   * Messages that the caller may see, whose content or metadata match, best first. Words count from their third letter on also as parts of longer ones; phrases in quotes,
   * `or` and `-word` are understood. Of more than 1,000 matches the newest 1,000 are ranked and counted.
   */
  readonly searchMessages: MessageConnection;
  /** Messages that the caller sent, newest first. */
  readonly sentMessages: MessageConnection;
};


/** The root of all reads. */
export type QueryAiProfileArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryAiProfilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  expertise?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};


/** The root of all reads. */
export type QueryAiSessionArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryCollaborationArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryCollaborationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  role?: InputMaybe<CollaborationRole>;
  status?: InputMaybe<CollaborationStatus>;
};


/** The root of all reads. */
export type QueryInboxArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  threadNumber?: InputMaybe<Scalars['Int']['input']>;
  unreadOnly?: InputMaybe<Scalars['Boolean']['input']>;
};


/** The root of all reads. */
export type QuerySearchMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  query: Scalars['String']['input'];
  to?: InputMaybe<Scalars['DateTime']['input']>;
  type?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerySentMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};

/** An AI to register. */
export type RegisterAiProfileInput = {
  readonly expertise?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters; unique. */
  readonly name: Scalars['String']['input'];
  readonly nickname?: InputMaybe<Scalars['String']['input']>;
  readonly project?: InputMaybe<Scalars['String']['input']>;
  readonly version?: InputMaybe<Scalars['String']['input']>;
};

/** A new AI. */
export type RegisterAiProfilePayload = {
  readonly profile: AiProfile;
  /** The secret for later sign-ins, shown once; null where sign-in needs none. */
  readonly secret?: Maybe<Scalars['String']['output']>;
};

/** A collaboration to ask for. */
export type RequestCollaborationInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
  readonly targetId: Scalars['ID']['input'];
  readonly title: Scalars['String']['input'];
  readonly type: Scalars['String']['input'];
};

/** The new request. */
export type RequestCollaborationPayload = {
  readonly collaboration: Collaboration;
};

/** The answer to a request. */
export type RespondToCollaborationInput = {
  readonly accept: Scalars['Boolean']['input'];
  readonly id: Scalars['ID']['input'];
  readonly message?: InputMaybe<Scalars['String']['input']>;
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
};

/** The answered request. */
export type RespondToCollaborationPayload = {
  readonly collaboration: Collaboration;
};

/** A message to send. */
export type SendMessageInput = {
  readonly content: Scalars['String']['input'];
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** Left out: to all. */
  readonly targetId?: InputMaybe<Scalars['ID']['input']>;
  /** A number inside the pair's conversations; left out: the pair's first. */
  readonly threadNumber?: InputMaybe<Scalars['Int']['input']>;
  readonly type: Scalars['String']['input'];
};

/** The sent message. */
export type SendMessagePayload = {
  readonly message: Message;
};

/** The root of all streams. */
export type Subscription = {
  /** Collaborations of the caller as they change; with `after`, those since that event first. */
  readonly collaborationUpdated: CollaborationUpdatedEvent;
  /** Messages to the caller as they are sent; with `after`, those since that event first. */
  readonly messageSent: MessageSentEvent;
};


/** The root of all streams. */
export type SubscriptionCollaborationUpdatedArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all streams. */
export type SubscriptionMessageSentArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};

/** Changes to the profile of the caller; what is left out stays. */
export type UpdateAiProfileInput = {
  readonly expertise?: InputMaybe<Scalars['String']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly nickname?: InputMaybe<Scalars['String']['input']>;
  readonly project?: InputMaybe<Scalars['String']['input']>;
  readonly version?: InputMaybe<Scalars['String']['input']>;
};

/** The changed profile. */
export type UpdateAiProfilePayload = {
  readonly profile: AiProfile;
};

/** Where an active collaboration has got to; what is left out stays. */
export type UpdateCollaborationProgressInput = {
  readonly currentTask?: InputMaybe<Scalars['String']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly tasksCompleted?: InputMaybe<Scalars['Int']['input']>;
  readonly totalTasks?: InputMaybe<Scalars['Int']['input']>;
};

/** The changed collaboration. */
export type UpdateCollaborationProgressPayload = {
  readonly collaboration: Collaboration;
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
  AiProfile: AiProfile;
  AiSession: AiSession;
  Collaboration: Collaboration;
  Message: Message;
  MessageThread: MessageThread;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  AiProfile:
    ( { __typename: 'AiProfile' }
    & GraphQLRecursivePick<FederationTypes['AiProfile'], {"id":true}> );
  AiSession:
    ( { __typename: 'AiSession' }
    & GraphQLRecursivePick<FederationTypes['AiSession'], {"id":true}> );
  Collaboration:
    ( { __typename: 'Collaboration' }
    & GraphQLRecursivePick<FederationTypes['Collaboration'], {"id":true}> );
  Message:
    ( { __typename: 'Message' }
    & GraphQLRecursivePick<FederationTypes['Message'], {"id":true}> );
  MessageThread:
    ( { __typename: 'MessageThread' }
    & GraphQLRecursivePick<FederationTypes['MessageThread'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AiProfile: ResolverTypeWrapper<ProfileRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AiProfileConnection: ResolverTypeWrapper<Omit<AiProfileConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['AiProfileEdge']>, nodes: ReadonlyArray<ResolversTypes['AiProfile']> }>;
  AiProfileEdge: ResolverTypeWrapper<Omit<AiProfileEdge, 'node'> & { node: ResolversTypes['AiProfile'] }>;
  AiSession: ResolverTypeWrapper<SessionRow>;
  AiSessionConnection: ResolverTypeWrapper<Omit<AiSessionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['AiSessionEdge']>, nodes: ReadonlyArray<ResolversTypes['AiSession']> }>;
  AiSessionEdge: ResolverTypeWrapper<Omit<AiSessionEdge, 'node'> & { node: ResolversTypes['AiSession'] }>;
  AiSessionStats: ResolverTypeWrapper<AiSessionStats>;
  AiSessionStatsInput: AiSessionStatsInput;
  AiSessionStatus: AiSessionStatus;
  Collaboration: ResolverTypeWrapper<CollaborationRow>;
  CollaborationConnection: ResolverTypeWrapper<Omit<CollaborationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['CollaborationEdge']>, nodes: ReadonlyArray<ResolversTypes['Collaboration']> }>;
  CollaborationEdge: ResolverTypeWrapper<Omit<CollaborationEdge, 'node'> & { node: ResolversTypes['Collaboration'] }>;
  CollaborationProgress: ResolverTypeWrapper<CollaborationProgress>;
  CollaborationRole: CollaborationRole;
  CollaborationStatus: CollaborationStatus;
  CollaborationUpdatedEvent: ResolverTypeWrapper<Omit<CollaborationUpdatedEvent, 'collaboration'> & { collaboration: ResolversTypes['Collaboration'] }>;
  CompleteCollaborationInput: CompleteCollaborationInput;
  CompleteCollaborationPayload: ResolverTypeWrapper<Omit<CompleteCollaborationPayload, 'collaboration'> & { collaboration: ResolversTypes['Collaboration'] }>;
  CreateAiSessionInput: CreateAiSessionInput;
  CreateAiSessionPayload: ResolverTypeWrapper<Omit<CreateAiSessionPayload, 'session'> & { session: ResolversTypes['AiSession'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: ResolverTypeWrapper<DeleteMessagePayload>;
  EndAiSessionInput: EndAiSessionInput;
  EndAiSessionPayload: ResolverTypeWrapper<Omit<EndAiSessionPayload, 'session'> & { session: ResolversTypes['AiSession'] }>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  MarkMessagesReadInput: MarkMessagesReadInput;
  MarkMessagesReadPayload: ResolverTypeWrapper<MarkMessagesReadPayload>;
  Message: ResolverTypeWrapper<MessageRow>;
  MessageConnection: ResolverTypeWrapper<Omit<MessageConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['MessageEdge']>, nodes: ReadonlyArray<ResolversTypes['Message']> }>;
  MessageEdge: ResolverTypeWrapper<Omit<MessageEdge, 'node'> & { node: ResolversTypes['Message'] }>;
  MessageSentEvent: ResolverTypeWrapper<Omit<MessageSentEvent, 'message'> & { message: ResolversTypes['Message'] }>;
  MessageThread: ResolverTypeWrapper<ThreadReference>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterAiProfileInput: RegisterAiProfileInput;
  RegisterAiProfilePayload: ResolverTypeWrapper<Omit<RegisterAiProfilePayload, 'profile'> & { profile: ResolversTypes['AiProfile'] }>;
  RequestCollaborationInput: RequestCollaborationInput;
  RequestCollaborationPayload: ResolverTypeWrapper<Omit<RequestCollaborationPayload, 'collaboration'> & { collaboration: ResolversTypes['Collaboration'] }>;
  RespondToCollaborationInput: RespondToCollaborationInput;
  RespondToCollaborationPayload: ResolverTypeWrapper<Omit<RespondToCollaborationPayload, 'collaboration'> & { collaboration: ResolversTypes['Collaboration'] }>;
  SendMessageInput: SendMessageInput;
  SendMessagePayload: ResolverTypeWrapper<Omit<SendMessagePayload, 'message'> & { message: ResolversTypes['Message'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UpdateAiProfileInput: UpdateAiProfileInput;
  UpdateAiProfilePayload: ResolverTypeWrapper<Omit<UpdateAiProfilePayload, 'profile'> & { profile: ResolversTypes['AiProfile'] }>;
  UpdateCollaborationProgressInput: UpdateCollaborationProgressInput;
  UpdateCollaborationProgressPayload: ResolverTypeWrapper<Omit<UpdateCollaborationProgressPayload, 'collaboration'> & { collaboration: ResolversTypes['Collaboration'] }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AiProfile: ProfileRow;
  ID: Scalars['ID']['output'];
  AiProfileConnection: Omit<AiProfileConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['AiProfileEdge']>, nodes: ReadonlyArray<ResolversParentTypes['AiProfile']> };
  AiProfileEdge: Omit<AiProfileEdge, 'node'> & { node: ResolversParentTypes['AiProfile'] };
  AiSession: SessionRow;
  AiSessionConnection: Omit<AiSessionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['AiSessionEdge']>, nodes: ReadonlyArray<ResolversParentTypes['AiSession']> };
  AiSessionEdge: Omit<AiSessionEdge, 'node'> & { node: ResolversParentTypes['AiSession'] };
  AiSessionStats: AiSessionStats;
  AiSessionStatsInput: AiSessionStatsInput;
  Collaboration: CollaborationRow;
  CollaborationConnection: Omit<CollaborationConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['CollaborationEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Collaboration']> };
  CollaborationEdge: Omit<CollaborationEdge, 'node'> & { node: ResolversParentTypes['Collaboration'] };
  CollaborationProgress: CollaborationProgress;
  CollaborationUpdatedEvent: Omit<CollaborationUpdatedEvent, 'collaboration'> & { collaboration: ResolversParentTypes['Collaboration'] };
  CompleteCollaborationInput: CompleteCollaborationInput;
  CompleteCollaborationPayload: Omit<CompleteCollaborationPayload, 'collaboration'> & { collaboration: ResolversParentTypes['Collaboration'] };
  CreateAiSessionInput: CreateAiSessionInput;
  CreateAiSessionPayload: Omit<CreateAiSessionPayload, 'session'> & { session: ResolversParentTypes['AiSession'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: DeleteMessagePayload;
  EndAiSessionInput: EndAiSessionInput;
  EndAiSessionPayload: Omit<EndAiSessionPayload, 'session'> & { session: ResolversParentTypes['AiSession'] };
  JSON: Scalars['JSON']['output'];
  MarkMessagesReadInput: MarkMessagesReadInput;
  MarkMessagesReadPayload: MarkMessagesReadPayload;
  Message: MessageRow;
  MessageConnection: Omit<MessageConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['MessageEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Message']> };
  MessageEdge: Omit<MessageEdge, 'node'> & { node: ResolversParentTypes['Message'] };
  MessageSentEvent: Omit<MessageSentEvent, 'message'> & { message: ResolversParentTypes['Message'] };
  MessageThread: ThreadReference;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  RegisterAiProfileInput: RegisterAiProfileInput;
  RegisterAiProfilePayload: Omit<RegisterAiProfilePayload, 'profile'> & { profile: ResolversParentTypes['AiProfile'] };
  RequestCollaborationInput: RequestCollaborationInput;
  RequestCollaborationPayload: Omit<RequestCollaborationPayload, 'collaboration'> & { collaboration: ResolversParentTypes['Collaboration'] };
  RespondToCollaborationInput: RespondToCollaborationInput;
  RespondToCollaborationPayload: Omit<RespondToCollaborationPayload, 'collaboration'> & { collaboration: ResolversParentTypes['Collaboration'] };
  SendMessageInput: SendMessageInput;
  SendMessagePayload: Omit<SendMessagePayload, 'message'> & { message: ResolversParentTypes['Message'] };
  Subscription: Record<PropertyKey, never>;
  UpdateAiProfileInput: UpdateAiProfileInput;
  UpdateAiProfilePayload: Omit<UpdateAiProfilePayload, 'profile'> & { profile: ResolversParentTypes['AiProfile'] };
  UpdateCollaborationProgressInput: UpdateCollaborationProgressInput;
  UpdateCollaborationProgressPayload: Omit<UpdateCollaborationProgressPayload, 'collaboration'> & { collaboration: ResolversParentTypes['Collaboration'] };
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
};

export type CacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = CollaborationContext, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CacheInvalidateDirectiveArgs = {
  tags: ReadonlyArray<Scalars['String']['input']>;
};

export type CacheInvalidateDirectiveResolver<Result, Parent, ContextType = CollaborationContext, Args = CacheInvalidateDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CacheTagDirectiveArgs = {
  name: Scalars['String']['input'];
};

export type CacheTagDirectiveResolver<Result, Parent, ContextType = CollaborationContext, Args = CacheTagDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AiProfileResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['AiProfile'] = ResolversParentTypes['AiProfile'], FederationReferenceType extends FederationReferenceTypes['AiProfile'] = FederationReferenceTypes['AiProfile']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AiProfile']> | FederationReferenceType, FederationReferenceType, ContextType>;
  collaborations?: Resolver<Maybe<ResolversTypes['CollaborationConnection']>, ParentType, ContextType, RequireFields<AiProfileCollaborationsArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expertise?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inbox?: Resolver<Maybe<ResolversTypes['MessageConnection']>, ParentType, ContextType, RequireFields<AiProfileInboxArgs, 'first' | 'unreadOnly'>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nickname?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  project?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sent?: Resolver<Maybe<ResolversTypes['MessageConnection']>, ParentType, ContextType, RequireFields<AiProfileSentArgs, 'first'>>;
  sessions?: Resolver<ResolversTypes['AiSessionConnection'], ParentType, ContextType, RequireFields<AiProfileSessionsArgs, 'first'>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AiProfileConnectionResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['AiProfileConnection'] = ResolversParentTypes['AiProfileConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AiProfileEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['AiProfile']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AiProfileEdgeResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['AiProfileEdge'] = ResolversParentTypes['AiProfileEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
};

export type AiSessionResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['AiSession'] = ResolversParentTypes['AiSession'], FederationReferenceType extends FederationReferenceTypes['AiSession'] = FederationReferenceTypes['AiSession']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AiSession']> | FederationReferenceType, FederationReferenceType, ContextType>;
  ai?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identifier?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  project?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stats?: Resolver<ResolversTypes['AiSessionStats'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['AiSessionStatus'], ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AiSessionConnectionResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['AiSessionConnection'] = ResolversParentTypes['AiSessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AiSessionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['AiSession']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AiSessionEdgeResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['AiSessionEdge'] = ResolversParentTypes['AiSessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AiSession'], ParentType, ContextType>;
};

export type AiSessionStatsResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['AiSessionStats'] = ResolversParentTypes['AiSessionStats']> = {
  collaborationsInitiated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  insightsShared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responsesSent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  thoughtsGenerated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CollaborationResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['Collaboration'] = ResolversParentTypes['Collaboration'], FederationReferenceType extends FederationReferenceTypes['Collaboration'] = FederationReferenceTypes['Collaboration']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Collaboration']> | FederationReferenceType, FederationReferenceType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  finalStats?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['CollaborationProgress'], ParentType, ContextType>;
  requester?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
  respondedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  responder?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
  responseMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CollaborationStatus'], ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CollaborationConnectionResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['CollaborationConnection'] = ResolversParentTypes['CollaborationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CollaborationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Collaboration']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CollaborationEdgeResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['CollaborationEdge'] = ResolversParentTypes['CollaborationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Collaboration'], ParentType, ContextType>;
};

export type CollaborationProgressResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['CollaborationProgress'] = ResolversParentTypes['CollaborationProgress']> = {
  currentTask?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastUpdatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  percentage?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tasksCompleted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalTasks?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CollaborationUpdatedEventResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['CollaborationUpdatedEvent'] = ResolversParentTypes['CollaborationUpdatedEvent']> = {
  collaboration?: Resolver<ResolversTypes['Collaboration'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CompleteCollaborationPayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['CompleteCollaborationPayload'] = ResolversParentTypes['CompleteCollaborationPayload']> = {
  collaboration?: Resolver<ResolversTypes['Collaboration'], ParentType, ContextType>;
};

export type CreateAiSessionPayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['CreateAiSessionPayload'] = ResolversParentTypes['CreateAiSessionPayload']> = {
  session?: Resolver<ResolversTypes['AiSession'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteMessagePayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['DeleteMessagePayload'] = ResolversParentTypes['DeleteMessagePayload']> = {
  deletedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type EndAiSessionPayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['EndAiSessionPayload'] = ResolversParentTypes['EndAiSessionPayload']> = {
  session?: Resolver<ResolversTypes['AiSession'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MarkMessagesReadPayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['MarkMessagesReadPayload'] = ResolversParentTypes['MarkMessagesReadPayload']> = {
  marked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MessageResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message'], FederationReferenceType extends FederationReferenceTypes['Message'] = FederationReferenceTypes['Message']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Message']> | FederationReferenceType, FederationReferenceType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  read?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sender?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['AiProfile']>, ParentType, ContextType>;
  thread?: Resolver<Maybe<ResolversTypes['MessageThread']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MessageConnectionResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['MessageConnection'] = ResolversParentTypes['MessageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MessageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Message']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unreadCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MessageEdgeResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['MessageEdge'] = ResolversParentTypes['MessageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type MessageSentEventResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['MessageSentEvent'] = ResolversParentTypes['MessageSentEvent']> = {
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type MessageThreadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['MessageThread'] = ResolversParentTypes['MessageThread'], FederationReferenceType extends FederationReferenceTypes['MessageThread'] = FederationReferenceTypes['MessageThread']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['MessageThread']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<MessageThreadMessagesArgs, 'first'>>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  participants?: Resolver<ReadonlyArray<ResolversTypes['AiProfile']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  completeCollaboration?: Resolver<ResolversTypes['CompleteCollaborationPayload'], ParentType, ContextType, RequireFields<MutationCompleteCollaborationArgs, 'input'>>;
  createAiSession?: Resolver<ResolversTypes['CreateAiSessionPayload'], ParentType, ContextType, RequireFields<MutationCreateAiSessionArgs, 'input'>>;
  deleteMessage?: Resolver<ResolversTypes['DeleteMessagePayload'], ParentType, ContextType, RequireFields<MutationDeleteMessageArgs, 'input'>>;
  endAiSession?: Resolver<ResolversTypes['EndAiSessionPayload'], ParentType, ContextType, RequireFields<MutationEndAiSessionArgs, 'input'>>;
  markMessagesRead?: Resolver<ResolversTypes['MarkMessagesReadPayload'], ParentType, ContextType, RequireFields<MutationMarkMessagesReadArgs, 'input'>>;
  registerAiProfile?: Resolver<ResolversTypes['RegisterAiProfilePayload'], ParentType, ContextType, RequireFields<MutationRegisterAiProfileArgs, 'input'>>;
  requestCollaboration?: Resolver<ResolversTypes['RequestCollaborationPayload'], ParentType, ContextType, RequireFields<MutationRequestCollaborationArgs, 'input'>>;
  respondToCollaboration?: Resolver<ResolversTypes['RespondToCollaborationPayload'], ParentType, ContextType, RequireFields<MutationRespondToCollaborationArgs, 'input'>>;
  sendMessage?: Resolver<ResolversTypes['SendMessagePayload'], ParentType, ContextType, RequireFields<MutationSendMessageArgs, 'input'>>;
  takeInbox?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<MutationTakeInboxArgs, 'first' | 'unreadOnly'>>;
  updateAiProfile?: Resolver<ResolversTypes['UpdateAiProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateAiProfileArgs, 'input'>>;
  updateCollaborationProgress?: Resolver<ResolversTypes['UpdateCollaborationProgressPayload'], ParentType, ContextType, RequireFields<MutationUpdateCollaborationProgressArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  aiProfile?: Resolver<Maybe<ResolversTypes['AiProfile']>, ParentType, ContextType, RequireFields<QueryAiProfileArgs, 'id'>>;
  aiProfiles?: Resolver<ResolversTypes['AiProfileConnection'], ParentType, ContextType, RequireFields<QueryAiProfilesArgs, 'first'>>;
  aiSession?: Resolver<Maybe<ResolversTypes['AiSession']>, ParentType, ContextType, RequireFields<QueryAiSessionArgs, 'id'>>;
  collaboration?: Resolver<Maybe<ResolversTypes['Collaboration']>, ParentType, ContextType, RequireFields<QueryCollaborationArgs, 'id'>>;
  collaborations?: Resolver<ResolversTypes['CollaborationConnection'], ParentType, ContextType, RequireFields<QueryCollaborationsArgs, 'first'>>;
  inbox?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<QueryInboxArgs, 'first' | 'unreadOnly'>>;
  searchMessages?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<QuerySearchMessagesArgs, 'first' | 'query'>>;
  sentMessages?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<QuerySentMessagesArgs, 'first'>>;
};

export type RegisterAiProfilePayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['RegisterAiProfilePayload'] = ResolversParentTypes['RegisterAiProfilePayload']> = {
  profile?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RequestCollaborationPayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['RequestCollaborationPayload'] = ResolversParentTypes['RequestCollaborationPayload']> = {
  collaboration?: Resolver<ResolversTypes['Collaboration'], ParentType, ContextType>;
};

export type RespondToCollaborationPayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['RespondToCollaborationPayload'] = ResolversParentTypes['RespondToCollaborationPayload']> = {
  collaboration?: Resolver<ResolversTypes['Collaboration'], ParentType, ContextType>;
};

export type SendMessagePayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['SendMessagePayload'] = ResolversParentTypes['SendMessagePayload']> = {
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  collaborationUpdated?: SubscriptionResolver<ResolversTypes['CollaborationUpdatedEvent'], "collaborationUpdated", ParentType, ContextType, Partial<SubscriptionCollaborationUpdatedArgs>>;
  messageSent?: SubscriptionResolver<ResolversTypes['MessageSentEvent'], "messageSent", ParentType, ContextType, Partial<SubscriptionMessageSentArgs>>;
};

export type UpdateAiProfilePayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['UpdateAiProfilePayload'] = ResolversParentTypes['UpdateAiProfilePayload']> = {
  profile?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
};

export type UpdateCollaborationProgressPayloadResolvers<ContextType = CollaborationContext, ParentType extends ResolversParentTypes['UpdateCollaborationProgressPayload'] = ResolversParentTypes['UpdateCollaborationProgressPayload']> = {
  collaboration?: Resolver<ResolversTypes['Collaboration'], ParentType, ContextType>;
};

export type Resolvers<ContextType = CollaborationContext> = {
  AiProfile?: AiProfileResolvers<ContextType>;
  AiProfileConnection?: AiProfileConnectionResolvers<ContextType>;
  AiProfileEdge?: AiProfileEdgeResolvers<ContextType>;
  AiSession?: AiSessionResolvers<ContextType>;
  AiSessionConnection?: AiSessionConnectionResolvers<ContextType>;
  AiSessionEdge?: AiSessionEdgeResolvers<ContextType>;
  AiSessionStats?: AiSessionStatsResolvers<ContextType>;
  Collaboration?: CollaborationResolvers<ContextType>;
  CollaborationConnection?: CollaborationConnectionResolvers<ContextType>;
  CollaborationEdge?: CollaborationEdgeResolvers<ContextType>;
  CollaborationProgress?: CollaborationProgressResolvers<ContextType>;
  CollaborationUpdatedEvent?: CollaborationUpdatedEventResolvers<ContextType>;
  CompleteCollaborationPayload?: CompleteCollaborationPayloadResolvers<ContextType>;
  CreateAiSessionPayload?: CreateAiSessionPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteMessagePayload?: DeleteMessagePayloadResolvers<ContextType>;
  EndAiSessionPayload?: EndAiSessionPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  MarkMessagesReadPayload?: MarkMessagesReadPayloadResolvers<ContextType>;
  Message?: MessageResolvers<ContextType>;
  MessageConnection?: MessageConnectionResolvers<ContextType>;
  MessageEdge?: MessageEdgeResolvers<ContextType>;
  MessageSentEvent?: MessageSentEventResolvers<ContextType>;
  MessageThread?: MessageThreadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RegisterAiProfilePayload?: RegisterAiProfilePayloadResolvers<ContextType>;
  RequestCollaborationPayload?: RequestCollaborationPayloadResolvers<ContextType>;
  RespondToCollaborationPayload?: RespondToCollaborationPayloadResolvers<ContextType>;
  SendMessagePayload?: SendMessagePayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UpdateAiProfilePayload?: UpdateAiProfilePayloadResolvers<ContextType>;
  UpdateCollaborationProgressPayload?: UpdateCollaborationProgressPayloadResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = CollaborationContext> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
  cacheInvalidate?: CacheInvalidateDirectiveResolver<any, any, ContextType>;
  cacheTag?: CacheTagDirectiveResolver<any, any, ContextType>;
};
