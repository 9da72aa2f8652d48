import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { builtUrl } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import type { Kernel, KernelEnd, KernelListener, KernelOutcome } from '../kernel.ts';
import { toMimeBundle } from '../mime-bundle.ts';
import type { FromThread, ThreadStart } from './wire.ts';

export interface QuickJsKernelOptions {
  readonly memoryBytes: number;
  readonly listener: KernelListener;
}

const prelude = readFileSync(new URL('./prelude.js', import.meta.url), 'utf8');

/** What runs JavaScript where there need not be a sandbox. */
export const quickJsVersion = `ES2023, quickjs-emscripten ${readVersion()}`;

/**
 * Starts a QuickJS on a thread of its own: a WebAssembly module in which the code reaches nothing but the prelude.
 * @throws DomainError UNAVAILABLE when it does not get ready
 */
export async function startQuickJsKernel({ memoryBytes, listener }: QuickJsKernelOptions): Promise<Kernel> {
  const interruption = new SharedArrayBuffer(4);
  const flag = new Int32Array(interruption);
  const worker = startWorker({ memoryBytes, interruption, prelude });
  let fault: KernelEnd = 'exited';
  let taken: number | null = null;
  let onReady: (() => void) | null = null;
  let onDone: ((outcome: KernelOutcome) => void) | null = null;

  const fail = (reason: KernelEnd): void => {
    fault = reason;
    void worker.terminate();
  };
  const ended = new Promise<KernelEnd>((resolve) => worker.once('exit', () => resolve(fault)));
  worker.on('error', (error: NodeJS.ErrnoException) => (fault = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : 'exited'));
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'ready') onReady?.();
    else if (message.kind === 'text') listener.onText(message.stream, message.text);
    else if (message.kind === 'display') tellDisplay(listener, message.entries);
    else if (message.kind === 'flood') fail('output limit');
    else {
      taken = message.memoryBytes;
      onDone?.({ status: message.status, result: toMimeBundle(message.entries), error: message.error, truncated: message.truncated });
    }
  });
  const isReady = await Promise.race([new Promise<true>((resolve) => (onReady = () => resolve(true))), ended.then(() => false)]);
  if (!isReady) throw new DomainError('UNAVAILABLE', 'The session did not get ready');

  return {
    version: quickJsVersion,
    ended,
    execute: (code) => new Promise((resolve) => {
      onDone = resolve;
      Atomics.store(flag, 0, 0); // here, because the thread may take a while to begin: an interruption until then counts
      worker.postMessage(code);
    }),
    interrupt: () => void Atomics.store(flag, 0, 1),
    kill: () => void worker.terminate(),
    memoryBytes: async () => taken,
  };
}

function tellDisplay(listener: KernelListener, entries: readonly (readonly [string, string])[]): void {
  const bundle = toMimeBundle(entries);
  if (bundle !== null) listener.onDisplay(bundle, entries.reduce((sum, [, content]) => sum + content.length, 0));
}

function startWorker(workerData: ThreadStart): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
  return new Worker(builtUrl('./worker.js', import.meta.url), { workerData, env: {}, execArgv: [], resourceLimits });
}

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('@jitl/quickjs-wasmfile-release-sync/package.json');
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}
