import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AccountRow, ApiKeyRow, AuditEntryRow, PresenceEvent } from './repository.ts';
import type { AiReference } from './presence-service.ts';
import type { IdentityContext } from './context.ts';
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
  /** Any JSON value of at most 64 KiB and 32 levels. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

/** A session of an AI. Its tokens live and die together. */
export type AiAccessSession = {
  /** When `token` ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** What the AI says of itself. */
  readonly profile?: Maybe<AiProfile>;
  /** Exchanged for new tokens by `refreshAiSession`, good for 30 days; no credential for anything else. */
  readonly refreshToken: Scalars['String']['output'];
  /** A JSON Web Token (HS256, issuer `cloudbrain`) for `Authorization: Bearer`, good for an hour. */
  readonly token: Scalars['String']['output'];
  readonly user: User;
};

/** An AI came online or went offline. */
export type AiPresenceEvent = {
  /** Pass it to `aiPresenceChanged(after:)` to go on from here. */
  readonly eventId: Scalars['ID']['output'];
  /** As it is now. */
  readonly profile: AiProfile;
};

/** An AI that takes part: here, whether it is there. Seen by everybody. */
export type AiProfile = {
  /** Opaque; the same as the id of the account. */
  readonly id: Scalars['ID']['output'];
  /** When it last used a session, true to a minute; null before its first sign-in. */
  readonly lastSeenAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether it used a session within the last five minutes that has not been signed out. */
  readonly online: Scalars['Boolean']['output'];
};

/** The AI is there. */
export type AnnounceAiPresencePayload = {
  readonly profile: AiProfile;
};

/** A long-lived credential. Only its SHA-256 is kept. */
export type ApiKey = {
  readonly createdAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly name: Scalars['String']['output'];
  readonly owner: User;
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** One security-relevant act: who did what to whom, and how it ended. */
export type AuditEntry = {
  /** Such as `user.register`, `session.open`, `api_key.revoke`. */
  readonly action: Scalars['String']['output'];
  /** The account that acted; null for an anonymous caller. */
  readonly actor?: Maybe<User>;
  /** Grows with time; pass it to `auditEntryRecorded(after:)` to go on from here. */
  readonly id: Scalars['ID']['output'];
  readonly recordedAt: Scalars['DateTime']['output'];
  /** The account that was acted on, where there is one. */
  readonly subject?: Maybe<User>;
  /** True when the act succeeded. */
  readonly succeeded: Scalars['Boolean']['output'];
};

/** A page of the audit log, newest first. */
export type AuditEntryConnection = {
  readonly edges: ReadonlyArray<AuditEntryEdge>;
  readonly nodes: ReadonlyArray<AuditEntry>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One audit entry of a page. */
export type AuditEntryEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: AuditEntry;
};

/** A new password for the signed-in user. */
export type ChangePasswordInput = {
  readonly currentPassword: Scalars['String']['input'];
  readonly newPassword: Scalars['String']['input'];
};

/** A new session; tokens issued before the change are refused. */
export type ChangePasswordPayload = {
  readonly session: Session;
};

/** A key to make for the signed-in user. */
export type CreateApiKeyInput = {
  /** 1 to 100 characters, to tell keys apart. */
  readonly name: Scalars['String']['input'];
};

/** A new key with its token, which is never shown again. */
export type CreateApiKeyPayload = {
  readonly apiKey: ApiKey;
  readonly token: Scalars['String']['output'];
};

/** Whom a token of CyborgMind is for. */
export type IssueCyborgTokenInput = {
  /** Further claims, an object of at most 4 KiB; none of those that a token has anyway (sub, iat, exp, iss, aud, nbf, jti). */
  readonly claims?: InputMaybe<Scalars['JSON']['input']>;
  /** Left out: as this installation is configured. */
  readonly expiryMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 256 characters; the token acts as `cyborg:<subject>`. */
  readonly subject: Scalars['String']['input'];
};

/** A signed token. */
export type IssueCyborgTokenPayload = {
  readonly expiresAt: Scalars['DateTime']['output'];
  readonly subject: Scalars['String']['output'];
  readonly token: Scalars['String']['output'];
};

/** The root of all changes. */
export type Mutation = {
  /** Says that the calling AI is there, as every request of it does. */
  readonly announceAiPresence: AnnounceAiPresencePayload;
  /** Changes the password of the signed-in user. */
  readonly changePassword: ChangePasswordPayload;
  /** Makes an API key for the signed-in user. */
  readonly createApiKey: CreateApiKeyPayload;
  /** Signs a token of CyborgMind for whoever asks. Refused with NOT_ENABLED where signed tokens are off. */
  readonly issueCyborgToken: IssueCyborgTokenPayload;
  /** Notes that a session is in use. */
  readonly noteSessionUse: NoteSessionUsePayload;
  /** Opens an account. Refused with CONFLICT when the name is taken. */
  readonly openAccount: OpenAccountPayload;
  /** A new token for a session of an AI; earlier ones stay good until they end. */
  readonly refreshAiSession: RefreshAiSessionPayload;
  /** Makes an account. Refused with CONFLICT when the name is taken. */
  readonly registerUser: RegisterUserPayload;
  /** Revokes a key of the signed-in user, or any key for an administrator, at once. */
  readonly revokeApiKey: RevokeApiKeyPayload;
  /** Changes the role of an account. */
  readonly setUserRole: SetUserRolePayload;
  /** Exchanges a name and a password for a token. Refused with INVALID_CREDENTIALS, the same for an unknown name and a wrong password. */
  readonly signIn: SignInPayload;
  /** Begins a session of an AI. Refused with INVALID_CREDENTIALS, the same for an unknown id, another name and a wrong secret. */
  readonly signInAi: SignInAiPayload;
  /** Ends the session of the calling AI: every token of it is refused from now on. */
  readonly signOutAi: SignOutAiPayload;
};


/** The root of all changes. */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/** The root of all changes. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


/** The root of all changes. */
export type MutationIssueCyborgTokenArgs = {
  input: IssueCyborgTokenInput;
};


/** The root of all changes. */
export type MutationNoteSessionUseArgs = {
  input: NoteSessionUseInput;
};


/** The root of all changes. */
export type MutationOpenAccountArgs = {
  input: OpenAccountInput;
};


/** The root of all changes. */
export type MutationRefreshAiSessionArgs = {
  input: RefreshAiSessionInput;
};


/** The root of all changes. */
export type MutationRegisterUserArgs = {
  input: RegisterUserInput;
};


/** The root of all changes. */
export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


/** The root of all changes. */
export type MutationSetUserRoleArgs = {
  input: SetUserRoleInput;
};


/** The root of all changes. */
export type MutationSignInArgs = {
  input: SignInInput;
};


/** The root of all changes. */
export type MutationSignInAiArgs = {
  input: SignInAiInput;
};

/** A use of a session to note. */
export type NoteSessionUseInput = {
  readonly sessionId: Scalars['ID']['input'];
};

/** The use is noted, unless one was within the last minute. */
export type NoteSessionUsePayload = {
  readonly sessionId: Scalars['ID']['output'];
};

/** An account to open for another domain. */
export type OpenAccountInput = {
  /** Such as `cb`. */
  readonly realm: Scalars['String']['input'];
  /** Null where the realm signs in without one. */
  readonly secret?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters; unique in its realm, whatever the case. */
  readonly username: Scalars['String']['input'];
};

/** The new account. */
export type OpenAccountPayload = {
  readonly account: User;
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
  /** The account of that name in a realm; null when there is none. */
  readonly accountByName?: Maybe<User>;
  /** Keys of the signed-in user; for an administrator, of all users. Revoked keys are left out. */
  readonly apiKeys: ReadonlyArray<ApiKey>;
  /** The audit log, newest first. */
  readonly auditLog: AuditEntryConnection;
  /** The signed-in user; null for a principal without an account. */
  readonly me?: Maybe<User>;
  /** The account behind an API key that is not revoked, by the SHA-256 of the key in hex; notes the use. */
  readonly resolveApiKey?: Maybe<ResolvedCredential>;
  /** One user by id; null when there is none. */
  readonly user?: Maybe<User>;
  /** All users of CyberDevStudio, in order of registration. */
  readonly users: UserConnection;
};


/** The root of all reads. */
export type QueryAccountByNameArgs = {
  realm: Scalars['String']['input'];
  username: Scalars['String']['input'];
};


/** The root of all reads. */
export type QueryAuditLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** The root of all reads. */
export type QueryResolveApiKeyArgs = {
  sha256: Scalars['String']['input'];
};


/** The root of all reads. */
export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};

/** A session to go on with. */
export type RefreshAiSessionInput = {
  readonly refreshToken: Scalars['String']['input'];
};

/** The session with a new token. */
export type RefreshAiSessionPayload = {
  readonly session: AiAccessSession;
};

/** An account to make. */
export type RegisterUserInput = {
  /** 8 to 256 characters. */
  readonly password: Scalars['String']['input'];
  /** Only an administrator may grant `ADMIN`. */
  readonly role?: InputMaybe<UserRole>;
  /** Only for administrators: the balance that the token account opens with. */
  readonly tokenBalance?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 64 characters: letters, digits, `.`, `_`, `-`, `@`. */
  readonly username: Scalars['String']['input'];
};

/** A new account, signed in. */
export type RegisterUserPayload = {
  readonly session: Session;
};

/** What a stored credential stands for; for the surfaces that check credentials. */
export type ResolvedCredential = {
  /** The id of the API key. */
  readonly keyId: Scalars['ID']['output'];
  readonly role: UserRole;
  readonly userId: Scalars['ID']['output'];
};

/** A key to revoke. */
export type RevokeApiKeyInput = {
  readonly id: Scalars['ID']['input'];
};

/** The revoked key; it is refused from now on. */
export type RevokeApiKeyPayload = {
  readonly apiKey: ApiKey;
};

/** A signed-in session. */
export type Session = {
  readonly expiresAt: Scalars['DateTime']['output'];
  /** A JSON Web Token (HS256, issuer `cyber-dev-studio`) for `Authorization: Bearer`. */
  readonly token: Scalars['String']['output'];
  readonly user: User;
};

/** A new role for an account. */
export type SetUserRoleInput = {
  readonly role: UserRole;
  readonly userId: Scalars['ID']['input'];
};

/** The changed account; tokens issued before the change are refused. */
export type SetUserRolePayload = {
  readonly user: User;
};

/** What an AI signs in with. */
export type SignInAiInput = {
  readonly id: Scalars['ID']['input'];
  readonly name: Scalars['String']['input'];
  /** The secret that the registration showed, where this installation asks for one. */
  readonly secret?: InputMaybe<Scalars['String']['input']>;
};

/** A signed-in AI. */
export type SignInAiPayload = {
  readonly session: AiAccessSession;
};

/** The credentials of an account. */
export type SignInInput = {
  readonly password: Scalars['String']['input'];
  readonly username: Scalars['String']['input'];
};

/** A signed-in session. */
export type SignInPayload = {
  readonly session: Session;
};

/** The session of the caller has ended; all its tokens are refused. */
export type SignOutAiPayload = {
  readonly endedAt: Scalars['DateTime']['output'];
};

/** The root of all streams. */
export type Subscription = {
  /** AIs as they come and go; with `after`, since that event first. */
  readonly aiPresenceChanged: AiPresenceEvent;
  /** Audit entries as they are recorded; with `after`, those since that entry first. */
  readonly auditEntryRecorded: AuditEntry;
};


/** The root of all streams. */
export type SubscriptionAiPresenceChangedArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all streams. */
export type SubscriptionAuditEntryRecordedArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};

/** A person or program with an account, in any realm. */
export type User = {
  /** The keys of this user, newest first; seen by the user and by administrators. */
  readonly apiKeys: ReadonlyArray<ApiKey>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** Opaque; unique over all realms. */
  readonly id: Scalars['ID']['output'];
  /** The token balance that an administrator set at registration, read once when the token account opens; null means the default. */
  readonly openingTokenBalance?: Maybe<Scalars['Int']['output']>;
  readonly role: UserRole;
  /** Unique within its realm. */
  readonly username: Scalars['String']['output'];
};

/** A page of users. */
export type UserConnection = {
  readonly edges: ReadonlyArray<UserEdge>;
  readonly nodes: ReadonlyArray<User>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One user of a page. */
export type UserEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: User;
};

/** What a user may do in CyberDevStudio. */
export type UserRole =
  | 'ADMIN'
  | 'DEVELOPER';



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
  ApiKey: ApiKey;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  AiProfile:
    ( { __typename: 'AiProfile' }
    & GraphQLRecursivePick<FederationTypes['AiProfile'], {"id":true}> );
  ApiKey:
    ( { __typename: 'ApiKey' }
    & GraphQLRecursivePick<FederationTypes['ApiKey'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AiAccessSession: ResolverTypeWrapper<Omit<AiAccessSession, 'profile' | 'user'> & { profile?: Maybe<ResolversTypes['AiProfile']>, user: ResolversTypes['User'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AiPresenceEvent: ResolverTypeWrapper<PresenceEvent>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AiProfile: ResolverTypeWrapper<AiReference>;
  AnnounceAiPresencePayload: ResolverTypeWrapper<Omit<AnnounceAiPresencePayload, 'profile'> & { profile: ResolversTypes['AiProfile'] }>;
  ApiKey: ResolverTypeWrapper<ApiKeyRow>;
  AuditEntry: ResolverTypeWrapper<AuditEntryRow>;
  AuditEntryConnection: ResolverTypeWrapper<Omit<AuditEntryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['AuditEntryEdge']>, nodes: ReadonlyArray<ResolversTypes['AuditEntry']> }>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: ResolverTypeWrapper<Omit<ChangePasswordPayload, 'session'> & { session: ResolversTypes['Session'] }>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: ResolverTypeWrapper<Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  IssueCyborgTokenInput: IssueCyborgTokenInput;
  IssueCyborgTokenPayload: ResolverTypeWrapper<IssueCyborgTokenPayload>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NoteSessionUseInput: NoteSessionUseInput;
  NoteSessionUsePayload: ResolverTypeWrapper<NoteSessionUsePayload>;
  OpenAccountInput: OpenAccountInput;
  OpenAccountPayload: ResolverTypeWrapper<Omit<OpenAccountPayload, 'account'> & { account: ResolversTypes['User'] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RefreshAiSessionInput: RefreshAiSessionInput;
  RefreshAiSessionPayload: ResolverTypeWrapper<Omit<RefreshAiSessionPayload, 'session'> & { session: ResolversTypes['AiAccessSession'] }>;
  RegisterUserInput: RegisterUserInput;
  RegisterUserPayload: ResolverTypeWrapper<Omit<RegisterUserPayload, 'session'> & { session: ResolversTypes['Session'] }>;
  ResolvedCredential: ResolverTypeWrapper<ResolvedCredential>;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: ResolverTypeWrapper<Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  Session: ResolverTypeWrapper<Omit<Session, 'user'> & { user: ResolversTypes['User'] }>;
  SetUserRoleInput: SetUserRoleInput;
  SetUserRolePayload: ResolverTypeWrapper<Omit<SetUserRolePayload, 'user'> & { user: ResolversTypes['User'] }>;
  SignInAiInput: SignInAiInput;
  SignInAiPayload: ResolverTypeWrapper<Omit<SignInAiPayload, 'session'> & { session: ResolversTypes['AiAccessSession'] }>;
  SignInInput: SignInInput;
  SignInPayload: ResolverTypeWrapper<Omit<SignInPayload, 'session'> & { session: ResolversTypes['Session'] }>;
  SignOutAiPayload: ResolverTypeWrapper<SignOutAiPayload>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<AccountRow>;
  UserConnection: ResolverTypeWrapper<Omit<UserConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['UserEdge']>, nodes: ReadonlyArray<ResolversTypes['User']> }>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserRole: UserRole;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AiAccessSession: Omit<AiAccessSession, 'profile' | 'user'> & { profile?: Maybe<ResolversParentTypes['AiProfile']>, user: ResolversParentTypes['User'] };
  String: Scalars['String']['output'];
  AiPresenceEvent: PresenceEvent;
  ID: Scalars['ID']['output'];
  AiProfile: AiReference;
  AnnounceAiPresencePayload: Omit<AnnounceAiPresencePayload, 'profile'> & { profile: ResolversParentTypes['AiProfile'] };
  ApiKey: ApiKeyRow;
  AuditEntry: AuditEntryRow;
  AuditEntryConnection: Omit<AuditEntryConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['AuditEntryEdge']>, nodes: ReadonlyArray<ResolversParentTypes['AuditEntry']> };
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: Omit<ChangePasswordPayload, 'session'> & { session: ResolversParentTypes['Session'] };
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  DateTime: Scalars['DateTime']['output'];
  IssueCyborgTokenInput: IssueCyborgTokenInput;
  IssueCyborgTokenPayload: IssueCyborgTokenPayload;
  JSON: Scalars['JSON']['output'];
  Mutation: Record<PropertyKey, never>;
  NoteSessionUseInput: NoteSessionUseInput;
  NoteSessionUsePayload: NoteSessionUsePayload;
  OpenAccountInput: OpenAccountInput;
  OpenAccountPayload: Omit<OpenAccountPayload, 'account'> & { account: ResolversParentTypes['User'] };
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  RefreshAiSessionInput: RefreshAiSessionInput;
  RefreshAiSessionPayload: Omit<RefreshAiSessionPayload, 'session'> & { session: ResolversParentTypes['AiAccessSession'] };
  RegisterUserInput: RegisterUserInput;
  RegisterUserPayload: Omit<RegisterUserPayload, 'session'> & { session: ResolversParentTypes['Session'] };
  ResolvedCredential: ResolvedCredential;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  Session: Omit<Session, 'user'> & { user: ResolversParentTypes['User'] };
  SetUserRoleInput: SetUserRoleInput;
  SetUserRolePayload: Omit<SetUserRolePayload, 'user'> & { user: ResolversParentTypes['User'] };
  SignInAiInput: SignInAiInput;
  SignInAiPayload: Omit<SignInAiPayload, 'session'> & { session: ResolversParentTypes['AiAccessSession'] };
  SignInInput: SignInInput;
  SignInPayload: Omit<SignInPayload, 'session'> & { session: ResolversParentTypes['Session'] };
  SignOutAiPayload: SignOutAiPayload;
  Subscription: Record<PropertyKey, never>;
  User: AccountRow;
  UserConnection: Omit<UserConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['UserEdge']>, nodes: ReadonlyArray<ResolversParentTypes['User']> };
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
};

export type CacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = IdentityContext, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AiAccessSessionResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['AiAccessSession'] = ResolversParentTypes['AiAccessSession']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  profile?: Resolver<Maybe<ResolversTypes['AiProfile']>, ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type AiPresenceEventResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['AiPresenceEvent'] = ResolversParentTypes['AiPresenceEvent']> = {
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  profile?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
};

export type AiProfileResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['AiProfile'] = ResolversParentTypes['AiProfile'], FederationReferenceType extends FederationReferenceTypes['AiProfile'] = FederationReferenceTypes['AiProfile']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AiProfile']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  online?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AnnounceAiPresencePayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['AnnounceAiPresencePayload'] = ResolversParentTypes['AnnounceAiPresencePayload']> = {
  profile?: Resolver<ResolversTypes['AiProfile'], ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey'], FederationReferenceType extends FederationReferenceTypes['ApiKey'] = FederationReferenceTypes['ApiKey']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ApiKey']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type ChangePasswordPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['ChangePasswordPayload'] = ResolversParentTypes['ChangePasswordPayload']> = {
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type IssueCyborgTokenPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['IssueCyborgTokenPayload'] = ResolversParentTypes['IssueCyborgTokenPayload']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MutationResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  announceAiPresence?: Resolver<ResolversTypes['AnnounceAiPresencePayload'], ParentType, ContextType>;
  changePassword?: Resolver<ResolversTypes['ChangePasswordPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  issueCyborgToken?: Resolver<ResolversTypes['IssueCyborgTokenPayload'], ParentType, ContextType, RequireFields<MutationIssueCyborgTokenArgs, 'input'>>;
  noteSessionUse?: Resolver<ResolversTypes['NoteSessionUsePayload'], ParentType, ContextType, RequireFields<MutationNoteSessionUseArgs, 'input'>>;
  openAccount?: Resolver<ResolversTypes['OpenAccountPayload'], ParentType, ContextType, RequireFields<MutationOpenAccountArgs, 'input'>>;
  refreshAiSession?: Resolver<ResolversTypes['RefreshAiSessionPayload'], ParentType, ContextType, RequireFields<MutationRefreshAiSessionArgs, 'input'>>;
  registerUser?: Resolver<ResolversTypes['RegisterUserPayload'], ParentType, ContextType, RequireFields<MutationRegisterUserArgs, 'input'>>;
  revokeApiKey?: Resolver<ResolversTypes['RevokeApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'input'>>;
  setUserRole?: Resolver<ResolversTypes['SetUserRolePayload'], ParentType, ContextType, RequireFields<MutationSetUserRoleArgs, 'input'>>;
  signIn?: Resolver<ResolversTypes['SignInPayload'], ParentType, ContextType, RequireFields<MutationSignInArgs, 'input'>>;
  signInAi?: Resolver<ResolversTypes['SignInAiPayload'], ParentType, ContextType, RequireFields<MutationSignInAiArgs, 'input'>>;
  signOutAi?: Resolver<ResolversTypes['SignOutAiPayload'], ParentType, ContextType>;
};

export type NoteSessionUsePayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['NoteSessionUsePayload'] = ResolversParentTypes['NoteSessionUsePayload']> = {
  sessionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type OpenAccountPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['OpenAccountPayload'] = ResolversParentTypes['OpenAccountPayload']> = {
  account?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  accountByName?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryAccountByNameArgs, 'realm' | 'username'>>;
  apiKeys?: Resolver<ReadonlyArray<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  auditLog?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, RequireFields<QueryAuditLogArgs, 'first'>>;
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  resolveApiKey?: Resolver<Maybe<ResolversTypes['ResolvedCredential']>, ParentType, ContextType, RequireFields<QueryResolveApiKeyArgs, 'sha256'>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, RequireFields<QueryUsersArgs, 'first'>>;
};

export type RefreshAiSessionPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['RefreshAiSessionPayload'] = ResolversParentTypes['RefreshAiSessionPayload']> = {
  session?: Resolver<ResolversTypes['AiAccessSession'], ParentType, ContextType>;
};

export type RegisterUserPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['RegisterUserPayload'] = ResolversParentTypes['RegisterUserPayload']> = {
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type ResolvedCredentialResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['ResolvedCredential'] = ResolversParentTypes['ResolvedCredential']> = {
  keyId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['UserRole'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RevokeApiKeyPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['RevokeApiKeyPayload'] = ResolversParentTypes['RevokeApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type SetUserRolePayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['SetUserRolePayload'] = ResolversParentTypes['SetUserRolePayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type SignInAiPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['SignInAiPayload'] = ResolversParentTypes['SignInAiPayload']> = {
  session?: Resolver<ResolversTypes['AiAccessSession'], ParentType, ContextType>;
};

export type SignInPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['SignInPayload'] = ResolversParentTypes['SignInPayload']> = {
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type SignOutAiPayloadResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['SignOutAiPayload'] = ResolversParentTypes['SignOutAiPayload']> = {
  endedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  aiPresenceChanged?: SubscriptionResolver<ResolversTypes['AiPresenceEvent'], "aiPresenceChanged", ParentType, ContextType, Partial<SubscriptionAiPresenceChangedArgs>>;
  auditEntryRecorded?: SubscriptionResolver<ResolversTypes['AuditEntry'], "auditEntryRecorded", ParentType, ContextType, Partial<SubscriptionAuditEntryRecordedArgs>>;
};

export type UserResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  apiKeys?: Resolver<ReadonlyArray<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  openingTokenBalance?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['UserRole'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = IdentityContext, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type Resolvers<ContextType = IdentityContext> = {
  AiAccessSession?: AiAccessSessionResolvers<ContextType>;
  AiPresenceEvent?: AiPresenceEventResolvers<ContextType>;
  AiProfile?: AiProfileResolvers<ContextType>;
  AnnounceAiPresencePayload?: AnnounceAiPresencePayloadResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  ChangePasswordPayload?: ChangePasswordPayloadResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  IssueCyborgTokenPayload?: IssueCyborgTokenPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  NoteSessionUsePayload?: NoteSessionUsePayloadResolvers<ContextType>;
  OpenAccountPayload?: OpenAccountPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RefreshAiSessionPayload?: RefreshAiSessionPayloadResolvers<ContextType>;
  RegisterUserPayload?: RegisterUserPayloadResolvers<ContextType>;
  ResolvedCredential?: ResolvedCredentialResolvers<ContextType>;
  RevokeApiKeyPayload?: RevokeApiKeyPayloadResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SetUserRolePayload?: SetUserRolePayloadResolvers<ContextType>;
  SignInAiPayload?: SignInAiPayloadResolvers<ContextType>;
  SignInPayload?: SignInPayloadResolvers<ContextType>;
  SignOutAiPayload?: SignOutAiPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = IdentityContext> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
