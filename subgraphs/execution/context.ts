import type { RequestContext } from '#kernel/context';
import type { MicroService } from './micro/index.ts';
import type { RunService } from './run/index.ts';
import type { WasmService } from './wasm/index.ts';

/** The rules of this domain, for its resolvers. */
export interface ExecutionServices {
  readonly runs: RunService;
  readonly wasm: WasmService;
  readonly micro: MicroService;
}

/** A user as this domain knows one. */
export interface UserReference {
  readonly id: string;
}

/** What the resolvers of this domain get. */
export interface ExecutionContext extends RequestContext, ExecutionServices {}
