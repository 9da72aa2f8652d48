import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSContext, type QuickJSHandle, type QuickJSSyncVariant } from 'quickjs-emscripten-core';
import { z } from 'zod';
import type { KernelOutcome } from '../kernel.ts';
import type { BundleEntries } from './wire.ts';

export interface InterpreterOptions {
  readonly memoryBytes: number;
  readonly prelude: string;
  readonly isInterrupted: () => boolean;
  readonly write: (stream: string, text: string) => void;
  readonly show: (entries: BundleEntries) => void;
}

/** What some code came to. */
export interface Evaluation {
  readonly status: KernelOutcome['status'];
  readonly entries: BundleEntries;
  readonly error: KernelOutcome['error'];
}

/** A QuickJS of one's own. */
export interface Interpreter {
  evaluate(code: string): Evaluation;
  /** Bytes of its whole WebAssembly memory. */
  memoryBytes(): number;
}

// @types/node has the types only.
declare const WebAssembly: { readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => { readonly buffer: ArrayBuffer } };

const stackBytes = 256 * 1024;
const pageBytes = 65_536;
/** Of the module, as it was linked. */
const initialPages = 256;
const errorShape = z.object({ name: z.string(), message: z.string(), traceback: z.array(z.string()) });
const bundleShape = z.record(z.string(), z.string());
const toEntries = (json: string): BundleEntries => Object.entries(bundleShape.parse(JSON.parse(json)));
const lost = { name: 'Error', message: 'The error cannot be shown', traceback: [] };

/** Starts a QuickJS with nothing in it but the language and the prelude. */
export async function createInterpreter(options: InterpreterOptions): Promise<Interpreter> {
  const { memoryBytes, isInterrupted } = options;
  // The limit that QuickJS has of its own counts objects but not what is in them.
  const wasmMemory = new WebAssembly.Memory({ initial: initialPages, maximum: Math.floor(memoryBytes / pageBytes) });
  const quickJs = await newQuickJSWASMModuleFromVariant(newVariant(await loadVariant(), { wasmMemory }));
  const runtime = quickJs.newRuntime({ maxStackSizeBytes: stackBytes, interruptHandler: isInterrupted });
  const context = runtime.newContext();
  const prelude = installPrelude(context, options);
  let count = 0;

  const failed = (error: QuickJSHandle): Evaluation => {
    if (isInterrupted()) return { status: 'interrupted', entries: [], error: null };
    const described = prelude.call('errorOf', error);
    return { status: 'error', entries: [], error: described === null ? lost : errorShape.parse(JSON.parse(described)) };
  };
  const succeeded = (value: QuickJSHandle): Evaluation => {
    const described = prelude.call('resultOf', value);
    if (described === null) return { status: isInterrupted() ? 'interrupted' : 'error', entries: [], error: isInterrupted() ? null : lost };
    return { status: 'ok', entries: toEntries(described), error: null };
  };

  /** Promises that are settled when nothing is left to do count as what they hold. */
  const settled = (value: QuickJSHandle): Evaluation => {
    const jobs = runtime.executePendingJobs();
    if (jobs.error !== undefined) return jobs.error.consume(failed);
    if (isInterrupted()) return { status: 'interrupted', entries: [], error: null };
    const state = context.getPromiseState(value);
    if (state.type === 'rejected') return state.error.consume(failed);
    if (state.type === 'pending' || state.notAPromise === true) return succeeded(value);
    return state.value.consume(succeeded);
  };

  return {
    evaluate(code) {
      count += 1;
      const result = context.evalCode(code, `cell-${count}`);
      return result.error === undefined ? result.value.consume(settled) : result.error.consume(failed);
    },
    memoryBytes: () => wasmMemory.buffer.byteLength,
  };
}

async function loadVariant(): Promise<QuickJSSyncVariant> {
  const module: { readonly default: unknown } = await import('@jitl/quickjs-wasmfile-release-sync');
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the types describe the CommonJS build, whose default export lies one level deeper
  return module.default as QuickJSSyncVariant;
}

/** Evaluates the prelude; `call` gives the text that one of its functions returns, null when it throws. */
function installPrelude(context: QuickJSContext, { prelude, write, show }: InterpreterOptions) {
  const writeHandle = context.newFunction('write', (stream, text) => write(context.getString(stream), context.getString(text)));
  const showHandle = context.newFunction('show', (json) => show(toEntries(context.getString(json))));
  const install = context.unwrapResult(context.evalCode(prelude, 'prelude'));
  const functions = context.unwrapResult(context.callFunction(install, context.undefined, writeHandle, showHandle));
  for (const handle of [install, writeHandle, showHandle]) handle.dispose();
  return {
    call(name: 'resultOf' | 'errorOf', value: QuickJSHandle): string | null {
      const result = context.getProp(functions, name).consume((called) => context.callFunction(called, context.undefined, value));
      if (result.error === undefined) return result.value.consume((text) => context.getString(text));
      result.error.dispose();
      return null;
    },
  };
}
