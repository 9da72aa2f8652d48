import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { RunFacts, RunEvent } from './run/index.ts';
import type { SessionFacts } from './micro/index.ts';
import type { WasmModuleRow } from './wasm/module-repository.ts';
import type { UserReference, ExecutionContext } from './context.ts';
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
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

/** A run to end. */
export type CancelRunInput = {
  readonly runId: Scalars['ID']['input'];
};

/** The run after that; one that had ended already is left as it is. */
export type CancelRunPayload = {
  readonly run: Run;
};

/** A module that goes. */
export type DeleteWasmModuleInput = {
  readonly moduleId: Scalars['ID']['input'];
};

/** The id of the module that is gone. */
export type DeleteWasmModulePayload = {
  readonly moduleId: Scalars['ID']['output'];
};

/** Code for a session. */
export type ExecuteMicroCodeInput = {
  /** At most 1 MiB. */
  readonly code: Scalars['String']['input'];
  readonly sessionId: Scalars['ID']['input'];
  readonly timeoutMs?: InputMaybe<Scalars['Int']['input']>;
};

/** What it did. */
export type ExecuteMicroCodePayload = {
  readonly execution: MicroExecution;
  readonly session: MicroSession;
};

/** A session whose running code shall stop. */
export type InterruptMicroSessionInput = {
  readonly sessionId: Scalars['ID']['input'];
};

/** The session, with its state. */
export type InterruptMicroSessionPayload = {
  readonly session: MicroSession;
};

/** A function of a module to call. */
export type InvokeWasmInput = {
  /** Numbers; an i64 also as a decimal text. */
  readonly arguments: ReadonlyArray<Scalars['JSON']['input']>;
  readonly fuel?: InputMaybe<Scalars['Float']['input']>;
  /** An exported function; left out: `_start`. */
  readonly function: Scalars['String']['input'];
  /** The most pages of 64 KiB that its memory may have. */
  readonly memoryPages?: InputMaybe<Scalars['Int']['input']>;
  /** The bytes; or `moduleId`. */
  readonly module?: InputMaybe<Scalars['Base64']['input']>;
  /** A module that was uploaded. */
  readonly moduleId?: InputMaybe<Scalars['ID']['input']>;
  /** For WASI programs: what follows the name of the program. */
  readonly programArguments: ReadonlyArray<Scalars['String']['input']>;
  /** Makes what WASI calls random the same each time. */
  readonly seed?: InputMaybe<Scalars['Int']['input']>;
  /** For WASI programs. */
  readonly stdin?: InputMaybe<Scalars['String']['input']>;
  readonly timeoutMs?: InputMaybe<Scalars['Int']['input']>;
};

/** What the function gave. */
export type InvokeWasmPayload = {
  readonly durationMs: Scalars['Float']['output'];
  /** Of a WASI program that ended with one. */
  readonly exitCode?: Maybe<Scalars['Int']['output']>;
  readonly fuelUsed: Scalars['Float']['output'];
  /** Pages of its memory at the end; null without one. */
  readonly memoryPages?: Maybe<Scalars['Int']['output']>;
  /** Numbers; an i64 beyond 2^53 as a decimal text, and NaN and infinities as `NaN`, `Infinity`, `-Infinity`. */
  readonly results: ReadonlyArray<Scalars['JSON']['output']>;
  readonly stderr: Scalars['String']['output'];
  readonly stdout: Scalars['String']['output'];
  /** True when some output was not kept. */
  readonly truncated: Scalars['Boolean']['output'];
};

/** A limit, as it is unless asked for, and at most. */
export type Limit = {
  readonly default: Scalars['Float']['output'];
  readonly max: Scalars['Float']['output'];
  readonly name: Scalars['String']['output'];
  /** Such as `ms` or `bytes`. */
  readonly unit: Scalars['String']['output'];
};

/** How a limit on memory is kept. */
export type MemoryEnforcement =
  | 'CGROUP_V1'
  | 'CGROUP_V2'
  /** A limit for each process, and a watchdog over all of them. */
  | 'RLIMIT_WATCHDOG';

/** A value that was shown: the same thing in several formats. */
export type MicroDisplay = {
  /** From MIME type to content; binary kinds in base64. */
  readonly data: Scalars['JSON']['output'];
};

/** An error that code raised. */
export type MicroError = {
  readonly message: Scalars['String']['output'];
  /** Such as `ValueError`. */
  readonly name: Scalars['String']['output'];
  /** Lines of text. */
  readonly traceback: ReadonlyArray<Scalars['String']['output']>;
};

/** What one execution did. */
export type MicroExecution = {
  /** Counted from 1 within the session. */
  readonly count: Scalars['Int']['output'];
  /** What was shown on the way. */
  readonly displays: ReadonlyArray<MicroDisplay>;
  readonly durationMs: Scalars['Float']['output'];
  readonly error?: Maybe<MicroError>;
  /** The value of the last expression; null when there is none. */
  readonly result?: Maybe<MicroDisplay>;
  readonly sessionId: Scalars['ID']['output'];
  /** False when the state of the session is lost. */
  readonly stateKept: Scalars['Boolean']['output'];
  readonly status: MicroExecutionStatus;
  readonly stderr: Scalars['String']['output'];
  readonly stdout: Scalars['String']['output'];
  /** True when some output was not kept. */
  readonly truncated: Scalars['Boolean']['output'];
};

/** How an execution ended. */
export type MicroExecutionStatus =
  /** The code raised an error. */
  | 'ERROR'
  /** It was interrupted because somebody asked for it. */
  | 'INTERRUPTED'
  | 'OK'
  /** The session ended with it. */
  | 'SESSION_ENDED'
  /** It was interrupted at its time limit. */
  | 'TIMED_OUT';

/** A runtime of micro sessions. */
export type MicroLanguage = {
  /** Why it cannot be used; null when it can. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  readonly runtime: MicroRuntime;
  /** Null when it is not installed. */
  readonly version?: Maybe<Scalars['String']['output']>;
};

/** What a session wrote or showed while it executes. */
export type MicroOutput = {
  /** Of the execution. */
  readonly count: Scalars['Int']['output'];
  readonly display?: Maybe<MicroDisplay>;
  /** In the last event of an execution only. */
  readonly execution?: Maybe<MicroExecution>;
  readonly sessionId: Scalars['ID']['output'];
  /** Null in events that are no text. */
  readonly stream?: Maybe<OutputStream>;
  readonly text: Scalars['String']['output'];
};

/** What a micro session speaks. */
export type MicroRuntime =
  /** JavaScript in QuickJS, with no access to anything; also where there is no sandbox. */
  | 'JAVASCRIPT'
  | 'NODE'
  | 'PYTHON';

/** A program that keeps its state between executions, in a sandbox of its own over the workspace of its owner. */
export type MicroSession = {
  readonly createdAt: Scalars['DateTime']['output'];
  /** Such as `stopped`, `idle`, `lifetime`, `out of memory` or `exited`. */
  readonly endReason?: Maybe<Scalars['String']['output']>;
  readonly executionCount: Scalars['Int']['output'];
  /** When it ends unless it is used. */
  readonly expiresAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly lastUsedAt: Scalars['DateTime']['output'];
  /** Null where that cannot be known. */
  readonly memoryBytes?: Maybe<Scalars['Float']['output']>;
  readonly owner: User;
  readonly runtime: MicroRuntime;
  readonly state: MicroSessionState;
};

/** How a micro session stands. */
export type MicroSessionState =
  | 'BUSY'
  | 'IDLE'
  /** It is no more; `endReason` says why. */
  | 'STOPPED';

/** How micro sessions run here. */
export type MicroSettings = {
  readonly languages: ReadonlyArray<MicroLanguage>;
  readonly limits: ReadonlyArray<Limit>;
  /** The kinds of rich results. */
  readonly mimeTypes: ReadonlyArray<Scalars['String']['output']>;
  readonly sandbox: Sandbox;
};

/** The root of all changes. */
export type Mutation = {
  /** Ends a run with all its processes. */
  readonly cancelRun: CancelRunPayload;
  /** Forgets a module. */
  readonly deleteWasmModule: DeleteWasmModulePayload;
  /** Executes code in a session; executions of one session wait for each other, in order. */
  readonly executeMicroCode: ExecuteMicroCodePayload;
  /** Interrupts what a session executes; its state is kept. */
  readonly interruptMicroSession: InterruptMicroSessionPayload;
  /** Calls a function of a WebAssembly module that begins fresh, within fuel, memory and time. */
  readonly invokeWasm: InvokeWasmPayload;
  /** Runs a program in a sandbox over the caller's workspace. */
  readonly runProgram: RunProgramPayload;
  /** Starts a micro session. */
  readonly startMicroSession: StartMicroSessionPayload;
  /** Stops a session. */
  readonly stopMicroSession: StopMicroSessionPayload;
  /** Keeps a module, to be called by its id. */
  readonly uploadWasmModule: UploadWasmModulePayload;
};


/** The root of all changes. */
export type MutationCancelRunArgs = {
  input: CancelRunInput;
};


/** The root of all changes. */
export type MutationDeleteWasmModuleArgs = {
  input: DeleteWasmModuleInput;
};


/** The root of all changes. */
export type MutationExecuteMicroCodeArgs = {
  input: ExecuteMicroCodeInput;
};


/** The root of all changes. */
export type MutationInterruptMicroSessionArgs = {
  input: InterruptMicroSessionInput;
};


/** The root of all changes. */
export type MutationInvokeWasmArgs = {
  input: InvokeWasmInput;
};


/** The root of all changes. */
export type MutationRunProgramArgs = {
  input: RunProgramInput;
};


/** The root of all changes. */
export type MutationStartMicroSessionArgs = {
  input: StartMicroSessionInput;
};


/** The root of all changes. */
export type MutationStopMicroSessionArgs = {
  input: StopMicroSessionInput;
};


/** The root of all changes. */
export type MutationUploadWasmModuleArgs = {
  input: UploadWasmModuleInput;
};

/** Where a program wrote to. */
export type OutputStream =
  | 'STDERR'
  | 'STDOUT';

/** Where a page lies in its list. */
export type PageInfo = {
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** A program that may be run. */
export type Program = {
  /** An absolute path. */
  readonly path: Scalars['String']['output'];
  /** What it says of its version; null when it says nothing. */
  readonly version?: Maybe<Scalars['String']['output']>;
};

/** The root of all reads. */
export type Query = {
  /** What a module takes and gives; it is not run. One of both must be given. */
  readonly inspectWasm: WasmInspection;
  /** A session of the caller, also for ten minutes after it has ended; null when there is none of that id. */
  readonly microSession?: Maybe<MicroSession>;
  /** The caller's sessions that live, newest first. */
  readonly microSessions: ReadonlyArray<MicroSession>;
  /** How micro sessions run here. */
  readonly microSettings: MicroSettings;
  /** A run of the caller; null when there is none of that id. Administrators see all. */
  readonly run?: Maybe<Run>;
  /** How programs run here. */
  readonly runSettings: RunSettings;
  /** The caller's runs, newest first. */
  readonly runs: RunConnection;
  /** What runs WebAssembly here. */
  readonly wasmEngine: WasmEngine;
  /** A module of the caller; null when there is none of that id. */
  readonly wasmModule?: Maybe<WasmModule>;
  /** The caller's modules, newest first. */
  readonly wasmModules: WasmModuleConnection;
};


/** The root of all reads. */
export type QueryInspectWasmArgs = {
  module?: InputMaybe<Scalars['Base64']['input']>;
  moduleId?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all reads. */
export type QueryMicroSessionArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryRunArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  state?: InputMaybe<RunState>;
};


/** The root of all reads. */
export type QueryWasmModuleArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryWasmModulesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One program that was run in the caller's workspace. */
export type Run = {
  readonly arguments: ReadonlyArray<Scalars['String']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Null unless it ended with one. */
  readonly exitCode?: Maybe<Scalars['Int']['output']>;
  readonly fault?: Maybe<Scalars['String']['output']>;
  readonly id: Scalars['ID']['output'];
  readonly owner: User;
  readonly program: Scalars['String']['output'];
  /** Such as `SIGKILL`. */
  readonly signal?: Maybe<Scalars['String']['output']>;
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly state: RunState;
  readonly stderr: Scalars['String']['output'];
  /** What was kept of its output; bytes that are not UTF-8 become U+FFFD. */
  readonly stdout: Scalars['String']['output'];
  readonly timeoutMs: Scalars['Int']['output'];
  /** True when some output was not kept. */
  readonly truncated: Scalars['Boolean']['output'];
  /** Null until it has ended. */
  readonly usage?: Maybe<RunUsage>;
};

/** A page of runs, newest first. */
export type RunConnection = {
  readonly edges: ReadonlyArray<RunEdge>;
  readonly nodes: ReadonlyArray<Run>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One run of a page. */
export type RunEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Run;
};

/** What a run wrote, or that it has ended. */
export type RunOutput = {
  /** In the last event only. */
  readonly run?: Maybe<Run>;
  readonly runId: Scalars['ID']['output'];
  /** Null in the last event. */
  readonly stream?: Maybe<OutputStream>;
  /** Empty in the last event. */
  readonly text: Scalars['String']['output'];
};

/** A program to run. */
export type RunProgramInput = {
  /** At most 128 KiB together. */
  readonly arguments: ReadonlyArray<Scalars['String']['input']>;
  readonly memoryBytes?: InputMaybe<Scalars['Float']['input']>;
  /** An absolute path of the list of programs. */
  readonly program: Scalars['String']['input'];
  /** At most 1 MiB. */
  readonly stdin?: InputMaybe<Scalars['String']['input']>;
  readonly timeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** False answers as soon as the run is taken in; `runOutput` tells the rest. */
  readonly wait: Scalars['Boolean']['input'];
  /** Relative to the workspace; left out: the workspace itself. */
  readonly workingDirectory?: InputMaybe<Scalars['String']['input']>;
};

/** The run: ended, or taken in when it was not to be waited for. */
export type RunProgramPayload = {
  readonly run: Run;
};

/** How programs run here. */
export type RunSettings = {
  /** Names of the variables in the environment of a program. */
  readonly environmentKeys: ReadonlyArray<Scalars['String']['output']>;
  readonly limits: ReadonlyArray<Limit>;
  readonly programs: ReadonlyArray<Program>;
  /** Runs of the caller that wait. */
  readonly queued: Scalars['Int']['output'];
  /** Runs of the caller now. */
  readonly running: Scalars['Int']['output'];
  readonly sandbox: Sandbox;
};

/** How a run stands. */
export type RunState =
  | 'CANCELLED'
  /** It filled the workspace of its user. */
  | 'DISK_QUOTA'
  /** It ended by itself; `exitCode` or `signal` says how. */
  | 'EXITED'
  /** It could not be started, or the server ended; `fault` says it. */
  | 'FAILED'
  /** It wrote far more than is kept. */
  | 'OUTPUT_LIMIT'
  | 'OUT_OF_MEMORY'
  | 'QUEUED'
  | 'RUNNING'
  | 'TIMED_OUT';

/** What a run used. */
export type RunUsage = {
  /** Null where that cannot be known. */
  readonly cpuMs?: Maybe<Scalars['Float']['output']>;
  /** Null where that cannot be known. */
  readonly maxRssBytes?: Maybe<Scalars['Float']['output']>;
  readonly outputBytes: Scalars['Float']['output'];
  readonly wallMs: Scalars['Float']['output'];
};

/** The sandbox of this installation. */
export type Sandbox = {
  readonly driver: SandboxDriverName;
  /** Null while there is none. */
  readonly isolation?: Maybe<SandboxIsolation>;
  /** Why there is no better one, and what to do; null for the best. */
  readonly reason?: Maybe<Scalars['String']['output']>;
};

/** What isolates programs from the machine. */
export type SandboxDriverName =
  /** bubblewrap: namespaces, a system-call filter, limits. */
  | 'BUBBLEWRAP'
  /** Nothing is there; programs are refused. */
  | 'NONE'
  /** unshare of util-linux: the same namespaces and limits, without a filter of system calls. */
  | 'UNSHARE';

/** What the sandbox of this installation isolates. */
export type SandboxIsolation = {
  /** Whether each user's programs have a host user of their own; only where the server is root. */
  readonly hostUserPerTenant: Scalars['Boolean']['output'];
  readonly memory: MemoryEnforcement;
  readonly networkNamespace: Scalars['Boolean']['output'];
  readonly processNamespace: Scalars['Boolean']['output'];
  /** Whether system calls are filtered. */
  readonly seccomp: Scalars['Boolean']['output'];
  readonly userNamespace: Scalars['Boolean']['output'];
};

/** A session to start. */
export type StartMicroSessionInput = {
  /** Seconds without use after which it ends. */
  readonly idleSeconds?: InputMaybe<Scalars['Int']['input']>;
  readonly memoryBytes?: InputMaybe<Scalars['Float']['input']>;
  readonly runtime: MicroRuntime;
};

/** The session; it is ready. */
export type StartMicroSessionPayload = {
  readonly session: MicroSession;
};

/** A session to stop. */
export type StopMicroSessionInput = {
  readonly sessionId: Scalars['ID']['input'];
};

/** The stopped session. */
export type StopMicroSessionPayload = {
  readonly session: MicroSession;
};

/** The root of all streams. */
export type Subscription = {
  /** What a session of the caller writes and shows from now on; ends with the session. */
  readonly microOutput: MicroOutput;
  /** The output of a run of the caller: what was written already first, then the rest as it comes. Ends after the run has. */
  readonly runOutput: RunOutput;
};


/** The root of all streams. */
export type SubscriptionMicroOutputArgs = {
  sessionId: Scalars['ID']['input'];
};


/** The root of all streams. */
export type SubscriptionRunOutputArgs = {
  runId: Scalars['ID']['input'];
};

/** A module to keep. */
export type UploadWasmModuleInput = {
  /** At most 16 MiB. */
  readonly module: Scalars['Base64']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** The kept module; the same bytes again are the same module. */
export type UploadWasmModulePayload = {
  readonly module: WasmModule;
};

/** Somebody with an account; the identity domain knows more. */
export type User = {
  readonly id: Scalars['ID']['output'];
  /** Those that live; seen by the user and by administrators. */
  readonly microSessions: ReadonlyArray<MicroSession>;
  /** Newest first; seen by the user and by administrators. */
  readonly runs: RunConnection;
  /** Newest first; seen by the user and by administrators. */
  readonly wasmModules: WasmModuleConnection;
};


/** Somebody with an account; the identity domain knows more. */
export type UserRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Somebody with an account; the identity domain knows more. */
export type UserWasmModulesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What runs WebAssembly here. */
export type WasmEngine = {
  readonly cacheHits: Scalars['Float']['output'];
  readonly cachedModules: Scalars['Int']['output'];
  /** Such as `V8 11.3`. */
  readonly engine: Scalars['String']['output'];
  /** Names of the proposals that modules may use. */
  readonly features: ReadonlyArray<Scalars['String']['output']>;
  readonly limits: ReadonlyArray<Limit>;
  /** Version of the cost table; the same module, input and version use the same fuel everywhere. */
  readonly meterVersion: Scalars['Int']['output'];
  /** Whether the engine itself runs in a sandbox. */
  readonly sandboxed: Scalars['Boolean']['output'];
  /** The WASI functions that modules may import. */
  readonly wasiFunctions: ReadonlyArray<Scalars['String']['output']>;
};

/** What a WebAssembly module takes or gives. */
export type WasmExternal = {
  /** `function`, `memory`, `table`, `global` or `tag`. */
  readonly kind: Scalars['String']['output'];
  /** Of an import only. */
  readonly module?: Maybe<Scalars['String']['output']>;
  readonly name: Scalars['String']['output'];
  /** Such as `(i32, i64) -> (f32)`, of a function. */
  readonly type?: Maybe<Scalars['String']['output']>;
};

/** What is known of a WebAssembly module without running it. */
export type WasmInspection = {
  /** False when it would be refused. */
  readonly accepted: Scalars['Boolean']['output'];
  readonly exports: ReadonlyArray<WasmExternal>;
  readonly hasStart: Scalars['Boolean']['output'];
  readonly imports: ReadonlyArray<WasmExternal>;
  /** What the module itself says; null when it says nothing. */
  readonly maxMemoryPages?: Maybe<Scalars['Int']['output']>;
  /** Pages of 64 KiB that its memory begins with; null without one. */
  readonly minMemoryPages?: Maybe<Scalars['Int']['output']>;
  /** Why it would be refused. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Of the module, in hexadecimal. */
  readonly sha256: Scalars['String']['output'];
  readonly sizeBytes: Scalars['Int']['output'];
};

/** A module that its owner keeps here. */
export type WasmModule = {
  readonly createdAt: Scalars['DateTime']['output'];
  readonly id: Scalars['ID']['output'];
  readonly inspection: WasmInspection;
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly owner: User;
  readonly sha256: Scalars['String']['output'];
  readonly sizeBytes: Scalars['Int']['output'];
};

/** A page of modules, newest first. */
export type WasmModuleConnection = {
  readonly edges: ReadonlyArray<WasmModuleEdge>;
  readonly nodes: ReadonlyArray<WasmModule>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One module of a page. */
export type WasmModuleEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: WasmModule;
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
  MicroSession: MicroSession;
  Run: Run;
  User: User;
  WasmModule: WasmModule;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  MicroSession:
    ( { __typename: 'MicroSession' }
    & GraphQLRecursivePick<FederationTypes['MicroSession'], {"id":true}> );
  Run:
    ( { __typename: 'Run' }
    & GraphQLRecursivePick<FederationTypes['Run'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  WasmModule:
    ( { __typename: 'WasmModule' }
    & GraphQLRecursivePick<FederationTypes['WasmModule'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  CancelRunInput: CancelRunInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CancelRunPayload: ResolverTypeWrapper<Omit<CancelRunPayload, 'run'> & { run: ResolversTypes['Run'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteWasmModuleInput: DeleteWasmModuleInput;
  DeleteWasmModulePayload: ResolverTypeWrapper<DeleteWasmModulePayload>;
  ExecuteMicroCodeInput: ExecuteMicroCodeInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ExecuteMicroCodePayload: ResolverTypeWrapper<Omit<ExecuteMicroCodePayload, 'session'> & { session: ResolversTypes['MicroSession'] }>;
  InterruptMicroSessionInput: InterruptMicroSessionInput;
  InterruptMicroSessionPayload: ResolverTypeWrapper<Omit<InterruptMicroSessionPayload, 'session'> & { session: ResolversTypes['MicroSession'] }>;
  InvokeWasmInput: InvokeWasmInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  InvokeWasmPayload: ResolverTypeWrapper<InvokeWasmPayload>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Limit: ResolverTypeWrapper<Limit>;
  MemoryEnforcement: MemoryEnforcement;
  MicroDisplay: ResolverTypeWrapper<MicroDisplay>;
  MicroError: ResolverTypeWrapper<MicroError>;
  MicroExecution: ResolverTypeWrapper<MicroExecution>;
  MicroExecutionStatus: MicroExecutionStatus;
  MicroLanguage: ResolverTypeWrapper<MicroLanguage>;
  MicroOutput: ResolverTypeWrapper<MicroOutput>;
  MicroRuntime: MicroRuntime;
  MicroSession: ResolverTypeWrapper<SessionFacts>;
  MicroSessionState: MicroSessionState;
  MicroSettings: ResolverTypeWrapper<MicroSettings>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OutputStream: OutputStream;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Program: ResolverTypeWrapper<Program>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Run: ResolverTypeWrapper<RunFacts>;
  RunConnection: ResolverTypeWrapper<Omit<RunConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['RunEdge']>, nodes: ReadonlyArray<ResolversTypes['Run']> }>;
  RunEdge: ResolverTypeWrapper<Omit<RunEdge, 'node'> & { node: ResolversTypes['Run'] }>;
  RunOutput: ResolverTypeWrapper<RunEvent>;
  RunProgramInput: RunProgramInput;
  RunProgramPayload: ResolverTypeWrapper<Omit<RunProgramPayload, 'run'> & { run: ResolversTypes['Run'] }>;
  RunSettings: ResolverTypeWrapper<RunSettings>;
  RunState: RunState;
  RunUsage: ResolverTypeWrapper<RunUsage>;
  Sandbox: ResolverTypeWrapper<Sandbox>;
  SandboxDriverName: SandboxDriverName;
  SandboxIsolation: ResolverTypeWrapper<SandboxIsolation>;
  StartMicroSessionInput: StartMicroSessionInput;
  StartMicroSessionPayload: ResolverTypeWrapper<Omit<StartMicroSessionPayload, 'session'> & { session: ResolversTypes['MicroSession'] }>;
  StopMicroSessionInput: StopMicroSessionInput;
  StopMicroSessionPayload: ResolverTypeWrapper<Omit<StopMicroSessionPayload, 'session'> & { session: ResolversTypes['MicroSession'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UploadWasmModuleInput: UploadWasmModuleInput;
  UploadWasmModulePayload: ResolverTypeWrapper<Omit<UploadWasmModulePayload, 'module'> & { module: ResolversTypes['WasmModule'] }>;
  User: ResolverTypeWrapper<UserReference>;
  WasmEngine: ResolverTypeWrapper<WasmEngine>;
  WasmExternal: ResolverTypeWrapper<WasmExternal>;
  WasmInspection: ResolverTypeWrapper<WasmInspection>;
  WasmModule: ResolverTypeWrapper<WasmModuleRow>;
  WasmModuleConnection: ResolverTypeWrapper<Omit<WasmModuleConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversTypes['WasmModuleEdge']>, nodes: ReadonlyArray<ResolversTypes['WasmModule']> }>;
  WasmModuleEdge: ResolverTypeWrapper<Omit<WasmModuleEdge, 'node'> & { node: ResolversTypes['WasmModule'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Base64: Scalars['Base64']['output'];
  CancelRunInput: CancelRunInput;
  ID: Scalars['ID']['output'];
  CancelRunPayload: Omit<CancelRunPayload, 'run'> & { run: ResolversParentTypes['Run'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteWasmModuleInput: DeleteWasmModuleInput;
  DeleteWasmModulePayload: DeleteWasmModulePayload;
  ExecuteMicroCodeInput: ExecuteMicroCodeInput;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  ExecuteMicroCodePayload: Omit<ExecuteMicroCodePayload, 'session'> & { session: ResolversParentTypes['MicroSession'] };
  InterruptMicroSessionInput: InterruptMicroSessionInput;
  InterruptMicroSessionPayload: Omit<InterruptMicroSessionPayload, 'session'> & { session: ResolversParentTypes['MicroSession'] };
  InvokeWasmInput: InvokeWasmInput;
  Float: Scalars['Float']['output'];
  InvokeWasmPayload: InvokeWasmPayload;
  Boolean: Scalars['Boolean']['output'];
  JSON: Scalars['JSON']['output'];
  Limit: Limit;
  MicroDisplay: MicroDisplay;
  MicroError: MicroError;
  MicroExecution: MicroExecution;
  MicroLanguage: MicroLanguage;
  MicroOutput: MicroOutput;
  MicroSession: SessionFacts;
  MicroSettings: MicroSettings;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Program: Program;
  Query: Record<PropertyKey, never>;
  Run: RunFacts;
  RunConnection: Omit<RunConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['RunEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Run']> };
  RunEdge: Omit<RunEdge, 'node'> & { node: ResolversParentTypes['Run'] };
  RunOutput: RunEvent;
  RunProgramInput: RunProgramInput;
  RunProgramPayload: Omit<RunProgramPayload, 'run'> & { run: ResolversParentTypes['Run'] };
  RunSettings: RunSettings;
  RunUsage: RunUsage;
  Sandbox: Sandbox;
  SandboxIsolation: SandboxIsolation;
  StartMicroSessionInput: StartMicroSessionInput;
  StartMicroSessionPayload: Omit<StartMicroSessionPayload, 'session'> & { session: ResolversParentTypes['MicroSession'] };
  StopMicroSessionInput: StopMicroSessionInput;
  StopMicroSessionPayload: Omit<StopMicroSessionPayload, 'session'> & { session: ResolversParentTypes['MicroSession'] };
  Subscription: Record<PropertyKey, never>;
  UploadWasmModuleInput: UploadWasmModuleInput;
  UploadWasmModulePayload: Omit<UploadWasmModulePayload, 'module'> & { module: ResolversParentTypes['WasmModule'] };
  User: UserReference;
  WasmEngine: WasmEngine;
  WasmExternal: WasmExternal;
  WasmInspection: WasmInspection;
  WasmModule: WasmModuleRow;
  WasmModuleConnection: Omit<WasmModuleConnection, 'edges' | 'nodes'> & { edges: ReadonlyArray<ResolversParentTypes['WasmModuleEdge']>, nodes: ReadonlyArray<ResolversParentTypes['WasmModule']> };
  WasmModuleEdge: Omit<WasmModuleEdge, 'node'> & { node: ResolversParentTypes['WasmModule'] };
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CancelRunPayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['CancelRunPayload'] = ResolversParentTypes['CancelRunPayload']> = {
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteWasmModulePayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['DeleteWasmModulePayload'] = ResolversParentTypes['DeleteWasmModulePayload']> = {
  moduleId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ExecuteMicroCodePayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['ExecuteMicroCodePayload'] = ResolversParentTypes['ExecuteMicroCodePayload']> = {
  execution?: Resolver<ResolversTypes['MicroExecution'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['MicroSession'], ParentType, ContextType>;
};

export type InterruptMicroSessionPayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['InterruptMicroSessionPayload'] = ResolversParentTypes['InterruptMicroSessionPayload']> = {
  session?: Resolver<ResolversTypes['MicroSession'], ParentType, ContextType>;
};

export type InvokeWasmPayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['InvokeWasmPayload'] = ResolversParentTypes['InvokeWasmPayload']> = {
  durationMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  exitCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  fuelUsed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  memoryPages?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  results?: Resolver<ReadonlyArray<ResolversTypes['JSON']>, ParentType, ContextType>;
  stderr?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stdout?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LimitResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['Limit'] = ResolversParentTypes['Limit']> = {
  default?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  max?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MicroDisplayResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['MicroDisplay'] = ResolversParentTypes['MicroDisplay']> = {
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type MicroErrorResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['MicroError'] = ResolversParentTypes['MicroError']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  traceback?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MicroExecutionResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['MicroExecution'] = ResolversParentTypes['MicroExecution']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  displays?: Resolver<ReadonlyArray<ResolversTypes['MicroDisplay']>, ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['MicroError']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['MicroDisplay']>, ParentType, ContextType>;
  sessionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stateKept?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['MicroExecutionStatus'], ParentType, ContextType>;
  stderr?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stdout?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type MicroLanguageResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['MicroLanguage'] = ResolversParentTypes['MicroLanguage']> = {
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  runtime?: Resolver<ResolversTypes['MicroRuntime'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MicroOutputResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['MicroOutput'] = ResolversParentTypes['MicroOutput']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  display?: Resolver<Maybe<ResolversTypes['MicroDisplay']>, ParentType, ContextType>;
  execution?: Resolver<Maybe<ResolversTypes['MicroExecution']>, ParentType, ContextType>;
  sessionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stream?: Resolver<Maybe<ResolversTypes['OutputStream']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MicroSessionResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['MicroSession'] = ResolversParentTypes['MicroSession'], FederationReferenceType extends FederationReferenceTypes['MicroSession'] = FederationReferenceTypes['MicroSession']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['MicroSession']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  executionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  memoryBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  runtime?: Resolver<ResolversTypes['MicroRuntime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MicroSessionState'], ParentType, ContextType>;
};

export type MicroSettingsResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['MicroSettings'] = ResolversParentTypes['MicroSettings']> = {
  languages?: Resolver<ReadonlyArray<ResolversTypes['MicroLanguage']>, ParentType, ContextType>;
  limits?: Resolver<ReadonlyArray<ResolversTypes['Limit']>, ParentType, ContextType>;
  mimeTypes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  sandbox?: Resolver<ResolversTypes['Sandbox'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelRun?: Resolver<ResolversTypes['CancelRunPayload'], ParentType, ContextType, RequireFields<MutationCancelRunArgs, 'input'>>;
  deleteWasmModule?: Resolver<ResolversTypes['DeleteWasmModulePayload'], ParentType, ContextType, RequireFields<MutationDeleteWasmModuleArgs, 'input'>>;
  executeMicroCode?: Resolver<ResolversTypes['ExecuteMicroCodePayload'], ParentType, ContextType, RequireFields<MutationExecuteMicroCodeArgs, 'input'>>;
  interruptMicroSession?: Resolver<ResolversTypes['InterruptMicroSessionPayload'], ParentType, ContextType, RequireFields<MutationInterruptMicroSessionArgs, 'input'>>;
  invokeWasm?: Resolver<ResolversTypes['InvokeWasmPayload'], ParentType, ContextType, RequireFields<MutationInvokeWasmArgs, 'input'>>;
  runProgram?: Resolver<ResolversTypes['RunProgramPayload'], ParentType, ContextType, RequireFields<MutationRunProgramArgs, 'input'>>;
  startMicroSession?: Resolver<ResolversTypes['StartMicroSessionPayload'], ParentType, ContextType, RequireFields<MutationStartMicroSessionArgs, 'input'>>;
  stopMicroSession?: Resolver<ResolversTypes['StopMicroSessionPayload'], ParentType, ContextType, RequireFields<MutationStopMicroSessionArgs, 'input'>>;
  uploadWasmModule?: Resolver<ResolversTypes['UploadWasmModulePayload'], ParentType, ContextType, RequireFields<MutationUploadWasmModuleArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProgramResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['Program'] = ResolversParentTypes['Program']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  inspectWasm?: Resolver<ResolversTypes['WasmInspection'], ParentType, ContextType, Partial<QueryInspectWasmArgs>>;
  microSession?: Resolver<Maybe<ResolversTypes['MicroSession']>, ParentType, ContextType, RequireFields<QueryMicroSessionArgs, 'id'>>;
  microSessions?: Resolver<ReadonlyArray<ResolversTypes['MicroSession']>, ParentType, ContextType>;
  microSettings?: Resolver<ResolversTypes['MicroSettings'], ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunArgs, 'id'>>;
  runSettings?: Resolver<ResolversTypes['RunSettings'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<QueryRunsArgs, 'first'>>;
  wasmEngine?: Resolver<ResolversTypes['WasmEngine'], ParentType, ContextType>;
  wasmModule?: Resolver<Maybe<ResolversTypes['WasmModule']>, ParentType, ContextType, RequireFields<QueryWasmModuleArgs, 'id'>>;
  wasmModules?: Resolver<ResolversTypes['WasmModuleConnection'], ParentType, ContextType, RequireFields<QueryWasmModulesArgs, 'first'>>;
};

export type RunResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run'], FederationReferenceType extends FederationReferenceTypes['Run'] = FederationReferenceTypes['Run']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Run']> | FederationReferenceType, FederationReferenceType, ContextType>;
  arguments?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  exitCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  program?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signal?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RunState'], ParentType, ContextType>;
  stderr?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stdout?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  usage?: Resolver<Maybe<ResolversTypes['RunUsage']>, ParentType, ContextType>;
};

export type RunConnectionResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['RunConnection'] = ResolversParentTypes['RunConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunEdgeResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['RunEdge'] = ResolversParentTypes['RunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type RunOutputResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['RunOutput'] = ResolversParentTypes['RunOutput']> = {
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  runId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stream?: Resolver<Maybe<ResolversTypes['OutputStream']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RunProgramPayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['RunProgramPayload'] = ResolversParentTypes['RunProgramPayload']> = {
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type RunSettingsResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['RunSettings'] = ResolversParentTypes['RunSettings']> = {
  environmentKeys?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  limits?: Resolver<ReadonlyArray<ResolversTypes['Limit']>, ParentType, ContextType>;
  programs?: Resolver<ReadonlyArray<ResolversTypes['Program']>, ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sandbox?: Resolver<ResolversTypes['Sandbox'], ParentType, ContextType>;
};

export type RunUsageResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['RunUsage'] = ResolversParentTypes['RunUsage']> = {
  cpuMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  maxRssBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  outputBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  wallMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SandboxResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['Sandbox'] = ResolversParentTypes['Sandbox']> = {
  driver?: Resolver<ResolversTypes['SandboxDriverName'], ParentType, ContextType>;
  isolation?: Resolver<Maybe<ResolversTypes['SandboxIsolation']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SandboxIsolationResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['SandboxIsolation'] = ResolversParentTypes['SandboxIsolation']> = {
  hostUserPerTenant?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  memory?: Resolver<ResolversTypes['MemoryEnforcement'], ParentType, ContextType>;
  networkNamespace?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  processNamespace?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  seccomp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userNamespace?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type StartMicroSessionPayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['StartMicroSessionPayload'] = ResolversParentTypes['StartMicroSessionPayload']> = {
  session?: Resolver<ResolversTypes['MicroSession'], ParentType, ContextType>;
};

export type StopMicroSessionPayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['StopMicroSessionPayload'] = ResolversParentTypes['StopMicroSessionPayload']> = {
  session?: Resolver<ResolversTypes['MicroSession'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  microOutput?: SubscriptionResolver<ResolversTypes['MicroOutput'], "microOutput", ParentType, ContextType, RequireFields<SubscriptionMicroOutputArgs, 'sessionId'>>;
  runOutput?: SubscriptionResolver<ResolversTypes['RunOutput'], "runOutput", ParentType, ContextType, RequireFields<SubscriptionRunOutputArgs, 'runId'>>;
};

export type UploadWasmModulePayloadResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['UploadWasmModulePayload'] = ResolversParentTypes['UploadWasmModulePayload']> = {
  module?: Resolver<ResolversTypes['WasmModule'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  microSessions?: Resolver<ReadonlyArray<ResolversTypes['MicroSession']>, ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<UserRunsArgs, 'first'>>;
  wasmModules?: Resolver<ResolversTypes['WasmModuleConnection'], ParentType, ContextType, RequireFields<UserWasmModulesArgs, 'first'>>;
};

export type WasmEngineResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['WasmEngine'] = ResolversParentTypes['WasmEngine']> = {
  cacheHits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cachedModules?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  engine?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  features?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  limits?: Resolver<ReadonlyArray<ResolversTypes['Limit']>, ParentType, ContextType>;
  meterVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sandboxed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  wasiFunctions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WasmExternalResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['WasmExternal'] = ResolversParentTypes['WasmExternal']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  module?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WasmInspectionResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['WasmInspection'] = ResolversParentTypes['WasmInspection']> = {
  accepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  exports?: Resolver<ReadonlyArray<ResolversTypes['WasmExternal']>, ParentType, ContextType>;
  hasStart?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  imports?: Resolver<ReadonlyArray<ResolversTypes['WasmExternal']>, ParentType, ContextType>;
  maxMemoryPages?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  minMemoryPages?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sizeBytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WasmModuleResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['WasmModule'] = ResolversParentTypes['WasmModule'], FederationReferenceType extends FederationReferenceTypes['WasmModule'] = FederationReferenceTypes['WasmModule']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['WasmModule']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inspection?: Resolver<ResolversTypes['WasmInspection'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sizeBytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WasmModuleConnectionResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['WasmModuleConnection'] = ResolversParentTypes['WasmModuleConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WasmModuleEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['WasmModule']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WasmModuleEdgeResolvers<ContextType = ExecutionContext, ParentType extends ResolversParentTypes['WasmModuleEdge'] = ResolversParentTypes['WasmModuleEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WasmModule'], ParentType, ContextType>;
};

export type Resolvers<ContextType = ExecutionContext> = {
  Base64?: GraphQLScalarType;
  CancelRunPayload?: CancelRunPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteWasmModulePayload?: DeleteWasmModulePayloadResolvers<ContextType>;
  ExecuteMicroCodePayload?: ExecuteMicroCodePayloadResolvers<ContextType>;
  InterruptMicroSessionPayload?: InterruptMicroSessionPayloadResolvers<ContextType>;
  InvokeWasmPayload?: InvokeWasmPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Limit?: LimitResolvers<ContextType>;
  MicroDisplay?: MicroDisplayResolvers<ContextType>;
  MicroError?: MicroErrorResolvers<ContextType>;
  MicroExecution?: MicroExecutionResolvers<ContextType>;
  MicroLanguage?: MicroLanguageResolvers<ContextType>;
  MicroOutput?: MicroOutputResolvers<ContextType>;
  MicroSession?: MicroSessionResolvers<ContextType>;
  MicroSettings?: MicroSettingsResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Program?: ProgramResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunConnection?: RunConnectionResolvers<ContextType>;
  RunEdge?: RunEdgeResolvers<ContextType>;
  RunOutput?: RunOutputResolvers<ContextType>;
  RunProgramPayload?: RunProgramPayloadResolvers<ContextType>;
  RunSettings?: RunSettingsResolvers<ContextType>;
  RunUsage?: RunUsageResolvers<ContextType>;
  Sandbox?: SandboxResolvers<ContextType>;
  SandboxIsolation?: SandboxIsolationResolvers<ContextType>;
  StartMicroSessionPayload?: StartMicroSessionPayloadResolvers<ContextType>;
  StopMicroSessionPayload?: StopMicroSessionPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UploadWasmModulePayload?: UploadWasmModulePayloadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  WasmEngine?: WasmEngineResolvers<ContextType>;
  WasmExternal?: WasmExternalResolvers<ContextType>;
  WasmInspection?: WasmInspectionResolvers<ContextType>;
  WasmModule?: WasmModuleResolvers<ContextType>;
  WasmModuleConnection?: WasmModuleConnectionResolvers<ContextType>;
  WasmModuleEdge?: WasmModuleEdgeResolvers<ContextType>;
};

