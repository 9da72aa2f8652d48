import { z } from 'zod';
import { errorCatalogue, type DomainError, type ErrorCode } from '#kernel/errors';
import type { RpcId } from './rpc-request.ts';
import { catalogueStatus, snakeCase, type WireErrors } from './wire-errors.ts';

/** An error object of JSON-RPC 2.0, section 5.1. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A field at fault, as an API spells it. */
export type FieldName = (field: string) => string;

/** Spells what a field begins with by a table, else in snake_case; items of lists are `[0]`. */
export const renamed = (fields: Readonly<Record<string, string>>): FieldName => (field) => {
  const [, name = field, rest = ''] = /^([^.[]*)(.*)$/su.exec(field) ?? [];
  return ((Object.hasOwn(fields, name) ? fields[name] : undefined) ?? snakeCase(name)) + rest.replaceAll(/\.(\d+)(?![^.[])/gu, '[$1]');
};

/** The sentences of the specification, and the documented one for parameters. */
const sentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  INVALID_JSON: 'Parse error',
  INVALID_REQUEST: 'Invalid Request',
  METHOD_NOT_FOUND: 'Method not found',
  BAD_USER_INPUT: 'validation failed',
  INTERNAL: 'Internal error',
};

/** A refusal as an error object. `data` of wrong parameters is `{field, reason}`; of all others it begins with the code of the catalogue. */
export function toRpcError(refusal: DomainError, fieldName: FieldName = snakeCase): RpcError {
  const { code, message, details } = refusal;
  const { field, reason, ...others } = details;
  const named = typeof field === 'string' ? fieldName(field) : null;
  const at = { field: named, reason: typeof reason === 'string' ? reason : message };
  return {
    code: errorCatalogue[code].jsonRpc,
    message: sentences[code] ?? message,
    data: code === 'BAD_USER_INPUT' ? at : { code, ...(named !== null && { field: named }), reason: at.reason, ...spelled(others) },
  };
}

const spelled = (details: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(details).map(([name, value]) => [snakeCase(name), value]));

/** Text of the response object of a call that failed. */
export const toErrorResponse = (id: RpcId, error: RpcError): string => JSON.stringify(toErrorBody(id, error));

/** The response object of a call that failed. */
export const toErrorBody = (id: RpcId, error: RpcError): object => ({ jsonrpc: '2.0', error, id });

/** Refusals that have an HTTP status of their own; all others are told by the error object alone. */
export const transportStatus: Readonly<Partial<Record<ErrorCode, number>>> = { UNAUTHENTICATED: 401, RATE_LIMITED: 429, INSUFFICIENT_TOKENS: 429 };

/** Documents a response object that tells an error. */
export const rpcErrorSchema = z.object({
  jsonrpc: z.literal('2.0'),
  error: z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() }),
  id: z.union([z.string(), z.number(), z.null()]),
});

/** Refusals of whatever comes before a call is read, and of what is no call: error objects too, without an id. */
export const rpcErrors: WireErrors = {
  status: (code) => (code === 'INVALID_JSON' || code === 'INVALID_REQUEST' ? 200 : catalogueStatus(code)),
  body: (error) => toErrorBody(null, toRpcError(error)),
  schema: rpcErrorSchema,
};
