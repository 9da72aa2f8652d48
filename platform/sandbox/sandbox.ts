import type { Duplex, Readable, Writable } from 'node:stream';

/** What isolates a program: bubblewrap, or unshare of util-linux. */
export type SandboxDriverName = 'bwrap' | 'unshare';

/** How the memory of a sandbox is bounded. */
export type MemoryEnforcement = 'cgroup-v2' | 'cgroup-v1' | 'rlimit-watchdog';

/** What a driver has been seen to isolate, when it was tried at start. */
export interface SandboxIsolation {
  readonly userNamespace: boolean;
  readonly processNamespace: boolean;
  readonly networkNamespace: boolean;
  readonly seccomp: boolean;
  readonly memory: MemoryEnforcement;
  readonly hostUserPerTenant: boolean;
}

/** Bounds of one sandbox; all of them hold for everything in it together, save `fileBytes` (per file) and `openFiles` (per process). */
export interface SandboxLimits {
  readonly memoryBytes: number;
  readonly processes: number;
  readonly cpuSeconds: number;
  readonly fileBytes: number;
  readonly openFiles: number;
  /** Of `/tmp`, and of `/dev/shm`. */
  readonly temporaryBytes: number;
}

/** A program to start in a sandbox of its own. */
export interface SandboxSpec {
  /** An absolute path, as it is inside. */
  readonly program: string;
  /** At most 2,500 words, each below 128 KiB. */
  readonly arguments: readonly string[];
  /** The whole environment beside PATH, HOME, LANG and TMPDIR. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The host folder that is `/workspace` and the only place that outlives the sandbox; null for a sandbox without one. */
  readonly workspace: { readonly folder: string; /** The host user that programs are, where the server is root. */ readonly hostUser: number | null } | null;
  /** Relative to the workspace. */
  readonly workingDirectory?: string;
  /** Host files and folders that are readable at the same path inside, such as a Node outside /usr. */
  readonly readable?: readonly string[];
  readonly limits: SandboxLimits;
  /** Whether a duplex channel is open on descriptor 5 inside. */
  readonly channel?: boolean;
}

/** Why everything in a sandbox ended. */
export type SandboxEndReason = 'exit' | 'out-of-memory' | 'killed';

/** How a sandbox ended; its processes, mounts and limits are gone. */
export interface SandboxEnd {
  readonly reason: SandboxEndReason;
  /** Null when the program was ended by a signal; as in shells, a status of 128 and more speaks of one. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly usage: { readonly wallMs: number; readonly cpuMs: number | null; readonly maxRssBytes: number | null };
}

/** A program in its sandbox. */
export interface SandboxProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Null unless it was asked for. */
  readonly channel: Duplex | null;
  readonly ended: Promise<SandboxEnd>;
  /** Bytes that its processes take now; null where that cannot be known. */
  memoryBytes(): Promise<number | null>;
  /** Ends every process in it at once. Harmless when it has ended. */
  kill(): void;
}

/** The sandbox of this machine. */
export interface Sandbox {
  readonly driver: SandboxDriverName;
  /** Why there is no better driver; null for the best. */
  readonly reason: string | null;
  readonly isolation: SandboxIsolation;
  /** Starts a program: resolves when its sandbox is set up. From the main thread only. @throws DomainError SANDBOX_UNAVAILABLE when it cannot be */
  start(spec: SandboxSpec): Promise<SandboxProcess>;
  /** Ends every sandbox and what belongs to them. */
  close(): Promise<void>;
}
