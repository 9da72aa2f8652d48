import type { FunctionType, MeterBounds, ModuleFacts } from '../metering/index.ts';
import type { CompiledModule } from '../web-assembly.ts';
import type { Inspection, Outcome } from '../host-messages.ts';
import type { EngineValue } from './values.ts';

/** A module that is ready to run. */
export interface ReadyModule {
  readonly module: CompiledModule;
  readonly facts: ModuleFacts;
}

/** One function to call in a new instance of a module. */
export interface Call {
  readonly module: CompiledModule;
  readonly function: string;
  readonly type: FunctionType;
  readonly parameters: readonly EngineValue[];
  readonly fuel: number;
  /** Pages that its memory begins with. */
  readonly memoryPages: number;
  /** Whether `_initialize` is to be called before. */
  readonly isReactor: boolean;
  /** Null for a module that imports nothing. */
  readonly wasi: { readonly programArguments: readonly string[]; readonly stdin: string; readonly seed: number | null; readonly outputBytes: number } | null;
}

/** What a worker does. */
export type Task =
  | { readonly kind: 'compile'; readonly bytes: Uint8Array<ArrayBuffer>; readonly bounds: MeterBounds }
  | { readonly kind: 'inspect'; readonly bytes: Uint8Array<ArrayBuffer>; readonly bounds: MeterBounds }
  | { readonly kind: 'call'; readonly call: Call };

/** What came of it. */
export type Answer =
  | { readonly kind: 'compiled'; readonly ready: ReadyModule }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'inspected'; readonly inspection: Inspection | null }
  | { readonly kind: 'called'; readonly outcome: Outcome };
