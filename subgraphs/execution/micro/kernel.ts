import type { MicroError, MimeBundle, OutputStream } from './micro.ts';

/** Why a kernel is no more, unless it was killed. */
export type KernelEnd = 'exited' | 'out of memory' | 'output limit' | 'protocol violation';

/** How the execution of some code ended. */
export interface KernelOutcome {
  readonly status: 'ok' | 'error' | 'interrupted';
  /** The value of the last expression; null when there is none. */
  readonly result: MimeBundle | null;
  readonly error: MicroError | null;
  /** True when something that it showed did not get through. */
  readonly truncated: boolean;
}

/** Who hears what a kernel writes and shows. */
export interface KernelListener {
  /** Also between executions, from what they left running. */
  onText(stream: OutputStream, text: string): void;
  onDisplay(bundle: MimeBundle, bytes: number): void;
}

/** One interpreter with lasting state. */
export interface Kernel {
  /** Of the language. */
  readonly version: string;
  /** Resolves once it is gone, with everything that it had started. */
  readonly ended: Promise<KernelEnd>;
  /** Executes code: one call at a time. Never settles when the kernel ends. */
  execute(code: string): Promise<KernelOutcome>;
  /** Ends what is being executed, keeping the state; code may resist it. */
  interrupt(): void;
  /** Ends it at once. */
  kill(): void;
  /** Null where that cannot be known. */
  memoryBytes(): Promise<number | null>;
}
