import { z } from 'zod';
import type { ErrorCode } from '#kernel/errors';
import type { RpcMethod } from './rpc-method.ts';

/** A JSON-RPC 2.0 API: one table of methods, served over HTTP and over a WebSocket. */
export interface RpcApi {
  readonly title: string;
  readonly description: string;
  /** Where the surface listens by default. */
  readonly url: string;
  /** Of `POST`. */
  readonly path: `/${string}`;
  readonly socketPath: `/${string}`;
  /** Name of the rate-limit class that HTTP requests and WebSocket connections count in. */
  readonly limit: string;
  /** Milliseconds that a call may take; a subscription may take as long as it likes. */
  readonly deadlineMs: number;
  readonly maxMessageBytes: number;
  /** The methods of the API; some of every API join them. */
  readonly methods: readonly RpcMethod[];
}

/** Calls of one batch. */
export const maxBatch = 100;
/** Calls of one batch that run at the same time. */
export const batchWidth = 16;
/** Characters of the answer to a batch; what comes beyond is refused. */
export const maxBatchAnswer = 64 * 1024 * 1024;
/** Messages of one connection that are being answered, above which nothing more is read from it. */
export const maxCallsAtOnce = 64;
/** Subscriptions of one connection. */
export const maxSubscriptions = 64;

const ofAnyMethod = ['BAD_USER_INPUT', 'UNAUTHENTICATED', 'RATE_LIMITED', 'INTERNAL', 'SUBGRAPH_UNAVAILABLE', 'UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED'] as const;

/** The refusals that a method may answer with: its own and those of whatever goes before it. */
export const declaredRpcErrors = ({ errors, scope, socketOnly }: Pick<RpcMethod, 'errors' | 'scope' | 'socketOnly'>): ReadonlySet<ErrorCode> =>
  new Set<ErrorCode>([...ofAnyMethod, ...(scope === undefined ? [] : (['FORBIDDEN'] as const)), ...(socketOnly === true ? (['METHOD_NOT_FOUND'] as const) : []), ...errors]);

/** The parameters of a method in the order that they have by position: as OpenRPC wants it, those that are required come first. */
export function parametersOf({ params }: Pick<RpcMethod, 'params'>): readonly { readonly name: string; readonly schema: z.core.$ZodType; readonly required: boolean }[] {
  const all = Object.entries(params.shape).map(([name, schema]) => ({ name, schema, required: !z.safeParse(schema, undefined).success }));
  return [...all.filter(({ required }) => required), ...all.filter(({ required }) => !required)];
}
