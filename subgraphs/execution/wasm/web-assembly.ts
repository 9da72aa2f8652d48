/** A compiled module. */
export interface CompiledModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module';
}

/** A module with state. */
export interface ModuleInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** A global that the host may change. */
export interface MutableGlobal {
  value: bigint;
}

/** A memory; it gets another buffer when it grows. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
}

/** A function of an instance. */
export type ExportedFunction = (...parameters: readonly unknown[]) => unknown;

/** By module and name. */
type ImportValues = Readonly<Record<string, object>>;

/** What is used of the JavaScript interface of WebAssembly; Node's own types leave it out. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: ImportValues) => ModuleInstance;
  readonly Global: abstract new () => MutableGlobal;
  readonly Memory: abstract new () => LinearMemory;
  readonly RuntimeError: abstract new () => Error;
  readonly Exception: abstract new () => object;
}

declare const WebAssembly: WebAssemblyInterface;

/** The engine of this process. */
export const webAssembly = WebAssembly;
