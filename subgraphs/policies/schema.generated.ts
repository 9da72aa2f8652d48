import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Policy as PolicyModel, PolicyVersion as PolicyVersionModel, Agent, StepEvent } from './policy.ts';
import type { AgentSnapshot } from './agent-service.ts';
import type { TransitionRow } from './repository.ts';
import type { TransitionPage } from './recording-service.ts';
import type { PoliciesContext } from './context.ts';
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
  /** Bytes, in base64 with padding (RFC 4648, section 4). */
  Base64: { input: Uint8Array; output: Uint8Array; }
  /** An instant, RFC 3339 in UTC with milliseconds. */
  DateTime: { input: string; output: Date; }
  /** What a policy does: a whole number (discrete), or one number per dimension (continuous). */
  PolicyAction: { input: number | readonly number[]; output: number | readonly number[]; }
  _FieldSet: { input: string; output: string; }
};

/** An agent to copy. */
export type ForkPolicyAgentInput = {
  readonly agentId: Scalars['ID']['input'];
  /** The copy; an agent of that id is replaced. */
  readonly newAgentId: Scalars['ID']['input'];
  /** Left out: the default policy. */
  readonly policy?: InputMaybe<Scalars['ID']['input']>;
};

/** The copy. */
export type ForkPolicyAgentPayload = {
  readonly agent: PolicyAgent;
};

/** A version to load. */
export type LoadPolicyVersionInput = {
  /** Points this alias to the version once it is loaded. */
  readonly alias?: InputMaybe<Scalars['String']['input']>;
  readonly policy: Scalars['ID']['input'];
  readonly version: Scalars['ID']['input'];
};

/** The loaded version. */
export type LoadPolicyVersionPayload = {
  readonly version: PolicyVersion;
};

/** The root of all changes. */
export type Mutation = {
  /** Copies an agent with all its state. */
  readonly forkPolicyAgent: ForkPolicyAgentPayload;
  /** Loads a version: checks it against its recorded outputs, warms it up, then takes it in. A version that is loaded already is left as it is. */
  readonly loadPolicyVersion: LoadPolicyVersionPayload;
  /** Forgets an agent. */
  readonly releasePolicyAgent: ReleasePolicyAgentPayload;
  /** Reports the reward of a recorded step. */
  readonly reportPolicyReward: ReportPolicyRewardPayload;
  /** Gives an agent fresh state; makes it when it is new. */
  readonly resetPolicyAgent: ResetPolicyAgentPayload;
  /** Gives an agent the state of a snapshot; makes it when it is new. */
  readonly restorePolicyAgent: RestorePolicyAgentPayload;
  /** Points an alias to a loaded version; agents follow at their next reset. */
  readonly setPolicyAlias: SetPolicyAliasPayload;
  /** Turns the recording of steps on or off. */
  readonly setPolicyRecording: SetPolicyRecordingPayload;
  /** Asks for several actions at once: all, or none. */
  readonly stepPolicies: StepPoliciesPayload;
  /** Asks for one action. Steps of one agent are taken in the order they came; a refused step moves no state. */
  readonly stepPolicy: StepPolicyPayload;
  /** Takes a version out of service. */
  readonly unloadPolicyVersion: UnloadPolicyVersionPayload;
};


/** The root of all changes. */
export type MutationForkPolicyAgentArgs = {
  input: ForkPolicyAgentInput;
};


/** The root of all changes. */
export type MutationLoadPolicyVersionArgs = {
  input: LoadPolicyVersionInput;
};


/** The root of all changes. */
export type MutationReleasePolicyAgentArgs = {
  input: ReleasePolicyAgentInput;
};


/** The root of all changes. */
export type MutationReportPolicyRewardArgs = {
  input: ReportPolicyRewardInput;
};


/** The root of all changes. */
export type MutationResetPolicyAgentArgs = {
  input: ResetPolicyAgentInput;
};


/** The root of all changes. */
export type MutationRestorePolicyAgentArgs = {
  input: RestorePolicyAgentInput;
};


/** The root of all changes. */
export type MutationSetPolicyAliasArgs = {
  input: SetPolicyAliasInput;
};


/** The root of all changes. */
export type MutationSetPolicyRecordingArgs = {
  input: SetPolicyRecordingInput;
};


/** The root of all changes. */
export type MutationStepPoliciesArgs = {
  input: StepPoliciesInput;
};


/** The root of all changes. */
export type MutationStepPolicyArgs = {
  input: StepPolicyInput;
};


/** The root of all changes. */
export type MutationUnloadPolicyVersionArgs = {
  input: UnloadPolicyVersionInput;
};

/** Where a page lies in its list. */
export type PageInfo = {
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** A trained agent under one name, in one or more versions that observe and act alike. */
export type Policy = {
  readonly actionKind: PolicyActionKind;
  /** Number of choices (discrete) or of dimensions (continuous). */
  readonly actionSize: Scalars['Int']['output'];
  /** Agents with state now, in the order of their ids. */
  readonly agents: PolicyAgentConnection;
  readonly aliases: ReadonlyArray<PolicyAlias>;
  /** What agents get that are reset without naming a version; null while nothing of the policy is loaded. */
  readonly currentVersion?: Maybe<PolicyVersion>;
  /** What it does, in a sentence. */
  readonly description: Scalars['String']['output'];
  /** True for the policy that is meant when a request names none. */
  readonly isDefault: Scalars['Boolean']['output'];
  /** Unique, such as `cartpole`. */
  readonly name: Scalars['ID']['output'];
  /** How many numbers an observation has. */
  readonly observationLength: Scalars['Int']['output'];
  /** Oldest first. */
  readonly versions: ReadonlyArray<PolicyVersion>;
};


/** A trained agent under one name, in one or more versions that observe and act alike. */
export type PolicyAgentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What kind of actions a policy takes. */
export type PolicyActionKind =
  /** A number for each of `actionSize` dimensions. It is not clipped: its log-probability is that of the number returned. */
  | 'CONTINUOUS'
  /** One of `actionSize` choices, counted from 0. */
  | 'DISCRETE';

/** The state of one agent in one policy. */
export type PolicyAgent = {
  /** Changes with each reset. */
  readonly episodeId: Scalars['ID']['output'];
  /** The name that its user gave it; unique within the policy. */
  readonly id: Scalars['ID']['output'];
  /** True while its steps are recorded. */
  readonly isRecorded: Scalars['Boolean']['output'];
  readonly lastUsedAt: Scalars['DateTime']['output'];
  readonly policy: Policy;
  readonly policyName: Scalars['ID']['output'];
  /** How full its memory is, 0 to 1; 0 after a reset. */
  readonly pressure: Scalars['Float']['output'];
  readonly resetAt: Scalars['DateTime']['output'];
  /** Steps since its last reset. */
  readonly stepCount: Scalars['Int']['output'];
  /** It keeps this version until it is reset. */
  readonly version: PolicyVersion;
};

/** A page of agents. */
export type PolicyAgentConnection = {
  readonly edges: ReadonlyArray<PolicyAgentEdge>;
  readonly nodes: ReadonlyArray<PolicyAgent>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One agent of a page. */
export type PolicyAgentEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: PolicyAgent;
};

/** All state of an agent, to be kept elsewhere and restored later. */
export type PolicyAgentSnapshot = {
  readonly policyName: Scalars['ID']['output'];
  /** Opaque. */
  readonly state: Scalars['Base64']['output'];
  readonly stepCount: Scalars['Int']['output'];
  readonly version: Scalars['ID']['output'];
};

/** A name for a version that may be moved to another one, such as `latest` or `canary`. New agents get the version of `latest` when they name none. */
export type PolicyAlias = {
  readonly name: Scalars['String']['output'];
  readonly version: PolicyVersion;
};

/** What runs a policy. */
export type PolicyRuntime =
  /** ONNX Runtime, native. */
  | 'NATIVE'
  /** ONNX Runtime, WebAssembly: where the native library does not load. */
  | 'WASM';

/** A step that an agent took. */
export type PolicyStepEvent = {
  readonly action: Scalars['PolicyAction']['output'];
  readonly agent: PolicyAgent;
  readonly agentId: Scalars['ID']['output'];
  readonly logProb: Scalars['Float']['output'];
  readonly observation: ReadonlyArray<Scalars['Float']['output']>;
  readonly policyName: Scalars['ID']['output'];
  readonly pressure: Scalars['Float']['output'];
  /** Counted from 0 since the last reset. */
  readonly step: Scalars['Int']['output'];
  readonly value: Scalars['Float']['output'];
};

/** One recorded step of an agent, for training off-policy. */
export type PolicyTransition = {
  readonly action: Scalars['PolicyAction']['output'];
  readonly agentId: Scalars['ID']['output'];
  readonly deterministic: Scalars['Boolean']['output'];
  readonly episodeId: Scalars['ID']['output'];
  /** Grows with time within the policy. */
  readonly id: Scalars['ID']['output'];
  /** Natural logarithm of the probability (density) of the action. */
  readonly logProb: Scalars['Float']['output'];
  readonly observation: ReadonlyArray<Scalars['Float']['output']>;
  readonly policyName: Scalars['ID']['output'];
  readonly recordedAt: Scalars['DateTime']['output'];
  /** Null until it is reported. */
  readonly reward?: Maybe<Scalars['Float']['output']>;
  /** Counted from 0 within the episode. */
  readonly step: Scalars['Int']['output'];
  /** True when the episode ended here by the task itself. */
  readonly terminated: Scalars['Boolean']['output'];
  /** True when the episode was cut off here, by a time limit for example. */
  readonly truncated: Scalars['Boolean']['output'];
  readonly value: Scalars['Float']['output'];
  readonly version: Scalars['ID']['output'];
};

/** A page of recorded steps, oldest first. */
export type PolicyTransitionConnection = {
  readonly edges: ReadonlyArray<PolicyTransitionEdge>;
  /** The page as JSON lines: one object with the fields of a transition in snake_case per line. */
  readonly jsonLines: Scalars['String']['output'];
  readonly nodes: ReadonlyArray<PolicyTransition>;
  readonly pageInfo: PageInfo;
};

/** One recorded step of a page. */
export type PolicyTransitionEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: PolicyTransition;
};

/** One set of weights of a policy. */
export type PolicyVersion = {
  /** How many agents have state in it. */
  readonly agentCount: Scalars['Int']['output'];
  /** The largest difference between its outputs and the recorded ones when it was loaded. */
  readonly goldenDifference?: Maybe<Scalars['Float']['output']>;
  /** How many numbers of recurrent state an agent has. */
  readonly hiddenLength?: Maybe<Scalars['Int']['output']>;
  readonly loadedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many slots of external memory an agent has. */
  readonly memorySlots?: Maybe<Scalars['Int']['output']>;
  /** How many numbers a slot holds. */
  readonly memoryWidth?: Maybe<Scalars['Int']['output']>;
  readonly policy: Policy;
  readonly policyName: Scalars['ID']['output'];
  /** Why it cannot be used; null unless it is refused. */
  readonly refusal?: Maybe<Scalars['String']['output']>;
  /** Null while it is not loaded. */
  readonly runtime?: Maybe<PolicyRuntime>;
  /** SHA-256 of the model file, in hexadecimal. */
  readonly sha256: Scalars['String']['output'];
  readonly sizeBytes: Scalars['Int']['output'];
  readonly state: PolicyVersionState;
  /** Unique within the policy, such as `1`. */
  readonly version: Scalars['ID']['output'];
};

/** How a version of a policy stands. */
export type PolicyVersionState =
  /** It answers. */
  | 'LOADED'
  /** It cannot be used; `refusal` says why. */
  | 'REFUSED'
  /** It answers the agents that began with it, takes no new ones, and is unloaded when the last of them is reset or released. */
  | 'RETIRING'
  /** It is known and can be loaded. */
  | 'UNLOADED';

/** The root of all reads. */
export type Query = {
  /** Every policy that this installation knows, by name. */
  readonly policies: ReadonlyArray<Policy>;
  /** One policy; null when there is none of that name. Without a name: the default one. */
  readonly policy?: Maybe<Policy>;
  /** The state of an agent; null when there is none of that id. */
  readonly policyAgent?: Maybe<PolicyAgent>;
  /** All state of an agent, to be restored later. */
  readonly policyAgentSnapshot: PolicyAgentSnapshot;
  /** The recorded steps of a policy, oldest first, up to 1000 a page. */
  readonly policyTransitions: PolicyTransitionConnection;
};


/** The root of all reads. */
export type QueryPolicyArgs = {
  name?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all reads. */
export type QueryPolicyAgentArgs = {
  id: Scalars['ID']['input'];
  policy?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all reads. */
export type QueryPolicyAgentSnapshotArgs = {
  agentId: Scalars['ID']['input'];
  policy?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all reads. */
export type QueryPolicyTransitionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  agentId?: InputMaybe<Scalars['ID']['input']>;
  episodeId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  policy?: InputMaybe<Scalars['ID']['input']>;
};

/** Which agent to forget. */
export type ReleasePolicyAgentInput = {
  readonly agentId: Scalars['ID']['input'];
  /** Left out: the default policy. */
  readonly policy?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of it. */
export type ReleasePolicyAgentPayload = {
  /** False when there was none. */
  readonly released: Scalars['Boolean']['output'];
};

/** What the last step of an agent was worth. */
export type ReportPolicyRewardInput = {
  readonly agentId: Scalars['ID']['input'];
  /** Left out: the default policy. */
  readonly policy?: InputMaybe<Scalars['ID']['input']>;
  readonly reward: Scalars['Float']['input'];
  /** Of this step, counted from 0 within the episode; left out: the last one. */
  readonly step?: InputMaybe<Scalars['Int']['input']>;
  readonly terminated: Scalars['Boolean']['input'];
  readonly truncated: Scalars['Boolean']['input'];
};

/** The recorded step with its reward. */
export type ReportPolicyRewardPayload = {
  readonly transition: PolicyTransition;
};

/** Which agent to reset. */
export type ResetPolicyAgentInput = {
  readonly agentId: Scalars['ID']['input'];
  /** Left out: the default policy. */
  readonly policy?: InputMaybe<Scalars['ID']['input']>;
  /** Whether its steps are recorded; left out: as before, or as the policy is set. */
  readonly record?: InputMaybe<Scalars['Boolean']['input']>;
  /** Makes its sampled actions repeatable; left out: they are not. */
  readonly seed?: InputMaybe<Scalars['Int']['input']>;
  /** A version or an alias; left out: the version of `latest`. */
  readonly version?: InputMaybe<Scalars['ID']['input']>;
};

/** The agent after its reset. */
export type ResetPolicyAgentPayload = {
  readonly agent: PolicyAgent;
};

/** State for an agent. */
export type RestorePolicyAgentInput = {
  readonly agentId: Scalars['ID']['input'];
  readonly policy: Scalars['ID']['input'];
  readonly state: Scalars['Base64']['input'];
  /** The version that the snapshot was taken from; it must be loaded. */
  readonly version: Scalars['ID']['input'];
};

/** The agent with its restored state. */
export type RestorePolicyAgentPayload = {
  readonly agent: PolicyAgent;
};

/** Where an alias is to point. */
export type SetPolicyAliasInput = {
  readonly alias: Scalars['String']['input'];
  readonly policy: Scalars['ID']['input'];
  readonly version: Scalars['ID']['input'];
};

/** The policy whose alias was set. */
export type SetPolicyAliasPayload = {
  readonly policy: Policy;
};

/** What to record. */
export type SetPolicyRecordingInput = {
  /** Left out: every agent of the policy, also those to come. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  readonly enabled: Scalars['Boolean']['input'];
  readonly policy: Scalars['ID']['input'];
};

/** The policy whose recording was set. */
export type SetPolicyRecordingPayload = {
  readonly policy: Policy;
};

/** One observation for each of several agents. */
export type StepPoliciesInput = {
  /** As many as observations; an agent named twice takes both steps, in order. Left out: every row is a fresh agent that is forgotten afterwards. */
  readonly agentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Whether an unknown agent is made; otherwise the whole call is refused. */
  readonly createMissing: Scalars['Boolean']['input'];
  readonly deterministic: Scalars['Boolean']['input'];
  readonly observations: ReadonlyArray<ReadonlyArray<Scalars['Float']['input']>>;
  /** Left out: the default policy. */
  readonly policy?: InputMaybe<Scalars['ID']['input']>;
  /** A version or an alias, for fresh agents; left out: the version of `latest`. Refused beside `agentIds`, because an agent keeps its version. */
  readonly version?: InputMaybe<Scalars['ID']['input']>;
};

/** What each agent does: lists of equal length, in the order of the observations. */
export type StepPoliciesPayload = {
  readonly actions: ReadonlyArray<Scalars['PolicyAction']['output']>;
  readonly agentIds: ReadonlyArray<Scalars['ID']['output']>;
  readonly logProbs: ReadonlyArray<Scalars['Float']['output']>;
  readonly pressures: ReadonlyArray<Scalars['Float']['output']>;
  readonly values: ReadonlyArray<Scalars['Float']['output']>;
};

/** One observation of one agent. */
export type StepPolicyInput = {
  readonly agentId: Scalars['ID']['input'];
  /** True takes the likeliest action, false samples one. */
  readonly deterministic: Scalars['Boolean']['input'];
  /** As long as the policy's `observationLength`. */
  readonly observation: ReadonlyArray<Scalars['Float']['input']>;
  /** Left out: the default policy. */
  readonly policy?: InputMaybe<Scalars['ID']['input']>;
};

/** What the agent does, and what it thinks of where it is. */
export type StepPolicyPayload = {
  readonly action: Scalars['PolicyAction']['output'];
  readonly agentId: Scalars['ID']['output'];
  /** Natural logarithm of the probability (density) of the action under the whole distribution, in both modes. */
  readonly logProb: Scalars['Float']['output'];
  /** How full the memory of the agent is, 0 to 1. */
  readonly pressure: Scalars['Float']['output'];
  /** What the policy expects of the rest of the episode. */
  readonly value: Scalars['Float']['output'];
};

/** The root of all streams. */
export type Subscription = {
  /** Steps as agents take them; a watcher that reads too slowly misses some, and never holds up an agent. */
  readonly policyStepped: PolicyStepEvent;
  /** Recorded steps of a policy; with `after`, those since that one first. None is missed. */
  readonly policyTransitionRecorded: PolicyTransition;
};


/** The root of all streams. */
export type SubscriptionPolicySteppedArgs = {
  agentId?: InputMaybe<Scalars['ID']['input']>;
  policy?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all streams. */
export type SubscriptionPolicyTransitionRecordedArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  agentId?: InputMaybe<Scalars['ID']['input']>;
  policy?: InputMaybe<Scalars['ID']['input']>;
};

/** A version to unload. */
export type UnloadPolicyVersionInput = {
  /** True also forgets the agents that have state in it; otherwise it retires. */
  readonly force: Scalars['Boolean']['input'];
  readonly policy: Scalars['ID']['input'];
  readonly version: Scalars['ID']['input'];
};

/** The version after that. */
export type UnloadPolicyVersionPayload = {
  readonly version: PolicyVersion;
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
  Policy: Policy;
  PolicyAgent: PolicyAgent;
  PolicyVersion: PolicyVersion;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Policy:
    ( { __typename: 'Policy' }
    & GraphQLRecursivePick<FederationTypes['Policy'], {"name":true}> );
  PolicyAgent:
    ( { __typename: 'PolicyAgent' }
    & GraphQLRecursivePick<FederationTypes['PolicyAgent'], {"policyName":true,"id":true}> );
  PolicyVersion:
    ( { __typename: 'PolicyVersion' }
    & GraphQLRecursivePick<FederationTypes['PolicyVersion'], {"policyName":true,"version":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  ForkPolicyAgentInput: ForkPolicyAgentInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ForkPolicyAgentPayload: ResolverTypeWrapper<Omit<ForkPolicyAgentPayload, 'agent'> & { agent: ResolversTypes['PolicyAgent'] }>;
  LoadPolicyVersionInput: LoadPolicyVersionInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  LoadPolicyVersionPayload: ResolverTypeWrapper<Omit<LoadPolicyVersionPayload, 'version'> & { version: ResolversTypes['PolicyVersion'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Policy: ResolverTypeWrapper<PolicyModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  PolicyAction: ResolverTypeWrapper<Scalars['PolicyAction']['output']>;
  PolicyActionKind: PolicyActionKind;
  PolicyAgent: ResolverTypeWrapper<Agent>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  PolicyAgentConnection: ResolverTypeWrapper<Omit<PolicyAgentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['PolicyAgentEdge']>, nodes: ReadonlyArray<ResolversTypes['PolicyAgent']> }>;
  PolicyAgentEdge: ResolverTypeWrapper<Omit<PolicyAgentEdge, 'node'> & { node: ResolversTypes['PolicyAgent'] }>;
  PolicyAgentSnapshot: ResolverTypeWrapper<AgentSnapshot>;
  PolicyAlias: ResolverTypeWrapper<Omit<PolicyAlias, 'version'> & { version: ResolversTypes['PolicyVersion'] }>;
  PolicyRuntime: PolicyRuntime;
  PolicyStepEvent: ResolverTypeWrapper<StepEvent>;
  PolicyTransition: ResolverTypeWrapper<TransitionRow>;
  PolicyTransitionConnection: ResolverTypeWrapper<TransitionPage>;
  PolicyTransitionEdge: ResolverTypeWrapper<Omit<PolicyTransitionEdge, 'node'> & { node: ResolversTypes['PolicyTransition'] }>;
  PolicyVersion: ResolverTypeWrapper<PolicyVersionModel>;
  PolicyVersionState: PolicyVersionState;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReleasePolicyAgentInput: ReleasePolicyAgentInput;
  ReleasePolicyAgentPayload: ResolverTypeWrapper<ReleasePolicyAgentPayload>;
  ReportPolicyRewardInput: ReportPolicyRewardInput;
  ReportPolicyRewardPayload: ResolverTypeWrapper<Omit<ReportPolicyRewardPayload, 'transition'> & { transition: ResolversTypes['PolicyTransition'] }>;
  ResetPolicyAgentInput: ResetPolicyAgentInput;
  ResetPolicyAgentPayload: ResolverTypeWrapper<Omit<ResetPolicyAgentPayload, 'agent'> & { agent: ResolversTypes['PolicyAgent'] }>;
  RestorePolicyAgentInput: RestorePolicyAgentInput;
  RestorePolicyAgentPayload: ResolverTypeWrapper<Omit<RestorePolicyAgentPayload, 'agent'> & { agent: ResolversTypes['PolicyAgent'] }>;
  SetPolicyAliasInput: SetPolicyAliasInput;
  SetPolicyAliasPayload: ResolverTypeWrapper<Omit<SetPolicyAliasPayload, 'policy'> & { policy: ResolversTypes['Policy'] }>;
  SetPolicyRecordingInput: SetPolicyRecordingInput;
  SetPolicyRecordingPayload: ResolverTypeWrapper<Omit<SetPolicyRecordingPayload, 'policy'> & { policy: ResolversTypes['Policy'] }>;
  StepPoliciesInput: StepPoliciesInput;
  StepPoliciesPayload: ResolverTypeWrapper<StepPoliciesPayload>;
  StepPolicyInput: StepPolicyInput;
  StepPolicyPayload: ResolverTypeWrapper<StepPolicyPayload>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UnloadPolicyVersionInput: UnloadPolicyVersionInput;
  UnloadPolicyVersionPayload: ResolverTypeWrapper<Omit<UnloadPolicyVersionPayload, 'version'> & { version: ResolversTypes['PolicyVersion'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Base64: Scalars['Base64']['output'];
  DateTime: Scalars['DateTime']['output'];
  ForkPolicyAgentInput: ForkPolicyAgentInput;
  ID: Scalars['ID']['output'];
  ForkPolicyAgentPayload: Omit<ForkPolicyAgentPayload, 'agent'> & { agent: ResolversParentTypes['PolicyAgent'] };
  LoadPolicyVersionInput: LoadPolicyVersionInput;
  String: Scalars['String']['output'];
  LoadPolicyVersionPayload: Omit<LoadPolicyVersionPayload, 'version'> & { version: ResolversParentTypes['PolicyVersion'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Policy: PolicyModel;
  Int: Scalars['Int']['output'];
  PolicyAction: Scalars['PolicyAction']['output'];
  PolicyAgent: Agent;
  Float: Scalars['Float']['output'];
  PolicyAgentConnection: Omit<PolicyAgentConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['PolicyAgentEdge']>, nodes: ReadonlyArray<ResolversParentTypes['PolicyAgent']> };
  PolicyAgentEdge: Omit<PolicyAgentEdge, 'node'> & { node: ResolversParentTypes['PolicyAgent'] };
  PolicyAgentSnapshot: AgentSnapshot;
  PolicyAlias: Omit<PolicyAlias, 'version'> & { version: ResolversParentTypes['PolicyVersion'] };
  PolicyStepEvent: StepEvent;
  PolicyTransition: TransitionRow;
  PolicyTransitionConnection: TransitionPage;
  PolicyTransitionEdge: Omit<PolicyTransitionEdge, 'node'> & { node: ResolversParentTypes['PolicyTransition'] };
  PolicyVersion: PolicyVersionModel;
  Query: Record<PropertyKey, never>;
  ReleasePolicyAgentInput: ReleasePolicyAgentInput;
  ReleasePolicyAgentPayload: ReleasePolicyAgentPayload;
  ReportPolicyRewardInput: ReportPolicyRewardInput;
  ReportPolicyRewardPayload: Omit<ReportPolicyRewardPayload, 'transition'> & { transition: ResolversParentTypes['PolicyTransition'] };
  ResetPolicyAgentInput: ResetPolicyAgentInput;
  ResetPolicyAgentPayload: Omit<ResetPolicyAgentPayload, 'agent'> & { agent: ResolversParentTypes['PolicyAgent'] };
  RestorePolicyAgentInput: RestorePolicyAgentInput;
  RestorePolicyAgentPayload: Omit<RestorePolicyAgentPayload, 'agent'> & { agent: ResolversParentTypes['PolicyAgent'] };
  SetPolicyAliasInput: SetPolicyAliasInput;
  SetPolicyAliasPayload: Omit<SetPolicyAliasPayload, 'policy'> & { policy: ResolversParentTypes['Policy'] };
  SetPolicyRecordingInput: SetPolicyRecordingInput;
  SetPolicyRecordingPayload: Omit<SetPolicyRecordingPayload, 'policy'> & { policy: ResolversParentTypes['Policy'] };
  StepPoliciesInput: StepPoliciesInput;
  StepPoliciesPayload: StepPoliciesPayload;
  StepPolicyInput: StepPolicyInput;
  StepPolicyPayload: StepPolicyPayload;
  Subscription: Record<PropertyKey, never>;
  UnloadPolicyVersionInput: UnloadPolicyVersionInput;
  UnloadPolicyVersionPayload: Omit<UnloadPolicyVersionPayload, 'version'> & { version: ResolversParentTypes['PolicyVersion'] };
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type ForkPolicyAgentPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['ForkPolicyAgentPayload'] = ResolversParentTypes['ForkPolicyAgentPayload']> = {
  agent?: Resolver<ResolversTypes['PolicyAgent'], ParentType, ContextType>;
};

export type LoadPolicyVersionPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['LoadPolicyVersionPayload'] = ResolversParentTypes['LoadPolicyVersionPayload']> = {
  version?: Resolver<ResolversTypes['PolicyVersion'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  forkPolicyAgent?: Resolver<ResolversTypes['ForkPolicyAgentPayload'], ParentType, ContextType, RequireFields<MutationForkPolicyAgentArgs, 'input'>>;
  loadPolicyVersion?: Resolver<ResolversTypes['LoadPolicyVersionPayload'], ParentType, ContextType, RequireFields<MutationLoadPolicyVersionArgs, 'input'>>;
  releasePolicyAgent?: Resolver<ResolversTypes['ReleasePolicyAgentPayload'], ParentType, ContextType, RequireFields<MutationReleasePolicyAgentArgs, 'input'>>;
  reportPolicyReward?: Resolver<ResolversTypes['ReportPolicyRewardPayload'], ParentType, ContextType, RequireFields<MutationReportPolicyRewardArgs, 'input'>>;
  resetPolicyAgent?: Resolver<ResolversTypes['ResetPolicyAgentPayload'], ParentType, ContextType, RequireFields<MutationResetPolicyAgentArgs, 'input'>>;
  restorePolicyAgent?: Resolver<ResolversTypes['RestorePolicyAgentPayload'], ParentType, ContextType, RequireFields<MutationRestorePolicyAgentArgs, 'input'>>;
  setPolicyAlias?: Resolver<ResolversTypes['SetPolicyAliasPayload'], ParentType, ContextType, RequireFields<MutationSetPolicyAliasArgs, 'input'>>;
  setPolicyRecording?: Resolver<ResolversTypes['SetPolicyRecordingPayload'], ParentType, ContextType, RequireFields<MutationSetPolicyRecordingArgs, 'input'>>;
  stepPolicies?: Resolver<ResolversTypes['StepPoliciesPayload'], ParentType, ContextType, RequireFields<MutationStepPoliciesArgs, 'input'>>;
  stepPolicy?: Resolver<ResolversTypes['StepPolicyPayload'], ParentType, ContextType, RequireFields<MutationStepPolicyArgs, 'input'>>;
  unloadPolicyVersion?: Resolver<ResolversTypes['UnloadPolicyVersionPayload'], ParentType, ContextType, RequireFields<MutationUnloadPolicyVersionArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PolicyResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['Policy'] = ResolversParentTypes['Policy'], FederationReferenceType extends FederationReferenceTypes['Policy'] = FederationReferenceTypes['Policy']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Policy']> | FederationReferenceType, FederationReferenceType, ContextType>;
  actionKind?: Resolver<ResolversTypes['PolicyActionKind'], ParentType, ContextType>;
  actionSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  agents?: Resolver<ResolversTypes['PolicyAgentConnection'], ParentType, ContextType, RequireFields<PolicyAgentsArgs, 'first'>>;
  aliases?: Resolver<ReadonlyArray<ResolversTypes['PolicyAlias']>, ParentType, ContextType>;
  currentVersion?: Resolver<Maybe<ResolversTypes['PolicyVersion']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isDefault?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  observationLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['PolicyVersion']>, ParentType, ContextType>;
};

export interface PolicyActionScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['PolicyAction'], any> {
  name: 'PolicyAction';
}

export type PolicyAgentResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyAgent'] = ResolversParentTypes['PolicyAgent'], FederationReferenceType extends FederationReferenceTypes['PolicyAgent'] = FederationReferenceTypes['PolicyAgent']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PolicyAgent']> | FederationReferenceType, FederationReferenceType, ContextType>;
  episodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isRecorded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
  policyName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pressure?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  resetAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  stepCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['PolicyVersion'], ParentType, ContextType>;
};

export type PolicyAgentConnectionResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyAgentConnection'] = ResolversParentTypes['PolicyAgentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PolicyAgentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PolicyAgent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PolicyAgentEdgeResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyAgentEdge'] = ResolversParentTypes['PolicyAgentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PolicyAgent'], ParentType, ContextType>;
};

export type PolicyAgentSnapshotResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyAgentSnapshot'] = ResolversParentTypes['PolicyAgentSnapshot']> = {
  policyName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  stepCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PolicyAliasResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyAlias'] = ResolversParentTypes['PolicyAlias']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['PolicyVersion'], ParentType, ContextType>;
};

export type PolicyStepEventResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyStepEvent'] = ResolversParentTypes['PolicyStepEvent']> = {
  action?: Resolver<ResolversTypes['PolicyAction'], ParentType, ContextType>;
  agent?: Resolver<ResolversTypes['PolicyAgent'], ParentType, ContextType>;
  agentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  logProb?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  observation?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  policyName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pressure?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type PolicyTransitionResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyTransition'] = ResolversParentTypes['PolicyTransition']> = {
  action?: Resolver<ResolversTypes['PolicyAction'], ParentType, ContextType>;
  agentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  deterministic?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  episodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  logProb?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  observation?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  policyName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reward?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  step?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  terminated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PolicyTransitionConnectionResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyTransitionConnection'] = ResolversParentTypes['PolicyTransitionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PolicyTransitionEdge']>, ParentType, ContextType>;
  jsonLines?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PolicyTransition']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PolicyTransitionEdgeResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyTransitionEdge'] = ResolversParentTypes['PolicyTransitionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PolicyTransition'], ParentType, ContextType>;
};

export type PolicyVersionResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['PolicyVersion'] = ResolversParentTypes['PolicyVersion'], FederationReferenceType extends FederationReferenceTypes['PolicyVersion'] = FederationReferenceTypes['PolicyVersion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PolicyVersion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  agentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  goldenDifference?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  hiddenLength?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  loadedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  memorySlots?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  memoryWidth?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
  policyName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  runtime?: Resolver<Maybe<ResolversTypes['PolicyRuntime']>, ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sizeBytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['PolicyVersionState'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  policies?: Resolver<ReadonlyArray<ResolversTypes['Policy']>, ParentType, ContextType>;
  policy?: Resolver<Maybe<ResolversTypes['Policy']>, ParentType, ContextType, Partial<QueryPolicyArgs>>;
  policyAgent?: Resolver<Maybe<ResolversTypes['PolicyAgent']>, ParentType, ContextType, RequireFields<QueryPolicyAgentArgs, 'id'>>;
  policyAgentSnapshot?: Resolver<ResolversTypes['PolicyAgentSnapshot'], ParentType, ContextType, RequireFields<QueryPolicyAgentSnapshotArgs, 'agentId'>>;
  policyTransitions?: Resolver<ResolversTypes['PolicyTransitionConnection'], ParentType, ContextType, RequireFields<QueryPolicyTransitionsArgs, 'first'>>;
};

export type ReleasePolicyAgentPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['ReleasePolicyAgentPayload'] = ResolversParentTypes['ReleasePolicyAgentPayload']> = {
  released?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ReportPolicyRewardPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['ReportPolicyRewardPayload'] = ResolversParentTypes['ReportPolicyRewardPayload']> = {
  transition?: Resolver<ResolversTypes['PolicyTransition'], ParentType, ContextType>;
};

export type ResetPolicyAgentPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['ResetPolicyAgentPayload'] = ResolversParentTypes['ResetPolicyAgentPayload']> = {
  agent?: Resolver<ResolversTypes['PolicyAgent'], ParentType, ContextType>;
};

export type RestorePolicyAgentPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['RestorePolicyAgentPayload'] = ResolversParentTypes['RestorePolicyAgentPayload']> = {
  agent?: Resolver<ResolversTypes['PolicyAgent'], ParentType, ContextType>;
};

export type SetPolicyAliasPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['SetPolicyAliasPayload'] = ResolversParentTypes['SetPolicyAliasPayload']> = {
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
};

export type SetPolicyRecordingPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['SetPolicyRecordingPayload'] = ResolversParentTypes['SetPolicyRecordingPayload']> = {
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
};

export type StepPoliciesPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['StepPoliciesPayload'] = ResolversParentTypes['StepPoliciesPayload']> = {
  actions?: Resolver<ReadonlyArray<ResolversTypes['PolicyAction']>, ParentType, ContextType>;
  agentIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  logProbs?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  pressures?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type StepPolicyPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['StepPolicyPayload'] = ResolversParentTypes['StepPolicyPayload']> = {
  action?: Resolver<ResolversTypes['PolicyAction'], ParentType, ContextType>;
  agentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  logProb?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pressure?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  policyStepped?: SubscriptionResolver<ResolversTypes['PolicyStepEvent'], "policyStepped", ParentType, ContextType, Partial<SubscriptionPolicySteppedArgs>>;
  policyTransitionRecorded?: SubscriptionResolver<ResolversTypes['PolicyTransition'], "policyTransitionRecorded", ParentType, ContextType, Partial<SubscriptionPolicyTransitionRecordedArgs>>;
};

export type UnloadPolicyVersionPayloadResolvers<ContextType = PoliciesContext, ParentType extends ResolversParentTypes['UnloadPolicyVersionPayload'] = ResolversParentTypes['UnloadPolicyVersionPayload']> = {
  version?: Resolver<ResolversTypes['PolicyVersion'], ParentType, ContextType>;
};

export type Resolvers<ContextType = PoliciesContext> = {
  Base64?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  ForkPolicyAgentPayload?: ForkPolicyAgentPayloadResolvers<ContextType>;
  LoadPolicyVersionPayload?: LoadPolicyVersionPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Policy?: PolicyResolvers<ContextType>;
  PolicyAction?: GraphQLScalarType;
  PolicyAgent?: PolicyAgentResolvers<ContextType>;
  PolicyAgentConnection?: PolicyAgentConnectionResolvers<ContextType>;
  PolicyAgentEdge?: PolicyAgentEdgeResolvers<ContextType>;
  PolicyAgentSnapshot?: PolicyAgentSnapshotResolvers<ContextType>;
  PolicyAlias?: PolicyAliasResolvers<ContextType>;
  PolicyStepEvent?: PolicyStepEventResolvers<ContextType>;
  PolicyTransition?: PolicyTransitionResolvers<ContextType>;
  PolicyTransitionConnection?: PolicyTransitionConnectionResolvers<ContextType>;
  PolicyTransitionEdge?: PolicyTransitionEdgeResolvers<ContextType>;
  PolicyVersion?: PolicyVersionResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReleasePolicyAgentPayload?: ReleasePolicyAgentPayloadResolvers<ContextType>;
  ReportPolicyRewardPayload?: ReportPolicyRewardPayloadResolvers<ContextType>;
  ResetPolicyAgentPayload?: ResetPolicyAgentPayloadResolvers<ContextType>;
  RestorePolicyAgentPayload?: RestorePolicyAgentPayloadResolvers<ContextType>;
  SetPolicyAliasPayload?: SetPolicyAliasPayloadResolvers<ContextType>;
  SetPolicyRecordingPayload?: SetPolicyRecordingPayloadResolvers<ContextType>;
  StepPoliciesPayload?: StepPoliciesPayloadResolvers<ContextType>;
  StepPolicyPayload?: StepPolicyPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UnloadPolicyVersionPayload?: UnloadPolicyVersionPayloadResolvers<ContextType>;
};

