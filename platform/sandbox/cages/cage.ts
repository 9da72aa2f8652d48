import type { MemoryEnforcement, SandboxLimits } from '../sandbox.ts';

/** What the processes of one sandbox use and have used. */
export interface CageUsage {
  /** Bytes now. */
  readonly memoryBytes: number;
  /** The most bytes at once, as far as it was seen. */
  readonly peakBytes: number;
  /** Processor time of all of them, as far as it was seen. */
  readonly cpuMs: number;
  /** Processes that were ended because there was no memory left. */
  readonly outOfMemory: number;
}

/** What bounds the processes of one sandbox from outside, and counts for them. */
export interface Cage {
  /** Puts a process, and all that it will start, into the cage. */
  join(pid: number): Promise<void>;
  /** Sets the limits, and begins to count. */
  bound(limits: SandboxLimits): void;
  usage(): CageUsage;
  /** Ends whatever is left in it, and gives it back. */
  release(): Promise<void>;
}

/** All cages of a process. */
export interface Cages {
  readonly memory: MemoryEnforcement;
  /** Milliseconds between looks at what a sandbox uses. */
  readonly lookMs: number;
  open(): Promise<Cage>;
  /** Removes what is kept for later; every cage must have been released. */
  close(): Promise<void>;
}
