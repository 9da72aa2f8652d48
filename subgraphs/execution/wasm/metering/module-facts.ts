import type { FunctionType } from './value-types.ts';

export type ExternalKind = 'function' | 'table' | 'memory' | 'global' | 'tag';

/** The type of a function; null for anything else. */
type ExternalType = FunctionType | null;

export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
  readonly type: ExternalType;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly type: ExternalType;
}

/** How much of a table (in elements) or a memory (in pages of 64 KiB) there is. */
export interface Limits {
  readonly min: number;
  /** Null when the module says nothing. */
  readonly max: number | null;
}

/** A section where it stands in the module. */
export interface Section {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** What a module says of itself. */
export interface ModuleFacts {
  readonly imports: readonly ModuleImport[];
  readonly exports: readonly ModuleExport[];
  readonly memory: Limits | null;
  readonly hasStart: boolean;
}

/** What is needed to rewrite a module. */
export interface ModuleLayout {
  readonly sections: readonly Section[];
  readonly facts: ModuleFacts;
  /** Index of the function that runs at the start; null without one. */
  readonly start: number | null;
  /** Of every function with code, how many parameters it has. */
  readonly parameterCounts: readonly number[];
  /** Of all kinds together, with what is imported. */
  readonly globalCount: number;
}
