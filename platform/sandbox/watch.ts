import type { Cage } from './cages/cage.ts';
import type { SandboxEndReason, SandboxLimits } from './sandbox.ts';

export interface WatchOptions {
  readonly cage: Cage;
  readonly limits: SandboxLimits;
  readonly lookMs: number;
  /** Whether nobody else bounds the memory of all processes together. */
  readonly boundsMemory: boolean;
  readonly end: (reason: SandboxEndReason) => void;
}

/** A look at many processes takes a while: at most this part of the time goes into looking. */
const mostOfTime = 1 / 20;

/** Ends a sandbox whose processes together use more than they may. Gives the function that stops watching. */
export function watch({ cage, limits, lookMs, boundsMemory, end }: WatchOptions): () => void {
  let timer = setTimeout(look, lookMs);
  return () => clearTimeout(timer);

  function look(): void {
    const begin = performance.now();
    const { memoryBytes, cpuMs } = cage.usage();
    if (boundsMemory && memoryBytes > limits.memoryBytes) end('out-of-memory');
    else if (cpuMs > limits.cpuSeconds * 1_000) end('killed');
    else timer = setTimeout(look, Math.max(lookMs, (performance.now() - begin) / mostOfTime));
  }
}
