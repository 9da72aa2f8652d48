import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { WorkspaceReference, UserReference, WorkspaceContext } from './context.ts';
import type { WorkspaceFileModel } from './workspace-file.ts';
import type { Change } from './change-feed.ts';
import type { ProjectRow } from './project-repository.ts';
import type { ProjectFileRow, ProjectFileVersionRow } from './project-file-repository.ts';
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
  _FieldSet: { input: string; output: string; }
};

/** What to copy, and where to. */
export type CopyWorkspaceFileInput = {
  readonly from: Scalars['String']['input'];
  /** The new path itself. A file there is replaced; a folder there is refused. */
  readonly to: Scalars['String']['input'];
};

/** The copy. Links inside a copied folder are left out. */
export type CopyWorkspaceFilePayload = {
  /** Bytes that were copied. */
  readonly copiedBytes: Scalars['Float']['output'];
  readonly file: WorkspaceFile;
};

/** A project to make. */
export type CreateProjectInput = {
  /** At most 10,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
};

/** The project. */
export type CreateProjectPayload = {
  readonly project: Project;
};

/** A folder to make. */
export type CreateWorkspaceDirectoryInput = {
  readonly path: Scalars['String']['input'];
  /** Whether folders on the way are made, and a folder that is there already is fine. */
  readonly recursive: Scalars['Boolean']['input'];
};

/** The folder. */
export type CreateWorkspaceDirectoryPayload = {
  readonly directory: WorkspaceFile;
};

/** A file of a project that goes, with its history. */
export type DeleteProjectFileInput = {
  readonly path: Scalars['String']['input'];
  readonly projectId: Scalars['ID']['input'];
};

/** The path of the file that is gone. */
export type DeleteProjectFilePayload = {
  readonly path: Scalars['String']['output'];
  readonly project: Project;
};

/** A project that goes, with all its files and their history. */
export type DeleteProjectInput = {
  readonly projectId: Scalars['ID']['input'];
};

/** The id of the project that is gone. */
export type DeleteProjectPayload = {
  readonly projectId: Scalars['ID']['output'];
};

/** What to delete. */
export type DeleteWorkspaceFileInput = {
  readonly path: Scalars['String']['input'];
  /** Whether a folder goes with all that is in it; otherwise only an empty one does. */
  readonly recursive: Scalars['Boolean']['input'];
};

/** What is gone. */
export type DeleteWorkspaceFilePayload = {
  readonly path: Scalars['String']['output'];
};

/** How the text of a file stands for its bytes. */
export type FileEncoding =
  /** Any bytes, in base64 with padding. */
  | 'BASE64'
  /** The bytes are UTF-8 text; others are refused when read. */
  | 'UTF8';

/** Files for a new project. */
export type ImportProjectInput = {
  /** A tar archive (POSIX ustar or pax), not compressed. Folders in it are implied by paths; links and devices in it are refused. */
  readonly archive: Scalars['Base64']['input'];
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly name: Scalars['String']['input'];
};

/** The new project. */
export type ImportProjectPayload = {
  readonly project: Project;
};

/** What to move, and where to. */
export type MoveWorkspaceFileInput = {
  readonly from: Scalars['String']['input'];
  /** The new path itself. A file there is replaced; a folder there is refused. */
  readonly to: Scalars['String']['input'];
};

/** What was moved, in its new place. */
export type MoveWorkspaceFilePayload = {
  readonly file: WorkspaceFile;
};

/** The root of all changes. */
export type Mutation = {
  /** Copies a file, or a folder with all that is in it. */
  readonly copyWorkspaceFile: CopyWorkspaceFilePayload;
  /** Makes a project of the caller. */
  readonly createProject: CreateProjectPayload;
  /** Makes a folder in the caller's workspace. */
  readonly createWorkspaceDirectory: CreateWorkspaceDirectoryPayload;
  /** Deletes a project. */
  readonly deleteProject: DeleteProjectPayload;
  /** Deletes a file of a project. */
  readonly deleteProjectFile: DeleteProjectFilePayload;
  /** Deletes a file, link or folder. The workspace itself cannot be deleted. */
  readonly deleteWorkspaceFile: DeleteWorkspaceFilePayload;
  /** Makes a project of the caller from an archive: all of it, or nothing. */
  readonly importProject: ImportProjectPayload;
  /** Moves or renames a file or folder. */
  readonly moveWorkspaceFile: MoveWorkspaceFilePayload;
  /** Makes an earlier version of a file the current one. */
  readonly restoreProjectFile: RestoreProjectFilePayload;
  /** Saves a file of a project; the earlier content stays as a version. */
  readonly saveProjectFile: SaveProjectFilePayload;
  /** Writes a file of the caller's workspace: all of it, or nothing. */
  readonly writeWorkspaceFile: WriteWorkspaceFilePayload;
};


/** The root of all changes. */
export type MutationCopyWorkspaceFileArgs = {
  input: CopyWorkspaceFileInput;
};


/** The root of all changes. */
export type MutationCreateProjectArgs = {
  input: CreateProjectInput;
};


/** The root of all changes. */
export type MutationCreateWorkspaceDirectoryArgs = {
  input: CreateWorkspaceDirectoryInput;
};


/** The root of all changes. */
export type MutationDeleteProjectArgs = {
  input: DeleteProjectInput;
};


/** The root of all changes. */
export type MutationDeleteProjectFileArgs = {
  input: DeleteProjectFileInput;
};


/** The root of all changes. */
export type MutationDeleteWorkspaceFileArgs = {
  input: DeleteWorkspaceFileInput;
};


/** The root of all changes. */
export type MutationImportProjectArgs = {
  input: ImportProjectInput;
};


/** The root of all changes. */
export type MutationMoveWorkspaceFileArgs = {
  input: MoveWorkspaceFileInput;
};


/** The root of all changes. */
export type MutationRestoreProjectFileArgs = {
  input: RestoreProjectFileInput;
};


/** The root of all changes. */
export type MutationSaveProjectFileArgs = {
  input: SaveProjectFileInput;
};


/** The root of all changes. */
export type MutationWriteWorkspaceFileArgs = {
  input: WriteWorkspaceFileInput;
};

/** Where a page lies in its list. */
export type PageInfo = {
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** A named collection of files that is kept in the database with its history, apart from the workspace. */
export type Project = {
  readonly createdAt: Scalars['DateTime']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  /** One file; null when there is none of that path. */
  readonly file?: Maybe<ProjectFile>;
  readonly fileCount: Scalars['Int']['output'];
  /** Its files, by path. */
  readonly files: ProjectFileConnection;
  readonly id: Scalars['ID']['output'];
  /** Unique among the projects of its owner. */
  readonly name: Scalars['String']['output'];
  readonly owner: User;
  /** Bytes of the current versions of its files. */
  readonly totalBytes: Scalars['Float']['output'];
  /** When it or one of its files changed last. */
  readonly updatedAt: Scalars['DateTime']['output'];
};


/** A named collection of files that is kept in the database with its history, apart from the workspace. */
export type ProjectFileArgs = {
  path: Scalars['String']['input'];
};


/** A named collection of files that is kept in the database with its history, apart from the workspace. */
export type ProjectFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of projects, newest change first. */
export type ProjectConnection = {
  readonly edges: ReadonlyArray<ProjectEdge>;
  readonly nodes: ReadonlyArray<Project>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One project of a page. */
export type ProjectEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Project;
};

/** A file of a project, in its current version. */
export type ProjectFile = {
  readonly content: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  /** Relative, with `/`. */
  readonly path: Scalars['String']['output'];
  readonly project: Project;
  readonly projectId: Scalars['ID']['output'];
  /** Of the content, in hexadecimal. */
  readonly sha256: Scalars['String']['output'];
  readonly size: Scalars['Float']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Counted from 1; each save of other content adds one. */
  readonly version: Scalars['Int']['output'];
  /** Its versions, newest first. */
  readonly versions: ProjectFileVersionConnection;
};


/** A file of a project, in its current version. */
export type ProjectFileContentArgs = {
  encoding: FileEncoding;
};


/** A file of a project, in its current version. */
export type ProjectFileVersionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of files of a project. */
export type ProjectFileConnection = {
  readonly edges: ReadonlyArray<ProjectFileEdge>;
  readonly nodes: ReadonlyArray<ProjectFile>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One file of a page. */
export type ProjectFileEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: ProjectFile;
};

/** What a file of a project was at one time. */
export type ProjectFileVersion = {
  readonly content: Scalars['String']['output'];
  readonly savedAt: Scalars['DateTime']['output'];
  /** Of the content, in hexadecimal. */
  readonly sha256: Scalars['String']['output'];
  readonly size: Scalars['Float']['output'];
  readonly version: Scalars['Int']['output'];
};


/** What a file of a project was at one time. */
export type ProjectFileVersionContentArgs = {
  encoding: FileEncoding;
};

/** A page of versions of a file. */
export type ProjectFileVersionConnection = {
  readonly edges: ReadonlyArray<ProjectFileVersionEdge>;
  readonly nodes: ReadonlyArray<ProjectFileVersion>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One version of a page. */
export type ProjectFileVersionEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: ProjectFileVersion;
};

/** The root of all reads. */
export type Query = {
  /** A project of the caller; null when there is none of that id. Administrators see all. */
  readonly project?: Maybe<Project>;
  /** All files of a project as a tar archive (POSIX pax). */
  readonly projectArchive: Scalars['Base64']['output'];
  /** The caller's projects, newest change first. */
  readonly projects: ProjectConnection;
  /** The workspace of the caller. */
  readonly workspace: Workspace;
  /** A file or folder of the caller's workspace; an error when there is none. */
  readonly workspaceFile: WorkspaceFile;
  /** What is in a folder of the caller's workspace, by name, up to 1000 a page. */
  readonly workspaceFiles: WorkspaceFileConnection;
};


/** The root of all reads. */
export type QueryProjectArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryProjectArchiveArgs = {
  projectId: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryProjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};


/** The root of all reads. */
export type QueryWorkspaceFileArgs = {
  path: Scalars['String']['input'];
};


/** The root of all reads. */
export type QueryWorkspaceFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  path: Scalars['String']['input'];
};

/** An earlier version that shall be the current one again. */
export type RestoreProjectFileInput = {
  readonly path: Scalars['String']['input'];
  readonly projectId: Scalars['ID']['input'];
  readonly version: Scalars['Int']['input'];
};

/** The file, in a new version with the earlier content. */
export type RestoreProjectFilePayload = {
  readonly file: ProjectFile;
};

/** Content for a file of a project. */
export type SaveProjectFileInput = {
  readonly content: Scalars['String']['input'];
  readonly encoding: FileEncoding;
  readonly path: Scalars['String']['input'];
  readonly projectId: Scalars['ID']['input'];
};

/** The saved file. */
export type SaveProjectFilePayload = {
  readonly file: ProjectFile;
};

/** The root of all streams. */
export type Subscription = {
  /** Changes in the caller's workspace, at `path` or below it. A reader that is too slow misses some and gets one RESCANNED instead. */
  readonly workspaceChanged: WorkspaceChange;
};


/** The root of all streams. */
export type SubscriptionWorkspaceChangedArgs = {
  path: Scalars['String']['input'];
};

/** Somebody with an account; the identity domain knows more. */
export type User = {
  readonly id: Scalars['ID']['output'];
  /** Seen by the user and by administrators. */
  readonly projects: ProjectConnection;
  /** Seen by the user and by administrators. */
  readonly workspace: Workspace;
};


/** Somebody with an account; the identity domain knows more. */
export type UserProjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};

/** The folder of one user, which the sandboxed programs of that user share. */
export type Workspace = {
  readonly containment: WorkspaceContainment;
  /** Files and folders in it. */
  readonly fileCount: Scalars['Int']['output'];
  readonly maxBytes: Scalars['Float']['output'];
  readonly maxFiles: Scalars['Int']['output'];
  /** The most bytes of one read or write. */
  readonly maxTransferBytes: Scalars['Float']['output'];
  readonly usedBytes: Scalars['Float']['output'];
};

/** A change in the workspace of a user. */
export type WorkspaceChange = {
  readonly changedAt: Scalars['DateTime']['output'];
  /** Null when it is gone by now. */
  readonly file?: Maybe<WorkspaceFile>;
  readonly path: Scalars['String']['output'];
  /** Of a move: where it was. */
  readonly previousPath?: Maybe<Scalars['String']['output']>;
  readonly type: WorkspaceChangeType;
};

/** What has happened to a name. */
export type WorkspaceChangeType =
  | 'DELETED'
  /** It was moved away from `previousPath`. */
  | 'MOVED'
  /** Programs may have changed anything under `path`; look again. */
  | 'RESCANNED'
  /** It is there, new or with other content. */
  | 'WRITTEN';

/** How far paths are kept inside the workspace. */
export type WorkspaceContainment =
  /** Paths are resolved and checked before they are opened: this platform offers no better. */
  | 'BEST_EFFORT'
  /** Each step of a path is opened without following links, so that no race leads outside. */
  | 'STRICT';

/** What a name in a folder is. */
export type WorkspaceEntryType =
  | 'DIRECTORY'
  | 'FILE'
  /** A pipe, socket or device; it can be deleted only. */
  | 'OTHER'
  /** A symbolic link. It is listed and can be deleted, and is never followed. */
  | 'SYMLINK';

/** A name in the workspace of a user. */
export type WorkspaceFile = {
  /** Of a file: what is in it, from `offset` on, at most `length` bytes; left out: all. Null for what is not a file. */
  readonly content?: Maybe<Scalars['String']['output']>;
  /** Opaque: its owner and its path. */
  readonly id: Scalars['ID']['output'];
  readonly modifiedAt: Scalars['DateTime']['output'];
  readonly name: Scalars['String']['output'];
  readonly owner: User;
  /** Relative to the workspace, with `/`; `.` is the workspace itself. */
  readonly path: Scalars['String']['output'];
  /** Bytes; 0 for what is not a file. */
  readonly size: Scalars['Float']['output'];
  readonly type: WorkspaceEntryType;
};


/** A name in the workspace of a user. */
export type WorkspaceFileContentArgs = {
  encoding: FileEncoding;
  length?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Float']['input']>;
};

/** A page of a folder, by name. */
export type WorkspaceFileConnection = {
  readonly edges: ReadonlyArray<WorkspaceFileEdge>;
  readonly nodes: ReadonlyArray<WorkspaceFile>;
  readonly pageInfo: PageInfo;
};

/** One name of a page. */
export type WorkspaceFileEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: WorkspaceFile;
};

/** Content for a file. */
export type WriteWorkspaceFileInput = {
  readonly content: Scalars['String']['input'];
  readonly encoding: FileEncoding;
  /** Folders on the way are made. */
  readonly path: Scalars['String']['input'];
};

/** The written file; it is whole on disk. */
export type WriteWorkspaceFilePayload = {
  readonly file: WorkspaceFile;
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
  Project: Project;
  ProjectFile: ProjectFile;
  User: User;
  WorkspaceFile: WorkspaceFile;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Project:
    ( { __typename: 'Project' }
    & GraphQLRecursivePick<FederationTypes['Project'], {"id":true}> );
  ProjectFile:
    ( { __typename: 'ProjectFile' }
    & GraphQLRecursivePick<FederationTypes['ProjectFile'], {"projectId":true,"path":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  WorkspaceFile:
    ( { __typename: 'WorkspaceFile' }
    & GraphQLRecursivePick<FederationTypes['WorkspaceFile'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  CopyWorkspaceFileInput: CopyWorkspaceFileInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CopyWorkspaceFilePayload: ResolverTypeWrapper<Omit<CopyWorkspaceFilePayload, 'file'> & { file: ResolversTypes['WorkspaceFile'] }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CreateProjectInput: CreateProjectInput;
  CreateProjectPayload: ResolverTypeWrapper<Omit<CreateProjectPayload, 'project'> & { project: ResolversTypes['Project'] }>;
  CreateWorkspaceDirectoryInput: CreateWorkspaceDirectoryInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CreateWorkspaceDirectoryPayload: ResolverTypeWrapper<Omit<CreateWorkspaceDirectoryPayload, 'directory'> & { directory: ResolversTypes['WorkspaceFile'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteProjectFileInput: DeleteProjectFileInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  DeleteProjectFilePayload: ResolverTypeWrapper<Omit<DeleteProjectFilePayload, 'project'> & { project: ResolversTypes['Project'] }>;
  DeleteProjectInput: DeleteProjectInput;
  DeleteProjectPayload: ResolverTypeWrapper<DeleteProjectPayload>;
  DeleteWorkspaceFileInput: DeleteWorkspaceFileInput;
  DeleteWorkspaceFilePayload: ResolverTypeWrapper<DeleteWorkspaceFilePayload>;
  FileEncoding: FileEncoding;
  ImportProjectInput: ImportProjectInput;
  ImportProjectPayload: ResolverTypeWrapper<Omit<ImportProjectPayload, 'project'> & { project: ResolversTypes['Project'] }>;
  MoveWorkspaceFileInput: MoveWorkspaceFileInput;
  MoveWorkspaceFilePayload: ResolverTypeWrapper<Omit<MoveWorkspaceFilePayload, 'file'> & { file: ResolversTypes['WorkspaceFile'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Project: ResolverTypeWrapper<ProjectRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ProjectConnection: ResolverTypeWrapper<Omit<ProjectConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProjectEdge']>, nodes: ReadonlyArray<ResolversTypes['Project']> }>;
  ProjectEdge: ResolverTypeWrapper<Omit<ProjectEdge, 'node'> & { node: ResolversTypes['Project'] }>;
  ProjectFile: ResolverTypeWrapper<ProjectFileRow>;
  ProjectFileConnection: ResolverTypeWrapper<Omit<ProjectFileConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProjectFileEdge']>, nodes: ReadonlyArray<ResolversTypes['ProjectFile']> }>;
  ProjectFileEdge: ResolverTypeWrapper<Omit<ProjectFileEdge, 'node'> & { node: ResolversTypes['ProjectFile'] }>;
  ProjectFileVersion: ResolverTypeWrapper<ProjectFileVersionRow>;
  ProjectFileVersionConnection: ResolverTypeWrapper<Omit<ProjectFileVersionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['ProjectFileVersionEdge']>, nodes: ReadonlyArray<ResolversTypes['ProjectFileVersion']> }>;
  ProjectFileVersionEdge: ResolverTypeWrapper<Omit<ProjectFileVersionEdge, 'node'> & { node: ResolversTypes['ProjectFileVersion'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RestoreProjectFileInput: RestoreProjectFileInput;
  RestoreProjectFilePayload: ResolverTypeWrapper<Omit<RestoreProjectFilePayload, 'file'> & { file: ResolversTypes['ProjectFile'] }>;
  SaveProjectFileInput: SaveProjectFileInput;
  SaveProjectFilePayload: ResolverTypeWrapper<Omit<SaveProjectFilePayload, 'file'> & { file: ResolversTypes['ProjectFile'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<UserReference>;
  Workspace: ResolverTypeWrapper<WorkspaceReference>;
  WorkspaceChange: ResolverTypeWrapper<Change>;
  WorkspaceChangeType: WorkspaceChangeType;
  WorkspaceContainment: WorkspaceContainment;
  WorkspaceEntryType: WorkspaceEntryType;
  WorkspaceFile: ResolverTypeWrapper<WorkspaceFileModel>;
  WorkspaceFileConnection: ResolverTypeWrapper<Omit<WorkspaceFileConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['WorkspaceFileEdge']>, nodes: ReadonlyArray<ResolversTypes['WorkspaceFile']> }>;
  WorkspaceFileEdge: ResolverTypeWrapper<Omit<WorkspaceFileEdge, 'node'> & { node: ResolversTypes['WorkspaceFile'] }>;
  WriteWorkspaceFileInput: WriteWorkspaceFileInput;
  WriteWorkspaceFilePayload: ResolverTypeWrapper<Omit<WriteWorkspaceFilePayload, 'file'> & { file: ResolversTypes['WorkspaceFile'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Base64: Scalars['Base64']['output'];
  CopyWorkspaceFileInput: CopyWorkspaceFileInput;
  String: Scalars['String']['output'];
  CopyWorkspaceFilePayload: Omit<CopyWorkspaceFilePayload, 'file'> & { file: ResolversParentTypes['WorkspaceFile'] };
  Float: Scalars['Float']['output'];
  CreateProjectInput: CreateProjectInput;
  CreateProjectPayload: Omit<CreateProjectPayload, 'project'> & { project: ResolversParentTypes['Project'] };
  CreateWorkspaceDirectoryInput: CreateWorkspaceDirectoryInput;
  Boolean: Scalars['Boolean']['output'];
  CreateWorkspaceDirectoryPayload: Omit<CreateWorkspaceDirectoryPayload, 'directory'> & { directory: ResolversParentTypes['WorkspaceFile'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteProjectFileInput: DeleteProjectFileInput;
  ID: Scalars['ID']['output'];
  DeleteProjectFilePayload: Omit<DeleteProjectFilePayload, 'project'> & { project: ResolversParentTypes['Project'] };
  DeleteProjectInput: DeleteProjectInput;
  DeleteProjectPayload: DeleteProjectPayload;
  DeleteWorkspaceFileInput: DeleteWorkspaceFileInput;
  DeleteWorkspaceFilePayload: DeleteWorkspaceFilePayload;
  ImportProjectInput: ImportProjectInput;
  ImportProjectPayload: Omit<ImportProjectPayload, 'project'> & { project: ResolversParentTypes['Project'] };
  MoveWorkspaceFileInput: MoveWorkspaceFileInput;
  MoveWorkspaceFilePayload: Omit<MoveWorkspaceFilePayload, 'file'> & { file: ResolversParentTypes['WorkspaceFile'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Project: ProjectRow;
  Int: Scalars['Int']['output'];
  ProjectConnection: Omit<ProjectConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProjectEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Project']> };
  ProjectEdge: Omit<ProjectEdge, 'node'> & { node: ResolversParentTypes['Project'] };
  ProjectFile: ProjectFileRow;
  ProjectFileConnection: Omit<ProjectFileConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProjectFileEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ProjectFile']> };
  ProjectFileEdge: Omit<ProjectFileEdge, 'node'> & { node: ResolversParentTypes['ProjectFile'] };
  ProjectFileVersion: ProjectFileVersionRow;
  ProjectFileVersionConnection: Omit<ProjectFileVersionConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['ProjectFileVersionEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ProjectFileVersion']> };
  ProjectFileVersionEdge: Omit<ProjectFileVersionEdge, 'node'> & { node: ResolversParentTypes['ProjectFileVersion'] };
  Query: Record<PropertyKey, never>;
  RestoreProjectFileInput: RestoreProjectFileInput;
  RestoreProjectFilePayload: Omit<RestoreProjectFilePayload, 'file'> & { file: ResolversParentTypes['ProjectFile'] };
  SaveProjectFileInput: SaveProjectFileInput;
  SaveProjectFilePayload: Omit<SaveProjectFilePayload, 'file'> & { file: ResolversParentTypes['ProjectFile'] };
  Subscription: Record<PropertyKey, never>;
  User: UserReference;
  Workspace: WorkspaceReference;
  WorkspaceChange: Change;
  WorkspaceFile: WorkspaceFileModel;
  WorkspaceFileConnection: Omit<WorkspaceFileConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['WorkspaceFileEdge']>, nodes: ReadonlyArray<ResolversParentTypes['WorkspaceFile']> };
  WorkspaceFileEdge: Omit<WorkspaceFileEdge, 'node'> & { node: ResolversParentTypes['WorkspaceFile'] };
  WriteWorkspaceFileInput: WriteWorkspaceFileInput;
  WriteWorkspaceFilePayload: Omit<WriteWorkspaceFilePayload, 'file'> & { file: ResolversParentTypes['WorkspaceFile'] };
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CopyWorkspaceFilePayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['CopyWorkspaceFilePayload'] = ResolversParentTypes['CopyWorkspaceFilePayload']> = {
  copiedBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  file?: Resolver<ResolversTypes['WorkspaceFile'], ParentType, ContextType>;
};

export type CreateProjectPayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['CreateProjectPayload'] = ResolversParentTypes['CreateProjectPayload']> = {
  project?: Resolver<ResolversTypes['Project'], ParentType, ContextType>;
};

export type CreateWorkspaceDirectoryPayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['CreateWorkspaceDirectoryPayload'] = ResolversParentTypes['CreateWorkspaceDirectoryPayload']> = {
  directory?: Resolver<ResolversTypes['WorkspaceFile'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteProjectFilePayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['DeleteProjectFilePayload'] = ResolversParentTypes['DeleteProjectFilePayload']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  project?: Resolver<ResolversTypes['Project'], ParentType, ContextType>;
};

export type DeleteProjectPayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['DeleteProjectPayload'] = ResolversParentTypes['DeleteProjectPayload']> = {
  projectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type DeleteWorkspaceFilePayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['DeleteWorkspaceFilePayload'] = ResolversParentTypes['DeleteWorkspaceFilePayload']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ImportProjectPayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ImportProjectPayload'] = ResolversParentTypes['ImportProjectPayload']> = {
  project?: Resolver<ResolversTypes['Project'], ParentType, ContextType>;
};

export type MoveWorkspaceFilePayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['MoveWorkspaceFilePayload'] = ResolversParentTypes['MoveWorkspaceFilePayload']> = {
  file?: Resolver<ResolversTypes['WorkspaceFile'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  copyWorkspaceFile?: Resolver<ResolversTypes['CopyWorkspaceFilePayload'], ParentType, ContextType, RequireFields<MutationCopyWorkspaceFileArgs, 'input'>>;
  createProject?: Resolver<ResolversTypes['CreateProjectPayload'], ParentType, ContextType, RequireFields<MutationCreateProjectArgs, 'input'>>;
  createWorkspaceDirectory?: Resolver<ResolversTypes['CreateWorkspaceDirectoryPayload'], ParentType, ContextType, RequireFields<MutationCreateWorkspaceDirectoryArgs, 'input'>>;
  deleteProject?: Resolver<ResolversTypes['DeleteProjectPayload'], ParentType, ContextType, RequireFields<MutationDeleteProjectArgs, 'input'>>;
  deleteProjectFile?: Resolver<ResolversTypes['DeleteProjectFilePayload'], ParentType, ContextType, RequireFields<MutationDeleteProjectFileArgs, 'input'>>;
  deleteWorkspaceFile?: Resolver<ResolversTypes['DeleteWorkspaceFilePayload'], ParentType, ContextType, RequireFields<MutationDeleteWorkspaceFileArgs, 'input'>>;
  importProject?: Resolver<ResolversTypes['ImportProjectPayload'], ParentType, ContextType, RequireFields<MutationImportProjectArgs, 'input'>>;
  moveWorkspaceFile?: Resolver<ResolversTypes['MoveWorkspaceFilePayload'], ParentType, ContextType, RequireFields<MutationMoveWorkspaceFileArgs, 'input'>>;
  restoreProjectFile?: Resolver<ResolversTypes['RestoreProjectFilePayload'], ParentType, ContextType, RequireFields<MutationRestoreProjectFileArgs, 'input'>>;
  saveProjectFile?: Resolver<ResolversTypes['SaveProjectFilePayload'], ParentType, ContextType, RequireFields<MutationSaveProjectFileArgs, 'input'>>;
  writeWorkspaceFile?: Resolver<ResolversTypes['WriteWorkspaceFilePayload'], ParentType, ContextType, RequireFields<MutationWriteWorkspaceFileArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProjectResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['Project'] = ResolversParentTypes['Project'], FederationReferenceType extends FederationReferenceTypes['Project'] = FederationReferenceTypes['Project']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Project']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  file?: Resolver<Maybe<ResolversTypes['ProjectFile']>, ParentType, ContextType, RequireFields<ProjectFileArgs, 'path'>>;
  fileCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  files?: Resolver<ResolversTypes['ProjectFileConnection'], ParentType, ContextType, RequireFields<ProjectFilesArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  totalBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ProjectConnectionResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectConnection'] = ResolversParentTypes['ProjectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProjectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Project']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProjectEdgeResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectEdge'] = ResolversParentTypes['ProjectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Project'], ParentType, ContextType>;
};

export type ProjectFileResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectFile'] = ResolversParentTypes['ProjectFile'], FederationReferenceType extends FederationReferenceTypes['ProjectFile'] = FederationReferenceTypes['ProjectFile']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ProjectFile']> | FederationReferenceType, FederationReferenceType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<ProjectFileContentArgs, 'encoding'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  project?: Resolver<ResolversTypes['Project'], ParentType, ContextType>;
  projectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<ResolversTypes['ProjectFileVersionConnection'], ParentType, ContextType, RequireFields<ProjectFileVersionsArgs, 'first'>>;
};

export type ProjectFileConnectionResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectFileConnection'] = ResolversParentTypes['ProjectFileConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProjectFileEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ProjectFile']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProjectFileEdgeResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectFileEdge'] = ResolversParentTypes['ProjectFileEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ProjectFile'], ParentType, ContextType>;
};

export type ProjectFileVersionResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectFileVersion'] = ResolversParentTypes['ProjectFileVersion']> = {
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<ProjectFileVersionContentArgs, 'encoding'>>;
  savedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProjectFileVersionConnectionResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectFileVersionConnection'] = ResolversParentTypes['ProjectFileVersionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProjectFileVersionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ProjectFileVersion']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProjectFileVersionEdgeResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['ProjectFileVersionEdge'] = ResolversParentTypes['ProjectFileVersionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ProjectFileVersion'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  project?: Resolver<Maybe<ResolversTypes['Project']>, ParentType, ContextType, RequireFields<QueryProjectArgs, 'id'>>;
  projectArchive?: Resolver<ResolversTypes['Base64'], ParentType, ContextType, RequireFields<QueryProjectArchiveArgs, 'projectId'>>;
  projects?: Resolver<ResolversTypes['ProjectConnection'], ParentType, ContextType, RequireFields<QueryProjectsArgs, 'first'>>;
  workspace?: Resolver<ResolversTypes['Workspace'], ParentType, ContextType>;
  workspaceFile?: Resolver<ResolversTypes['WorkspaceFile'], ParentType, ContextType, RequireFields<QueryWorkspaceFileArgs, 'path'>>;
  workspaceFiles?: Resolver<ResolversTypes['WorkspaceFileConnection'], ParentType, ContextType, RequireFields<QueryWorkspaceFilesArgs, 'first' | 'path'>>;
};

export type RestoreProjectFilePayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['RestoreProjectFilePayload'] = ResolversParentTypes['RestoreProjectFilePayload']> = {
  file?: Resolver<ResolversTypes['ProjectFile'], ParentType, ContextType>;
};

export type SaveProjectFilePayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['SaveProjectFilePayload'] = ResolversParentTypes['SaveProjectFilePayload']> = {
  file?: Resolver<ResolversTypes['ProjectFile'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  workspaceChanged?: SubscriptionResolver<ResolversTypes['WorkspaceChange'], "workspaceChanged", ParentType, ContextType, RequireFields<SubscriptionWorkspaceChangedArgs, 'path'>>;
};

export type UserResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  projects?: Resolver<ResolversTypes['ProjectConnection'], ParentType, ContextType, RequireFields<UserProjectsArgs, 'first'>>;
  workspace?: Resolver<ResolversTypes['Workspace'], ParentType, ContextType>;
};

export type WorkspaceResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['Workspace'] = ResolversParentTypes['Workspace']> = {
  containment?: Resolver<ResolversTypes['WorkspaceContainment'], ParentType, ContextType>;
  fileCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  maxFiles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxTransferBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  usedBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type WorkspaceChangeResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['WorkspaceChange'] = ResolversParentTypes['WorkspaceChange']> = {
  changedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  file?: Resolver<Maybe<ResolversTypes['WorkspaceFile']>, ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  previousPath?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['WorkspaceChangeType'], ParentType, ContextType>;
};

export type WorkspaceFileResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['WorkspaceFile'] = ResolversParentTypes['WorkspaceFile'], FederationReferenceType extends FederationReferenceTypes['WorkspaceFile'] = FederationReferenceTypes['WorkspaceFile']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['WorkspaceFile']> | FederationReferenceType, FederationReferenceType, ContextType>;
  content?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<WorkspaceFileContentArgs, 'encoding'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  modifiedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['WorkspaceEntryType'], ParentType, ContextType>;
};

export type WorkspaceFileConnectionResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['WorkspaceFileConnection'] = ResolversParentTypes['WorkspaceFileConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WorkspaceFileEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['WorkspaceFile']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WorkspaceFileEdgeResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['WorkspaceFileEdge'] = ResolversParentTypes['WorkspaceFileEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WorkspaceFile'], ParentType, ContextType>;
};

export type WriteWorkspaceFilePayloadResolvers<ContextType = WorkspaceContext, ParentType extends ResolversParentTypes['WriteWorkspaceFilePayload'] = ResolversParentTypes['WriteWorkspaceFilePayload']> = {
  file?: Resolver<ResolversTypes['WorkspaceFile'], ParentType, ContextType>;
};

export type Resolvers<ContextType = WorkspaceContext> = {
  Base64?: GraphQLScalarType;
  CopyWorkspaceFilePayload?: CopyWorkspaceFilePayloadResolvers<ContextType>;
  CreateProjectPayload?: CreateProjectPayloadResolvers<ContextType>;
  CreateWorkspaceDirectoryPayload?: CreateWorkspaceDirectoryPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteProjectFilePayload?: DeleteProjectFilePayloadResolvers<ContextType>;
  DeleteProjectPayload?: DeleteProjectPayloadResolvers<ContextType>;
  DeleteWorkspaceFilePayload?: DeleteWorkspaceFilePayloadResolvers<ContextType>;
  ImportProjectPayload?: ImportProjectPayloadResolvers<ContextType>;
  MoveWorkspaceFilePayload?: MoveWorkspaceFilePayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Project?: ProjectResolvers<ContextType>;
  ProjectConnection?: ProjectConnectionResolvers<ContextType>;
  ProjectEdge?: ProjectEdgeResolvers<ContextType>;
  ProjectFile?: ProjectFileResolvers<ContextType>;
  ProjectFileConnection?: ProjectFileConnectionResolvers<ContextType>;
  ProjectFileEdge?: ProjectFileEdgeResolvers<ContextType>;
  ProjectFileVersion?: ProjectFileVersionResolvers<ContextType>;
  ProjectFileVersionConnection?: ProjectFileVersionConnectionResolvers<ContextType>;
  ProjectFileVersionEdge?: ProjectFileVersionEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RestoreProjectFilePayload?: RestoreProjectFilePayloadResolvers<ContextType>;
  SaveProjectFilePayload?: SaveProjectFilePayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Workspace?: WorkspaceResolvers<ContextType>;
  WorkspaceChange?: WorkspaceChangeResolvers<ContextType>;
  WorkspaceFile?: WorkspaceFileResolvers<ContextType>;
  WorkspaceFileConnection?: WorkspaceFileConnectionResolvers<ContextType>;
  WorkspaceFileEdge?: WorkspaceFileEdgeResolvers<ContextType>;
  WriteWorkspaceFilePayload?: WriteWorkspaceFilePayloadResolvers<ContextType>;
};

