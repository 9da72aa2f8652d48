import type { MicroError, OutputStream } from '../micro.ts';
import type { KernelOutcome } from '../kernel.ts';

/** What a thread needs to begin. */
export interface ThreadStart {
  readonly memoryBytes: number;
  /** One 32-bit number: not 0 while what is executed shall stop. The server sets it. */
  readonly interruption: SharedArrayBuffer;
  /** The source of `prelude.js`. */
  readonly prelude: string;
}

/** Kinds and contents of a bundle. */
export type BundleEntries = readonly (readonly [kind: string, content: string])[];

/** What the thread of a session says. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'text'; readonly stream: OutputStream; readonly text: string }
  | { readonly kind: 'display'; readonly entries: BundleEntries }
  /** It wrote far more than is kept, and waits for its end. */
  | { readonly kind: 'flood' }
  | {
      readonly kind: 'done';
      readonly status: KernelOutcome['status'];
      readonly entries: BundleEntries;
      readonly error: MicroError | null;
      readonly truncated: boolean;
      readonly memoryBytes: number;
    };
