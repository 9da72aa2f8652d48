import type { WasmEngine } from './engine.ts';
import { wasiSignatures } from './host/wasi-signatures.ts';
import { wasmLimits } from './limits.ts';
import { meterVersion } from './metering/index.ts';

/** What modules may use beside the first version of WebAssembly; the metering refuses everything else. */
const features = [
  'mutable-globals', 'sign-extension', 'saturating-float-to-int', 'multi-value', 'bulk-memory', 'reference-types', 'simd', 'tail-call', 'legacy-exception-handling', 'extended-const',
];

/** What runs WebAssembly, as callers are told. */
export interface WasmSettings {
  /** Such as `V8 11.3`. */
  readonly engine: string;
  readonly features: readonly string[];
  readonly meterVersion: number;
  readonly wasiFunctions: readonly string[];
  readonly sandboxed: boolean;
  readonly limits: readonly { readonly name: string; readonly unit: string; readonly default: number; readonly max: number }[];
  readonly cachedModules: number;
  readonly cacheHits: number;
}

interface Bound {
  readonly default: number;
  readonly max: number;
}
const limit = (name: string, unit: string, bound: Bound | number) => ({ name, unit, ...(typeof bound === 'number' ? { default: bound, max: bound } : { default: bound.default, max: bound.max }) });

const limits = [
  limit('fuel', 'instructions', wasmLimits.fuel),
  limit('timeout', 'ms', wasmLimits.timeoutMs),
  limit('memory', 'pages', wasmLimits.memoryPages),
  limit('table', 'elements', wasmLimits.tableElements),
  limit('module', 'bytes', wasmLimits.moduleBytes),
  limit('stdin', 'bytes', wasmLimits.stdinBytes),
  limit('output', 'bytes', wasmLimits.outputBytes),
  limit('calls', 'at once', wasmLimits.workers),
  limit('waitingCalls', 'of a user', wasmLimits.waitingPerUser),
  limit('modules', 'of a user', wasmLimits.modulesPerUser),
  limit('modulesBytes', 'bytes of a user', wasmLimits.modulesBytesPerUser),
];

/** What runs WebAssembly here, for who asks. */
export function describeEngine(engine: Pick<WasmEngine, 'cache'>, sandboxed: boolean): WasmSettings {
  const { modules, hits } = engine.cache();
  const [major = '', minor = ''] = process.versions.v8.split('.');
  return { engine: `V8 ${major}.${minor}`, features, meterVersion, wasiFunctions: [...wasiSignatures.keys()], sandboxed, limits, cachedModules: modules, cacheHits: hits };
}
