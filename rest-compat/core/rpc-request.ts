/** What a call is answered under. */
export type RpcId = string | number | null;

/** A request object of JSON-RPC 2.0, section 4. */
export interface RpcRequest {
  readonly method: string;
  /** By name or by position; undefined when there are none. */
  readonly params: unknown;
  /** Undefined for a notification, which gets no answer; null is an id. */
  readonly id: RpcId | undefined;
}

/** A value as a request; null when it is none. */
export function readRequest(value: unknown): RpcRequest | null {
  if (!isRecord(value)) return null;
  const { jsonrpc, method, params, id } = value;
  if (jsonrpc !== '2.0' || typeof method !== 'string') return null;
  if (params !== undefined && (typeof params !== 'object' || params === null)) return null;
  return isId(id) || id === undefined ? { method, params, id } : null;
}

/** Text of a response object; a result that is not there is null. */
export const toResponse = (id: RpcId, result: unknown): string => `{"jsonrpc":"2.0","result":${JSON.stringify(result ?? null)},"id":${JSON.stringify(id)}}`;

/** Narrows to what JSON calls an object. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

// A number that JSON cannot write, such as 1e999, could not be echoed.
const isId = (value: unknown): value is RpcId => typeof value === 'string' || value === null || (typeof value === 'number' && Number.isFinite(value));
